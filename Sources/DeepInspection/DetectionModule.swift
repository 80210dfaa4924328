internal import CNDPI
internal import Synchronization

/// The one owner of an nDPI detection module: protocols, string automata and caches.
///
/// Making one allocates some tens of megabytes and takes about a tenth of a second.
@safe
final class DetectionModule {
    /// nDPI's module; usable as long as this object lives.
    let pointer: OpaquePointer

    /// nDPI forbids that modules are made at the same time, and its exit frees what it shares.
    private static let making = Mutex<Void>(())

    /// A module with all protocols enabled, without any file read.
    init() throws(ApplicationClassifierError) {
        guard weir_ndpi_is_the_library_of_the_headers() != 0 else {
            throw ApplicationClassifierError(
                "The libndpi that was loaded (\(Self.version)) isn't the one that weir was built"
                    + " with; install that one or build again.")
        }
        let made = unsafe Self.making.withLock { _ -> sending OpaquePointer? in
            guard let module = unsafe ndpi_init_detection_module(ndpi_init_prefs(0)) else {
                return nil
            }
            unsafe weir_ndpi_enable_all_protocols(module)
            unsafe ndpi_finalize_initialization(module)
            return unsafe module
        }
        guard let made = unsafe made else {
            throw ApplicationClassifierError(
                "libndpi \(Self.version) couldn't make a detection module; is memory short?")
        }
        unsafe pointer = unsafe made
    }

    deinit {
        Self.making.withLock { _ in unsafe ndpi_exit_detection_module(pointer) }
    }

    /// The version of the library that was loaded, such as `4.2.0`.
    static var version: String {
        unsafe ndpi_revision().map { unsafe String(cString: $0) } ?? ""
    }

    /// The names of the protocols in the order of their numbers.
    var protocolNames: [String] {
        unsafe (0..<ndpi_get_num_supported_protocols(pointer)).map { number in
            unsafe ndpi_get_proto_by_id(pointer, number).map { unsafe String(cString: $0) } ?? ""
        }
    }
}
