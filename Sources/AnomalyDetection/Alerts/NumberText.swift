/// Numbers as people read them.
enum NumberText {
    /// A whole number with commas between thousands.
    static func grouped(_ number: UInt64) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// About three significant digits: 1,402 or 84.3 or 0.052.
    static func significant(_ number: Double) -> String {
        let size = abs(number)
        return rounded(number, places: size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4)
    }

    /// A share of 0…1 in percent, two significant digits, more near the whole: 97 %, 4.2 %, 99.6 %.
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        if percent < 100 && percent > 99.9 { return "99.9 %" }
        let places = percent > 99 ? 1 : percent >= 10 ? 0 : percent >= 0.1 ? 1 : 3
        return rounded(percent, places: places) + " %"
    }

    /// Rounded to so many decimal places, without zeros at the end.
    private static func rounded(_ number: Double, places: Int) -> String {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        let scaled = (abs(number) * factor).rounded()
        // Beyond it a double has no fraction and needs no rounding.
        guard scaled < 9e15 else { return number.description }
        let whole = UInt64(scaled / factor)
        var fraction = UInt64(scaled) - whole * UInt64(factor)
        var digits = places
        while digits > 0 && fraction % 10 == 0 {
            fraction /= 10
            digits -= 1
        }
        var text = grouped(whole)
        if digits > 0 {
            let tail = String(fraction)
            text += "." + String(repeating: "0", count: digits - tail.count) + tail
        }
        return number < 0 && scaled > 0 ? "-" + text : text
    }
}
