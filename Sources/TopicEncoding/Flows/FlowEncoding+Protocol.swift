import NetworkModel

extension FlowEncoding {
    /// Writes the member `app_proto`: EVE's name of the application protocol, where one is known.
    static func writeProtocol(of record: FlowRecord, into writer: inout JSONWriter) {
        guard let application = record.application,
            let name = protocolName(of: application)
        else { return }
        writer.member("app_proto", name)
    }

    /// EVE's name: from the part of the label before the dot, nDPI's master protocol, else from
    /// what was decoded; nil where neither says anything.
    static func protocolName(of application: ApplicationRecord) -> String? {
        if let label = application.label {
            let master = label.prefix { $0 != "." }.lowercased()
            if !master.isEmpty && master != "unknown" {
                return namesInEVE.first { $0.label == master }?.name ?? master
            }
        }
        if application.tls != nil { return "tls" }
        if application.http != nil { return "http" }
        if application.dns != nil { return "dns" }
        if application.mqtt != nil { return "mqtt" }
        if application.modbus != nil { return "modbus" }
        if application.dnp3 != nil { return "dnp3" }
        return nil
    }

    /// Where EVE calls a protocol otherwise than nDPI does in lower case.
    private static let namesInEVE: [(label: String, name: String)] = [
        ("ftp_control", "ftp"), ("ftp_data", "ftp-data"), ("smbv1", "smb"), ("smbv23", "smb"),
        ("kerberos", "krb5"), ("ethernetip", "enip"), ("postgresql", "pgsql"),
        ("http_proxy", "http"), ("http_connect", "http"), ("vnc", "rfb"), ("ssl", "tls"),
    ]
}
