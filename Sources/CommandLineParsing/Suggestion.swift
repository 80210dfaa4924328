/// Finds what a person may have meant by a word that isn't known.
public enum Suggestion {
    /// Longer words aren't compared: nobody mistypes those, and the work grows with the square.
    static let longestComparedWord = 64

    /// The known word nearest to a word by edit distance, the first one of several; nil where none
    /// is near enough to be a slip of the hand.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let letters = Array(word.lowercased())
        guard !letters.isEmpty, letters.count <= longestComparedWord else { return nil }
        let limit = max(1, letters.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known where candidate.count <= longestComparedWord {
            let distance = editDistance(letters, Array(candidate.lowercased()))
            if distance <= limit, distance < candidate.count,
                distance < best?.distance ?? .max
            {
                best = (candidate, distance)
            }
        }
        return best?.word
    }

    /// How many letters must be inserted, deleted, replaced or swapped with their neighbour.
    static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let isSame = left[i] == right[j]
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (isSame ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
