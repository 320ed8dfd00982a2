package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Topic;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What `hnvctl show` tells of connections, peers, ports, and drops that belong to no tenant.
final class ShownFigures implements Figures {
    private static final String IN = "in";
    private static final String OUT = "out";

    private final ControlBackend view;
    private final Supplier<Map<String, String>> rdids;

    /// @param rdids of networks, by name
    ShownFigures(ControlBackend view, Supplier<Map<String, String>> rdids) {
        this.view = view;
        this.rdids = rdids;
    }

    @Override
    public void into(Samples samples) throws ControlException {
        Map<String, String> domains = new HashMap<>(rdids.get());
        for (Rows.Tunnel row : rows(Topic.TUNNELS, Rows.Tunnel.class)) {
            connection(samples, row, domains.getOrDefault(row.tenant(), ""));
        }
        for (Rows.BgpPeer row : rows(Topic.BGP, Rows.BgpPeer.class)) {
            peer(samples, row, domains.getOrDefault(row.tenant(), ""));
        }
        for (Rows.Port row : rows(Topic.PORTS, Rows.Port.class)) {
            port(samples, row);
        }
        for (Rows.Drop row : rows(Topic.DROPS, Rows.Drop.class)) {
            if (row.tenant().isEmpty()) {
                samples.add(Metric.DROPPED, row.frames(), Labels.EMPTY, row.reason());
            }
        }
    }

    private <T> List<T> rows(Topic topic, Class<T> type) throws ControlException {
        return view.show(topic, null).stream().map(type::cast).toList();
    }

    private static void connection(Samples samples, Rows.Tunnel row, String rdid) {
        Labels of =
                Samples.of(
                        Metric.Scope.CONNECTION, row.tenant(), rdid, row.connection(), row.type());
        samples.add(Metric.CONNECTION_UP, row.state().equals("up") ? 1 : 0, of);
        samples.add(Metric.CONNECTION_STATE, 1, of, row.state());
        samples.add(Metric.CONNECTION_UPTIME, row.uptimeSeconds(), of);
        samples.add(Metric.CONNECTION_PACKETS, row.packetsIn(), of, IN);
        samples.add(Metric.CONNECTION_PACKETS, row.packetsOut(), of, OUT);
        samples.add(Metric.CONNECTION_BYTES, row.bytesIn(), of, IN);
        samples.add(Metric.CONNECTION_BYTES, row.bytesOut(), of, OUT);
        samples.add(Metric.CONNECTION_DROPPED, row.dropsIn(), of, IN);
        samples.add(Metric.CONNECTION_DROPPED, row.dropsOut(), of, OUT);
    }

    private static void peer(Samples samples, Rows.BgpPeer row, String rdid) {
        Labels of = Samples.of(Metric.Scope.PEER, row.tenant(), rdid, row.peer());
        samples.add(Metric.PEER_UP, row.state().equals("up") ? 1 : 0, of);
        samples.add(Metric.PEER_STATE, 1, of, row.state());
        samples.add(Metric.PEER_STATE_SECONDS, row.seconds(), of);
        samples.add(Metric.PEER_PREFIXES, row.received(), of, "received");
        samples.add(Metric.PEER_PREFIXES, row.accepted(), of, "accepted");
        samples.add(Metric.PEER_PREFIXES, row.stale(), of, "stale");
        samples.add(Metric.PEER_PREFIXES, row.advertised(), of, "advertised");
        samples.add(Metric.PEER_UPDATES, row.updates(), of);
        samples.add(Metric.PEER_FAULTS, row.malformed(), of, "malformed");
        samples.add(Metric.PEER_FAULTS, row.discarded(), of, "discarded");
        samples.add(Metric.PEER_FAULTS, row.errors(), of, "session");
        samples.add(Metric.PEER_FAULTS, row.unsaid(), of, "unsaid");
        if (!row.bfd().isEmpty()) {
            samples.add(Metric.PEER_BFD_UP, row.bfd().equals("up") ? 1 : 0, of);
        }
    }

    private static void port(Samples samples, Rows.Port row) {
        Labels of = Samples.of(Metric.Scope.PORT, row.port(), Integer.toString(row.worker()));
        samples.add(Metric.PORT_RECEIVED, row.framesIn(), of);
        samples.add(Metric.PORT_SENT, row.framesOut(), of);
        samples.add(Metric.PORT_LOST, row.lost(), of);
        if (row.worker() == 0) {
            samples.add(Metric.PORT_REDIRECT_LOST, row.redirectLost(), of);
        }
    }
}
