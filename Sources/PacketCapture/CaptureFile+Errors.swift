internal import CPcap
internal import Glibc

extension CaptureFile {
    /// Why reading stopped before the end.
    static func readError(
        of handle: PcapHandle, gzip: GzipStream?, path: String
    ) -> CaptureError {
        if let failure = gzip?.failure { return damaged(path, cause: failure) }
        let cause = handle.lastError
        // libpcap tells its errors apart by their text alone.
        if cause.contains("different from the type of the first interface") {
            return CaptureError(
                .unsupportedLinkType,
                "\(path) has interfaces of different link types; extract them one at a time.",
                cause: cause)
        }
        // A read that found less than it asked for has met the end; other errors lie in a record.
        let isAtEnd = unsafe pcap_file(handle.pointer).map { unsafe feof($0) != 0 } ?? false
        if isAtEnd || gzip?.isTruncated == true { return truncated(path, cause: cause) }
        return CaptureError(.other, "\(path) has a damaged record.", cause: cause)
    }

    /// Why the end isn't one: a compressed file may be cut between two packets.
    static func endError(gzip: GzipStream?, path: String) -> CaptureError? {
        gzip?.isTruncated == true
            ? truncated(path, cause: "the compressed file has no end mark") : nil
    }

    static func damaged(_ path: String, cause: String) -> CaptureError {
        CaptureError(
            .other, "\(path) is damaged: its content can't be decompressed further.", cause: cause)
    }

    private static func truncated(_ path: String, cause: String) -> CaptureError {
        CaptureError(
            .truncatedFile,
            "\(path) is cut off in the middle of a packet; the packets before it were read.",
            cause: cause)
    }
}
