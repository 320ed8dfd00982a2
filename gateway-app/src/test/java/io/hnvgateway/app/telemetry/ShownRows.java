package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A gateway that shows a connection and a peer of each of its first tenants.
final class ShownRows implements ControlBackend {
    private final int tenants;
    private final String firstName;

    private final String tunnelState;
    private final String peerState;

    ShownRows(int tenants, String firstName) {
        this(tenants, firstName, "up", "up");
    }

    ShownRows(int tenants, String firstName, String tunnelState, String peerState) {
        this.tenants = tenants;
        this.firstName = firstName;
        this.tunnelState = tunnelState;
        this.peerState = peerState;
    }

    @Override
    public List<? extends Record> show(Topic topic, @Nullable String tenant) {
        return switch (topic) {
            case TUNNELS -> IntStream.range(0, tenants).mapToObj(this::tunnel).toList();
            case BGP -> IntStream.range(0, tenants).mapToObj(this::peer).toList();
            case PORTS -> ports();
            case DROPS ->
                    List.of(
                            new Rows.Drop("", "steering-x", 3, "…"),
                            new Rows.Drop("tenant0", "no-route", 2, "…"));
            default -> List.of();
        };
    }

    private String name(int tenant) {
        return tenant == 0 ? firstName : "tenant" + tenant;
    }

    private Rows.Tunnel tunnel(int tenant) {
        return new Rows.Tunnel(
                name(tenant),
                "office",
                "IPSec",
                tunnelState,
                "203.0.113.9",
                60,
                "",
                10,
                1000,
                5,
                1,
                20,
                2000,
                6,
                2,
                "0badcafe",
                "0badf00d");
    }

    private Rows.BgpPeer peer(int tenant) {
        return new Rows.BgpPeer(
                name(tenant),
                "router",
                "198.51.100.77",
                "65001",
                peerState,
                5,
                "",
                4,
                3,
                0,
                2,
                9,
                0,
                0,
                0,
                0,
                "",
                "",
                "up",
                300,
                900);
    }

    private static List<Rows.Port> ports() {
        List<Rows.Port> ports = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            ports.add(
                    new Rows.Port(
                            "be",
                            worker,
                            "back end",
                            "xdp",
                            "xdp",
                            "02-00-00-00-00-01",
                            1500,
                            7,
                            8,
                            1,
                            0));
        }
        return ports;
    }

    @Override
    public Explanation explain(ExplainQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Status status() {
        return new Status(
                "0",
                1,
                2,
                "clean",
                "packet",
                "java",
                List.of(),
                3,
                tenants,
                0,
                false,
                "hv1",
                "gw1",
                "FrontEndInterface=eth0");
    }

    @Override
    public boolean drain(boolean drained) {
        throw new UnsupportedOperationException();
    }
}
