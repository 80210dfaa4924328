import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import SocketTables

struct SocketTablesTests {
    /// A socket of this process on a port of loopback that the system chose.
    private final class BoundSocket {
        let port: UInt16
        private let descriptor: Int32

        init(_ kind: Int32, isListening: Bool) throws {
            let descriptor = socket(AF_INET, kind, 0)
            self.descriptor = descriptor
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let given = length
            // The address lives on this stack for the calls, which see it as its first member.
            let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                    let bound = unsafe bind(descriptor, place, given)
                    return unsafe bound + getsockname(descriptor, place, &length)
                }
            }
            port = UInt16(bigEndian: address.sin_port)
            try #require(result == 0)
            if isListening { try #require(listen(descriptor, 1) == 0) }
        }

        deinit { close(descriptor) }
    }

    private static let tcpKind = Int32(SOCK_STREAM.rawValue)
    private static let udpKind = Int32(SOCK_DGRAM.rawValue)

    @Test func `the kernel's tables show sockets while they are there`() throws {
        let tables = SocketTables()
        let ports = try {
            let service = try BoundSocket(Self.tcpKind, isListening: true)
            let bound = try BoundSocket(Self.udpKind, isListening: false)
            let look = try tables.look()
            #expect(look.ports.tcpListening.contains(service.port))
            #expect(look.ports.udpBound.contains(bound.port))
            #expect(look.unreadableLines == 0)
            withExtendedLifetime((service, bound)) {}
            return (service.port, bound.port)
        }()
        // Somebody else may have taken one of the two ports, not likely both.
        let later = try tables.look().ports
        #expect(
            !later.tcpListening.contains(ports.0) || !later.udpBound.contains(ports.1))
    }

    @Test func `a system without version 6 has two tables`() throws {
        let folder = try TemporaryFolder()
        let text = "sl\n 0: 00000000:0016 00000000:0000 0A 0\n"
        for name in ["tcp", "udp"] {
            try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        }
        let look = try SocketTables(folder: folder.path).look()
        #expect(look.ports.tcpListening == PortSet([22]))
        #expect(look.ports.udpBound == PortSet([22]))
    }

    @Test func `a system without tables gets one sentence`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: SocketTablesError.self) {
            try SocketTables(folder: folder.path).look()
        }
        #expect(error?.code == .notFound && error?.isFatal == true)
        #expect(error?.description.contains("\(folder.path)/tcp") == true)
        #expect(error?.description.contains("needs Linux") == true)
    }

    @Test func `what can't be read is told`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("tcp"), withIntermediateDirectories: false)
        let error = #expect(throws: SocketTablesError.self) {
            try SocketTables(folder: folder.path).look()
        }
        #expect(error?.code == .other && error?.isRetriable == true)
    }
}
