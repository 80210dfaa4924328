import Foundation
import Glibc
import HTTPMessages
import HTTPTransport
import TestSupport
import Testing

/// Encrypted connections, to the server that comes with OpenSSL.
struct HTTPSTests {
    private static let path = "/usr/bin/openssl"
    private static let isThere = FileManager.default.isExecutableFile(atPath: path)

    private func openSSL(_ arguments: [String], output: Any? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.standardInput = Pipe()
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test(.enabled(if: isThere, "/usr/bin/openssl isn't there"))
    func `a server is trusted by the authority that is named, and by no other`() throws {
        let folder = try TemporaryFolder()
        let (key, certificate) = (folder.file("key.pem"), folder.file("certificate.pem"))
        let made = try openSSL([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ])
        while made.isRunning { usleep(10_000) }
        let output = Pipe()
        let server = try openSSL(
            ["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"],
            output: output)
        defer { server.terminate() }
        var said = ""
        var port: UInt16?
        while port == nil {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the server ended: \(said)")
            said += String(decoding: more, as: UTF8.self)
            port = said.firstMatch(of: /ACCEPT 127\.0\.0\.1:([0-9]+)\s/).flatMap { UInt16($0.1) }
        }
        let listening = try #require(port)
        let address = try #require(HTTPAddress("https://127.0.0.1:\(listening)"))
        #expect(try ask(address, authority: certificate).status == 200)
        let untrusted = #expect(throws: HTTPError.self) { try ask(address, authority: nil) }
        #expect(untrusted?.code == .tls)
        #expect(untrusted?.isRetriable == false)
        let missing = #expect(throws: HTTPError.self) {
            try ask(address, authority: folder.file("none.pem"))
        }
        #expect(missing?.code == .configuration)
        #expect(missing?.isRetriable == false)
    }

    private func ask(_ address: HTTPAddress, authority: String?) throws -> HTTPAnswer {
        let client = try HTTPClient(
            address, options: HTTPClientOptions(authorityPath: authority))
        try client.start(HTTPRequest(.get, "/"))
        while true {
            if let answer = try client.advance(timeoutMilliseconds: 1_000) { return answer }
        }
    }
}
