/// A technique of MITRE ATT&CK (Enterprise) with the tactic it serves.
struct AttackTechnique: Hashable, Sendable {
    /// The technique's identifier.
    let identifier: String
    /// The tactic's identifier.
    let tactic: String

    /// Network Service Discovery (tactic Discovery): which services answer.
    static let serviceDiscovery = AttackTechnique(identifier: "T1046", tactic: "TA0007")
    /// Remote System Discovery (tactic Discovery): which hosts answer.
    static let systemDiscovery = AttackTechnique(identifier: "T1018", tactic: "TA0007")
    /// Network Denial of Service (tactic Impact).
    static let denialOfService = AttackTechnique(identifier: "T1498", tactic: "TA0040")
}
