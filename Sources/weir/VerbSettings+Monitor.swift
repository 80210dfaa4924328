import CommandLineParsing
import Services

extension VerbSettings {
    /// What shows metrics and health; it says where it listens, where it should.
    func monitor() throws -> ServiceMonitor {
        let monitor = ServiceMonitor(version: version)
        guard let address = settings.text(.listen).flatMap({ ListenAddress($0) }) else {
            return monitor
        }
        let place = try monitor.listen(host: address.host, port: address.port)
        Terminal.message("metrics and health at http://\(place)/metrics, /healthz, /readyz")
        return monitor
    }
}
