import Services
import Testing

struct BusAddressTests {
    @Test(arguments: [
        "sqlite:weir.db", "sqlite:/var/lib/weir/weir.db", "kafka:localhost:9092",
        "kafka:a:1,b:65535",
    ])
    func `an address is read and written the same`(text: String) {
        #expect(BusAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "sqlite:", "kafka:", "kafka:host", "kafka:host:0", "kafka:host:99999", "kafka::9092",
        "kafka:a:1,", "weir.db", "redis:x:1",
    ])
    func `what is no address is refused`(text: String) {
        #expect(BusAddress(text) == nil)
    }
}
