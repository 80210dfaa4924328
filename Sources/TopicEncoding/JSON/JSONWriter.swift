/// Writes JSON text digit by digit into memory that is kept from record to record.
///
/// Field names are static and written as they are, without escapes. Commas are its business;
/// that brackets match is the caller's.
public struct JSONWriter: Sendable {
    private var storage: [UInt8]
    private var used = 0
    private var needsComma = false
    /// Stands in front of each field name; for fields that come once for each direction.
    public var namePrefix: StaticString = ""

    /// An empty text with room for `capacity` bytes before it grows.
    public init(capacity: Int = 4096) {
        storage = [UInt8](repeating: 0, count: max(64, capacity))
    }

    /// How many bytes have been written.
    public var count: Int { used }

    /// The text so far; the writer starts anew and keeps its memory.
    public mutating func takeBytes() -> [UInt8] {
        let bytes = Array(storage[..<used])
        used = 0
        needsComma = false
        return bytes
    }

    /// Begins an object as a value.
    public mutating func beginObject() {
        separate()
        put(UInt8(ascii: "{"))
        needsComma = false
    }

    /// Begins an object as a member.
    public mutating func beginObject(_ name: StaticString) {
        key(name)
        beginObject()
    }

    /// Ends an object.
    public mutating func endObject() {
        put(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Begins an array as a member.
    public mutating func beginArray(_ name: StaticString) {
        key(name)
        put(UInt8(ascii: "["))
        needsComma = false
    }

    /// Ends an array.
    public mutating func endArray() {
        put(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes a member's name; its value follows.
    public mutating func key(_ name: StaticString) {
        let prefixCount = namePrefix.utf8CodeUnitCount
        let nameCount = name.utf8CodeUnitCount
        let prefix = namePrefix
        let comma = needsComma
        unsafe append(atMost: prefixCount + nameCount + 4) { place in
            var next = unsafe place
            func put(_ byte: UInt8) {
                unsafe next.pointee = byte
                unsafe next += 1
            }
            if comma { put(UInt8(ascii: ",")) }
            put(UInt8(ascii: "\""))
            unsafe next.update(from: prefix.utf8Start, count: prefixCount)
            unsafe next += prefixCount
            unsafe next.update(from: name.utf8Start, count: nameCount)
            unsafe next += nameCount
            put(UInt8(ascii: "\""))
            put(UInt8(ascii: ":"))
            return unsafe next - place
        }
        needsComma = false
    }

    /// Writes a member's name that isn't known beforehand; its value follows.
    public mutating func key(text name: String) {
        value(name)
        put(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes bytes as they are, with neither comma nor escapes.
    mutating func raw(_ text: StaticString) {
        let count = text.utf8CodeUnitCount
        // A static string's bytes live as long as the program.
        unsafe append(atMost: count) { place in
            unsafe place.update(from: text.utf8Start, count: count)
            return count
        }
    }

    /// Writes the comma that a value after another one needs.
    @inline(__always)
    mutating func separate() {
        if needsComma { put(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Writes one byte.
    @inline(__always)
    mutating func put(_ byte: UInt8) {
        if used == storage.count { grow(by: 1) }
        storage[used] = byte
        used += 1
    }

    /// Gives `fill` a place for `maximum` bytes; it returns how many it wrote.
    @inline(__always)
    mutating func append(
        atMost maximum: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int
    ) {
        if used + maximum > storage.count { grow(by: maximum) }
        let start = used
        let written = unsafe storage.withUnsafeMutableBufferPointer { buffer -> Int in
            // The storage is never empty, so it has an address.
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe fill(base + start)
        }
        used = start + written
    }

    private mutating func grow(by needed: Int) {
        let additional = max(storage.count, needed)
        storage.append(contentsOf: repeatElement(0, count: additional))
    }
}
