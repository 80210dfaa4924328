extension [UInt64] {
    /// The element that would stand at a place if the array were sorted (Hoare's quickselect); the
    /// array's order changes.
    mutating func element(ofRank rank: Int) -> UInt64 {
        precondition(indices.contains(rank), "the rank lies in the array")
        var low = 0
        var high = count - 1
        while low < high {
            let pivot = self[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while self[left] < pivot { left += 1 }
                while self[right] > pivot { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            // What lies between `right` and `left` equals the pivot and is in its place.
            if rank <= right {
                high = right
            } else if rank >= left {
                low = left
            } else {
                break
            }
        }
        return self[rank]
    }
}
