package io.hnvgateway.lab.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.DesiredState;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.netns.HostDrops;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.stream.Datagrams;
import io.hnvgateway.lab.stream.Stream;
import io.hnvgateway.lab.stream.Stream.Kind;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The demo's lab, with streams out through NAT, in through an inbound rule, and routed as they
/// are.
final class RestartScene implements AutoCloseable {
    /// For what comes at once on an idle machine.
    static final Duration LIMIT = Duration.ofSeconds(40);

    /// For connections that stood still: the next retransmission may take as long again as the
    /// pause did (RFC 6298 §5.5).
    static final Duration RESUMPTION_LIMIT = LIMIT.multipliedBy(5);

    static final Forwarding XDP = new Forwarding("xdp", "xdp", 1);

    /// An even pace that leaves a busy machine a second before a buffer is full.
    private static final int PACKETS_A_SECOND = 100;

    private static final int BYTES_A_SECOND = 100_000;
    private static final int EXTERNAL_PORT = 60500;
    private static final int INSIDE_PORT = 7500;

    private final LabNetwork lab = LabNetwork.build();
    private boolean started;

    RestartScene() {
        forwardPorts(lab.desired());
    }

    /// A whole one, as this scene needs it.
    DesiredState desired() {
        DesiredState desired = DesiredState.complete(Set.of());
        forwardPorts(desired);
        return desired;
    }

    private static void forwardPorts(DesiredState desired) {
        for (String protocol : List.of("UDP", "TCP")) {
            desired.forwardPort("woodgrove", protocol, EXTERNAL_PORT, LabPlan.WEB_CA, INSIDE_PORT);
        }
    }

    LabNetwork lab() {
        return lab;
    }

    Gateway gateway() {
        return lab.gateway();
    }

    /// A gateway that finds nothing of the one before it.
    void begin(Forwarding forwarding, String furtherKeys) {
        if (started) {
            gateway().close();
            gateway().forget();
        }
        lab.startGateway(forwarding, furtherKeys);
        started = true;
    }

    /// Ends its process.
    ///
    /// @param signal `KILL`, `USR2`, `TERM`
    void end(String signal) {
        if (signal.equals("KILL")) {
            gateway().kill();
        } else {
            gateway().end(signal);
        }
    }

    StreamRun connectionsAndDatagrams() {
        return start(List.of(Kind.CONNECTION, Kind.DATAGRAMS));
    }

    StreamRun datagrams() {
        return start(List.of(Kind.DATAGRAMS));
    }

    private StreamRun start(List<Kind> kinds) {
        String external = externalAddress();
        List<Stream> streams =
                kinds.stream().flatMap(kind -> all(kind, external).stream()).toList();
        return StreamRun.start(lab.directory(), streams);
    }

    private List<Stream> all(Kind kind, String external) {
        Namespace contoso = lab.tenants().contosoWeb().station().namespace();
        Namespace woodgrove = lab.tenants().woodgroveWeb().station().namespace();
        Namespace data = lab.tenants().contosoData().station().namespace();
        Namespace internet = lab.outside().internet().namespace();
        Namespace center = lab.outside().dataCenter().namespace();
        String suffix = kind == Kind.CONNECTION ? "-tcp" : "";
        int rate = kind == Kind.CONNECTION ? BYTES_A_SECOND : PACKETS_A_SECOND;
        return List.of(
                new Stream(
                        "nat" + suffix,
                        kind,
                        contoso,
                        LabPlan.INTERNET,
                        INSIDE_PORT,
                        internet,
                        INSIDE_PORT,
                        rate),
                new Stream(
                        "forwarded" + suffix,
                        kind,
                        internet,
                        external,
                        EXTERNAL_PORT,
                        woodgrove,
                        INSIDE_PORT,
                        rate),
                new Stream(
                        "routed" + suffix,
                        kind,
                        center,
                        LabPlan.DATA_CA,
                        INSIDE_PORT,
                        data,
                        INSIDE_PORT,
                        rate));
    }

    /// Woodgrove's, which the gateway chose.
    private String externalAddress() {
        Station vm = lab.tenants().woodgroveWeb().station();
        Seen seen = vm.whoAmI("http://" + LabPlan.INTERNET);
        assertThat(seen.answered()).as("Woodgrove reaches the Internet: %s", seen).isTrue();
        return seen.address();
    }

    /// A flow of Contoso's that begins now.
    void assertReachesTheInternet() {
        Seen seen = lab.tenants().contosoWeb().station().whoAmI("http://" + LabPlan.INTERNET);
        assertThat(seen.is("internet", LabPlan.CONTOSO_EXTERNAL)).as(seen.toString()).isTrue();
    }

    /// What the machine lost of itself, until now.
    long hostDrops() {
        List<Namespace> switches =
                List.of(lab.tenants().host1().namespace(), lab.tenants().host2().namespace());
        List<Namespace> all = new ArrayList<>(switches);
        all.addAll(
                List.of(
                        lab.gatewayNamespace(),
                        lab.tenants().provider().ethernet().namespace(),
                        lab.outside().internet().namespace(),
                        lab.outside().dataCenter().namespace(),
                        lab.tenants().contosoWeb().station().namespace(),
                        lab.tenants().contosoData().station().namespace(),
                        lab.tenants().woodgroveWeb().station().namespace()));
        return new HostDrops(switches, all).count();
    }

    /// Of all streams of datagrams nothing was lost but what the machine itself lost, and nobody
    /// looks different.
    static void assertNothingLost(StreamReport report, long hostDrops) {
        assertNothingLost(report.datagrams().values(), hostDrops);
        assertSamePeers(report);
    }

    /// Of these nothing was lost but what the machine itself lost.
    ///
    /// @param hostDrops since before the first was sent
    static void assertNothingLost(Collection<Datagrams> all, long hostDrops) {
        assertThat(all.stream().mapToLong(Datagrams::lostOnTheWay).sum())
                .as("%s; the machine itself dropped %d", all, hostDrops)
                .isLessThanOrEqualTo(hostDrops);
    }

    /// Each end of a stream kept the address and port under which the other sees it.
    static void assertSamePeers(StreamReport report) {
        assertThat(report.datagrams())
                .isNotEmpty()
                .allSatisfy((name, datagrams) ->
                        assertThat(datagrams.peers()).as("%s: peers", name).isOne());
    }

    /// All bytes arrived, and no end saw a reset.
    static void assertWhole(StreamReport report) {
        assertThat(report.connections())
                .isNotEmpty()
                .allSatisfy((name, connection) -> {
                    assertThat(connection.resets()).as("%s: %s", name, connection).isZero();
                    assertThat(connection.whole()).as("%s: %s", name, connection).isTrue();
                });
    }

    /// Nothing that was sent in this time came through.
    static void assertClosed(Datagrams datagrams, String name, long fromNs, long toNs) {
        assertThat(datagrams.gaps())
                .as("%s, closed for %d ms: %s", name, (toNs - fromNs) / 1_000_000, datagrams)
                .anyMatch(gap -> gap.covers(fromNs, toNs));
    }

    @Override
    public void close() {
        lab.close();
    }
}
