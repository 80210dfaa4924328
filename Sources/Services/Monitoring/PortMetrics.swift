import Metrics
import NetworkModel

/// What a watch of ports shows.
enum PortMetrics {
    /// The metrics of what a watch of ports has done.
    static func families(of totals: PortTotals) -> [MetricFamily] {
        let ports = totals.ports
        return [
            .counter("weir_ports_looks_total", "Readings of the socket tables.", totals.looks),
            .counter(
                "weir_ports_failed_looks_total", "Readings of the socket tables that failed.",
                totals.failedLooks),
            .counter(
                "weir_ports_unreadable_lines_total",
                "Lines of the socket tables that couldn't be understood.", totals.unreadableLines),
            .counter("weir_ports_rounds_total", "Rounds sent to ports.", totals.rounds),
            MetricFamily(
                "weir_ports_occupied", .gauge, "Ports that sockets had at the newest look.",
                [
                    ("tcp_connected", ports.tcpConnected), ("tcp_listening", ports.tcpListening),
                    ("udp_bound", ports.udpBound),
                ].map { name, set in
                    MetricSample(.count(UInt64(set.count)), labels: [MetricLabel("set", name)])
                }),
        ]
    }
}
