import Glibc
import TestSupport
import Testing

/// Two UDP sockets of this process on loopback; the system chose their ports.
final class UDPPair {
    private let sender: Int32
    private let receiver: Int32
    let receiverPort: UInt16

    init() {
        let sender = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let receiver = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = UInt16(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                #expect(unsafe bind(receiver, $0, length) == 0)
                #expect(unsafe getsockname(receiver, $0, &length) == 0)
                #expect(unsafe connect(sender, $0, length) == 0)
            }
        }
        self.sender = sender
        self.receiver = receiver
        receiverPort = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(sender)
        close(receiver)
    }

    /// Sends a datagram of this many bytes.
    func send(_ length: Int) {
        let bytes = FrameLayer.filler(length)
        #expect(unsafe Glibc.send(sender, bytes, length, 0) == length)
    }
}
