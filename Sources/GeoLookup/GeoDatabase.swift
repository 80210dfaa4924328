import CMaxMindDB
import Glibc
public import NetworkModel
import Synchronization

/// Owns one open MaxMind DB file, mapped into memory.
///
/// Sendable unchecked: libmaxminddb only reads the handle after it is opened, so that any number of
/// threads may look up at once; the counters are atomic.
@safe
public final class GeoDatabase: @unchecked Sendable {
    /// The file's path.
    public let path: String
    /// What the file says it is: `GeoLite2-City`.
    public let databaseType: String
    /// Owned; open from `init` to `deinit`.
    private let handle: UnsafeMutablePointer<MMDB_s>
    private let damaged = Atomic<UInt64>(0)

    /// Maps a file.
    public init(path: String) throws(GeoError) {
        self.path = path
        unsafe handle = .allocate(capacity: 1)
        unsafe handle.initialize(to: MMDB_s())
        let status = unsafe MMDB_open(path, UInt32(MMDB_MODE_MMAP), handle)
        guard status == MMDB_SUCCESS else {
            // What couldn't be opened needs no closing.
            unsafe handle.deallocate()
            throw GeoError(status: status, path: path)
        }
        databaseType =
            unsafe handle.pointee.metadata.database_type.map { unsafe String(cString: $0) }
            ?? ""
    }

    deinit {
        unsafe MMDB_close(handle)
        unsafe handle.deallocate()
    }

    /// How many lookups ran into a damaged part of the file, and found less than there was.
    public var damagedLookups: UInt64 { damaged.load(ordering: .relaxed) }

    /// Fills in what a place doesn't have yet and the database knows of an address.
    ///
    /// A database of IPv4 addresses knows nothing of IPv6 ones.
    public func fill(_ place: inout EndpointPlace, of address: IPAddress) {
        var status = MMDB_SUCCESS
        let result = unsafe Self.lookUp(address, in: handle, &status)
        guard status == MMDB_SUCCESS else {
            if status != MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR { countDamage() }
            return
        }
        guard unsafe result.found_entry else { return }
        var record = unsafe GeoRecord(result.entry)
        record.fill(&place)
        if record.isDamaged { countDamage() }
    }

    private func countDamage() {
        damaged.wrappingAdd(1, ordering: .relaxed)
    }

    private static func lookUp(
        _ address: IPAddress, in handle: UnsafePointer<MMDB_s>, _ status: inout Int32
    ) -> MMDB_lookup_result_s {
        if address.version == .v4 {
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.low).bigEndian
            // Every socket address begins as `sockaddr` does; the family says how it goes on.
            return unsafe withUnsafeBytes(of: &place) { bytes in
                unsafe MMDB_lookup_sockaddr(
                    handle, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &status)
            }
        }
        var place = sockaddr_in6()
        place.sin6_family = sa_family_t(AF_INET6)
        // The sixteen bytes of the address lie in network order.
        unsafe withUnsafeMutableBytes(of: &place.sin6_addr) { bytes in
            unsafe bytes.storeBytes(of: address.high.bigEndian, toByteOffset: 0, as: UInt64.self)
            unsafe bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return unsafe withUnsafeBytes(of: &place) { bytes in
            unsafe MMDB_lookup_sockaddr(
                handle, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &status)
        }
    }
}
