internal import CPcap
internal import Compression
internal import Glibc

extension CaptureFile {
    /// A stream over the file's content, decompressed if need be.
    static func openStream(
        _ path: String
    ) throws(CaptureError) -> (gzip: GzipStream?, file: UnsafeMutablePointer<FILE>) {
        guard let file = unsafe fopen(path, "rbe") else { throw .opening(path, errno: errno) }
        var first: [UInt8] = Array(repeating: 0, count: 6)
        let count = unsafe first.withUnsafeMutableBytes {
            unsafe fread($0.baseAddress, 1, $0.count, file)
        }
        first = Array(first.prefix(count))
        if GzipFile.isGzip(first) {
            unsafe fclose(file)
            let isPcapng = GzipFile.firstBytes(of: path, 4) == PcapngBlockWalk.sectionHeader
            let opened = try unsafe GzipStream.open(path)
            return unsafe (opened.stream, try normalised(opened.file, isPcapng, path))
        }
        if let program = otherCompression(first) {
            unsafe fclose(file)
            throw CaptureError(
                .notACapture,
                "\(path) is compressed by \(program), which weir doesn't read; decompress it first."
            )
        }
        unsafe rewind(file)
        let isPcapng = first.starts(with: PcapngBlockWalk.sectionHeader)
        return unsafe (nil, try normalised(file, isPcapng, path))
    }

    /// A pcapng file with one snapshot length; any other file as it is.
    private static func normalised(
        _ file: UnsafeMutablePointer<FILE>, _ isPcapng: Bool, _ path: String
    ) throws(CaptureError) -> UnsafeMutablePointer<FILE> {
        guard isPcapng else { return unsafe file }
        guard let stream = unsafe PcapngStream.open(file) else {
            throw .opening(path, errno: errno)
        }
        return unsafe stream
    }

    /// libpcap's handle for a stream, which it closes from then on.
    static func openHandle(
        _ file: UnsafeMutablePointer<FILE>, gzip: GzipStream?, buffer: StreamBuffer, path: String
    ) throws(CaptureError) -> PcapHandle {
        unsafe buffer.attach(to: file)
        defer { withExtendedLifetime(buffer) {} }
        let (pointer, error) = unsafe PcapHandle.withErrorBuffer {
            unsafe pcap_fopen_offline_with_tstamp_precision(
                file, UInt32(PCAP_TSTAMP_PRECISION_NANO), $0)
        }
        if let pointer = unsafe pointer { return unsafe PcapHandle(pointer, buffer: buffer) }
        let isAtEnd = unsafe feof(file) != 0
        let position = unsafe ftell(file)
        unsafe fclose(file)
        if let failure = gzip?.failure { throw damaged(path, cause: failure) }
        // libpcap wants 4 bytes before it knows the format.
        guard isAtEnd && position >= 4 || gzip?.isTruncated == true else {
            throw CaptureError(.notACapture, "\(path) is neither pcap nor pcapng.", cause: error)
        }
        throw CaptureError(.truncatedFile, "\(path) ends inside its header.", cause: error)
    }

    /// What a file is compressed by, if it isn't gzip.
    private static func otherCompression(_ first: [UInt8]) -> String? {
        if first.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return "zstd" }
        if first.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a]) { return "xz" }
        if first.starts(with: [0x42, 0x5a, 0x68]) { return "bzip2" }
        if first.starts(with: [0x04, 0x22, 0x4d, 0x18]) { return "lz4" }
        return nil
    }
}
