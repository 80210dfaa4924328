import PacketCapture

/// The network interfaces of this machine, for the command line.
public enum CaptureInterfaces {
    /// Their names; none where they can't be listed.
    public static func names() -> [String] {
        (try? CaptureInterface.list().map(\.name)) ?? []
    }

    /// A line an interface: its name and what is known of it.
    public static func lines() throws -> [String] {
        TextTable.lines(try CaptureInterface.list().map { [$0.name, $0.description ?? ""] })
    }
}
