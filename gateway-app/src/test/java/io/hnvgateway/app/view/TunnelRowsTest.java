package io.hnvgateway.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.CompiledConnection;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.pipeline.TunnelWorld;
import io.hnvgateway.app.view.TunnelStatuses.TunnelStatus;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.ipsec.connection.ConnectionFailure;
import io.hnvgateway.ipsec.connection.ConnectionStatus;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an operator reads about tunnels: `hnvctl show tunnels` and `hnvctl explain`.
class TunnelRowsTest {
    private static final String VM = "10.0.0.4";
    private static final String CLERK = "172.16.1.9";

    private final TunnelWorld t = new TunnelWorld(1);

    @AfterEach
    void close() {
        t.close();
    }

    private CompiledConnection connection(Tunnel tunnel, boolean enabled) {
        return new CompiledConnection(
                t.compartment(0).identity().rdid(),
                new TenantConnection(
                        "office",
                        enabled,
                        false,
                        new GreConnection(
                                new TunnelEndpoints(
                                        null,
                                        List.of(
                                                io.hnvgateway.provider.value.IpAddress.parse(
                                                        "203.0.113.50"))),
                                7),
                        Tunnel.Limits.NONE,
                        List.of()),
                tunnel.index(),
                tunnel.state());
    }

    private static ConnectionStatus status(
            ConnectionStatus.State state, @Nullable String failure, String peer) {
        return new ConnectionStatus(
                "x",
                state,
                Instant.EPOCH,
                failure == null
                        ? null
                        : new ConnectionFailure(ConnectionFailure.Kind.AUTHENTICATION, failure),
                peer,
                "",
                new ConnectionStatus.Counters(1, 1, 0, 0));
    }

    private Rows.Tunnel row(CompiledConnection connection, TunnelStatuses statuses) {
        List<Rows.Tunnel> rows =
                new TunnelRows(List.of(connection), statuses).of(List.of(t.compartment(0)));
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    @Test
    void aConnectionIsShownWithItsStateAndWhyItIsNotUp() {
        Tunnel tunnel = t.gre(0, TunnelWorld.OFFICE, 7);
        CompiledConnection office = connection(tunnel, true);
        assertThat(row(office, TunnelStatuses.NONE).state()).isEqualTo("down");
        tunnel.state().up(true);
        tunnel.state().out().count(100);
        tunnel.state().in().countDrop();
        Rows.Tunnel up = row(office, TunnelStatuses.NONE);
        assertThat(up.state()).isEqualTo("up");
        assertThat(up.peer()).isEqualTo("203.0.113.50");
        assertThat(List.of(up.packetsOut(), up.bytesOut(), up.dropsIn()))
                .containsExactly(1L, 100L, 1L);
        tunnel.state().sampleRates(0);
        tunnel.state().out().count(1_000);
        tunnel.state().sampleRates(TimeUnit.SECONDS.toNanos(2));
        Rows.Tunnel busy = row(office, TunnelStatuses.NONE);
        assertThat(List.of(busy.bitsPerSecondOut(), busy.bitsPerSecondIn()))
                .containsExactly(4_000L, 0L);
        tunnel.state().refuse("no address");
        Rows.Tunnel refused = row(office, TunnelStatuses.NONE);
        assertThat(refused.state()).isEqualTo("refused");
        assertThat(refused.failure()).isEqualTo("no address");
        assertThat(refused.uptimeSeconds()).isZero();
        assertThat(row(connection(tunnel, false), TunnelStatuses.NONE).state())
                .isEqualTo("disabled");
        assertThat(
                        new TunnelRows(List.of(office), TunnelStatuses.NONE)
                                .of(List.of(t.compartment(1))))
                .as("another tenant's")
                .isEmpty();
    }

    @Test
    void ofAnIpsecConnectionIkeHasTheWord() {
        Tunnel tunnel = t.ipsec(0, TunnelWorld.OFFICE);
        CompiledConnection office = connection(tunnel, true);
        ConnectionStatus failed =
                status(ConnectionStatus.State.BACKING_OFF, "the peer refused the key", "");
        Rows.Tunnel waiting = row(office, _ -> new TunnelStatus(failed, List.of()));
        assertThat(waiting.state()).isEqualTo("backing-off");
        assertThat(waiting.failure()).isEqualTo("the peer refused the key");
        t.up(tunnel, TunnelWorld.OFFICE_NET);
        ConnectionStatus up =
                status(ConnectionStatus.State.ESTABLISHED, null, "203.0.113.50 office.example");
        var associations = t.own.associations(tunnel.tenant().connection());
        Rows.Tunnel row = row(office, _ -> new TunnelStatus(up, associations));
        assertThat(row.state()).isEqualTo("up");
        assertThat(row.peer()).isEqualTo("203.0.113.50 office.example");
        assertThat(List.of(row.spisIn(), row.spisOut()))
                .doesNotHaveDuplicates()
                .allMatch(spi -> spi.matches("[0-9a-f]{8}"));
    }

    private Explanation explain(Tunnel tunnel, String from, String to, TunnelStatuses statuses) {
        TunnelRows rows = new TunnelRows(List.of(connection(tunnel, true)), statuses);
        return new Explainer(t.core(), t.compartment(0), rows)
                .explain(
                        new ExplainQuery(
                                "0",
                                IpAddress.parse(from),
                                IpAddress.parse(to),
                                IpProtocol.UDP,
                                4000,
                                5000));
    }

    private static List<String> decisions(Explanation explanation) {
        return explanation.steps().stream().map(s -> s.stage() + ": " + s.decision()).toList();
    }

    @Test
    void aPacketIsExplainedThroughATunnelInBothDirections() {
        Tunnel tunnel = t.ipsec(0, TunnelWorld.OFFICE);
        t.route(0, TunnelWorld.into(TunnelWorld.OFFICE_NET, tunnel));
        TunnelStatuses down =
                _ -> new TunnelStatus(status(ConnectionStatus.State.WAITING, null, ""), List.of());
        assertThat(decisions(explain(tunnel, VM, CLERK, down)))
                .contains("route: 172.16.1.0/24 via tunnel office", "association: none yet");
        assertThat(explain(tunnel, CLERK, VM, down).verdict())
                .isEqualTo("dropped: " + DropReason.TUNNEL_DOWN.sentence());
        t.up(tunnel, TunnelWorld.OFFICE_NET);
        TunnelStatuses up =
                _ ->
                        new TunnelStatus(
                                status(ConnectionStatus.State.ESTABLISHED, null, "p"),
                                t.own.associations(tunnel.tenant().connection()));
        Explanation out = explain(tunnel, VM, CLERK, up);
        assertThat(out.verdict()).isEqualTo("forwarded by tunnel office");
        assertThat(decisions(out))
                .contains("MTU: 1446 bytes inside")
                .anyMatch(d -> d.matches("association: SPI [0-9a-f]{8}, AES_GCM_128"));
        Explanation in = explain(tunnel, CLERK, VM, up);
        assertThat(in.verdict()).isEqualTo("forwarded to the VM");
        assertThat(in.steps())
                .anyMatch(s -> s.because().equals("for 0.0.0.0/0 to 172.16.1.0/24"))
                .anyMatch(s -> s.decision().equals("lies behind tunnel office"));
        assertThat(explain(tunnel, CLERK, "198.18.0.1", up).verdict())
                .isEqualTo("dropped: " + DropReason.TUNNEL_DESTINATION.sentence());
    }

    @Test
    void whatNoAssociationAdmitsIsExplainedAsRefused() {
        Tunnel tunnel = t.ipsec(0, TunnelWorld.OFFICE);
        t.route(
                0,
                TunnelWorld.into(TunnelWorld.OFFICE_NET, tunnel),
                TunnelWorld.into(TunnelWorld.BRANCH_NET, tunnel));
        t.up(tunnel, TunnelWorld.OFFICE_NET);
        TunnelStatuses up =
                _ ->
                        new TunnelStatus(
                                status(ConnectionStatus.State.ESTABLISHED, null, "p"),
                                t.own.associations(tunnel.tenant().connection()));
        String refused = "dropped: " + DropReason.ESP_SELECTOR.sentence();
        assertThat(explain(tunnel, VM, "172.16.2.9", up).verdict()).isEqualTo(refused);
        assertThat(explain(tunnel, "172.16.2.9", VM, up).verdict()).isEqualTo(refused);
    }
}
