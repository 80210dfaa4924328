import NetworkModel
import PacketDecoding
import TestSupport
import Testing

@Suite struct WirelessDecodingTests {
    private static let packet = FrameLayer.ipv4(
        from: Host.a, to: Host.b, .udp(from: 11, to: 22, payload: 33))

    private func check(
        _ frame: FrameLayer, linkType: LinkType = .wireless, from sender: UInt64,
        to receiver: UInt64,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let summary = PacketDecoder.decode(frame, linkType: linkType)
            .summary(sourceLocation: sourceLocation)
        #expect(summary.destinationPort == 22, sourceLocation: sourceLocation)
        #expect(summary.sourceMAC.rawValue & 0xff == sender, sourceLocation: sourceLocation)
        #expect(summary.destinationMAC.rawValue & 0xff == receiver, sourceLocation: sourceLocation)
    }

    @Test func `the direction tells who sent a frame`() {
        check(.wireless(control: 0, Self.packet), from: 2, to: 1)
        check(.wireless(control: 1, Self.packet), from: 2, to: 3)
        check(.wireless(control: 2, Self.packet), from: 3, to: 1)
        check(.wireless(control: 3, Self.packet), from: 4, to: 3)
    }

    @Test func `QoS, HT control and aggregates are passed over`() {
        check(.wireless(control: 3, isQoS: true, Self.packet), from: 4, to: 3)
        check(.wireless(control: 0x81, isQoS: true, Self.packet), from: 2, to: 3)
        check(.wireless(isQoS: true, isAggregate: true, Self.packet), from: 2, to: 3)
    }

    @Test func `an encrypted frame is skipped and one that was decrypted isn't`() {
        var frame = FrameLayer.wireless(control: 0x41, Self.packet)
        check(frame, from: 2, to: 3)
        frame.bytes[24] = 0x12
        #expect(PacketDecoder.decode(frame, linkType: .wireless).reason == .encrypted)
    }

    @Test func `frames without data are no IP`() {
        var frame = FrameLayer.wireless(Self.packet)
        for control: UInt8 in [0x80, 0xd4, 0x48, 0xc8, 0x09] {
            frame.bytes[0] = control
            #expect(PacketDecoder.decode(frame, linkType: .wireless).reason == .notIP)
        }
        var later = FrameLayer.wireless(Self.packet)
        later.bytes[22] = 0x11
        #expect(PacketDecoder.decode(later, linkType: .wireless).reason == .notIP)
    }

    @Test func `radiotap's flags tell of padding`() {
        // A QoS header has 26 bytes; the padding aligns what follows.
        let frame = FrameLayer.wireless(isQoS: true, Self.packet).bytes
        let padded = Array(frame[..<26]) + [0, 0] + Array(frame[26...])
        let header: [UInt8] = [0, 0, 9, 0, 2, 0, 0, 0, 0x20]
        check(FrameLayer(header + padded), linkType: .radiotap, from: 2, to: 3)
        // Two more words of fields, and a timer before the flags.
        let long: [UInt8] =
            [0, 0, 25, 0, 3, 0, 0, 0x80, 0, 0, 0, 0] + FrameLayer.filler(4) + FrameLayer.filler(8)
            + [0x20]
        check(FrameLayer(long + padded), linkType: .radiotap, from: 2, to: 3)
    }

    @Test func `MACsec is encrypted or read`() {
        func frame(_ control: UInt8) -> FrameLayer {
            let tag: [UInt8] =
                [control, 0, 0, 0, 0, 1] + (control & 0x20 == 0 ? [] : FrameLayer.filler(8))
            return .ethernet(
                FrameLayer(tag + [8, 0] + Self.packet.bytes, etherType: 0x88e5))
        }
        #expect(PacketDecoder.decode(frame(0x2c)).reason == .encrypted)
        #expect(PacketDecoder.decode(frame(0x20)).summary().destinationPort == 22)
        #expect(PacketDecoder.decode(frame(0x00)).summary().destinationPort == 22)
    }
}
