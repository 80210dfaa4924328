import NetworkModel
import Testing
import TopicEncoding

struct FlowEncodingGeoTests {
    private func tail(_ source: EndpointPlace?, _ destination: EndpointPlace?) -> String {
        var flow = GoldenFlow.icmp
        flow.places = FlowPlaces(source: source, destination: destination)
        let json = String(decoding: FlowEncoding.encode(flow).value, as: UTF8.self)
        let plain = GoldenFlow.icmpJSON.dropLast()
        #expect(json.hasPrefix(plain))
        return String(json.dropFirst(plain.count))
    }

    @Test func `places follow the features, with what is known of them`() {
        let all = EndpointPlace(
            country: "DE", city: "Köln", asn: 4_294_967_295, organisation: "A \"B\"",
            network: "office", role: "internal")
        #expect(
            tail(all, EndpointPlace(asn: 3320))
                == #","geo":{"src":{"country":"DE","city":"Köln","asn":4294967295,"#
                + #""organisation":"A \"B\"","network":"office","role":"internal"},"#
                + #""dest":{"asn":3320}}}"#)
        #expect(tail(nil, EndpointPlace(city: "Bonn")) == #","geo":{"dest":{"city":"Bonn"}}}"#)
        #expect(tail(EndpointPlace(role: "x"), nil) == #","geo":{"src":{"role":"x"}}}"#)
        #expect(tail(nil, nil) == "}")
    }
}
