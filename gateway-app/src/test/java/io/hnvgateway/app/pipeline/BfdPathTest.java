package io.hnvgateway.app.pipeline;

import static io.hnvgateway.app.pipeline.TunnelPackets.inner;
import static io.hnvgateway.app.pipeline.TunnelPackets.u16;
import static io.hnvgateway.app.pipeline.TunnelPackets.withTtl;
import static io.hnvgateway.app.pipeline.TunnelWorld.BRANCH;
import static io.hnvgateway.app.pipeline.TunnelWorld.OFFICE;
import static io.hnvgateway.app.pipeline.TunnelWorld.OFFICE_NET;
import static io.hnvgateway.app.pipeline.TunnelWorld.into;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.BgpFixture;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.bgp.bfd.BfdState;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.punt.BfdStatus;
import io.hnvgateway.compartments.punt.BfdTimers;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// BFD with tenants' routers through a whole pipeline, the test being the router.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 3})
class BfdPathTest {
    private static final long MS = 1_000_000;
    private static final long STEP_NS = 5 * MS;
    private static final String VM = "10.0.0.4";
    private static final String GATEWAY = "10.254.254.1";
    private static final String ROUTER = "172.16.1.9";
    private static final BfdTimers TIMERS = new BfdTimers(100_000, 3, false);
    private static final int GRE_HEADERS = 28;

    private final TunnelWorld t;
    private final int freeFrames;

    /// How the router hears and is heard.
    private boolean tunnelled;

    private boolean cut;

    BfdPathTest(int workers) {
        t = new TunnelWorld(workers);
        freeFrames = t.world.freeFrames();
    }

    @AfterEach
    void close() {
        assertThat(t.held()).isZero();
        assertThat(t.world.freeFrames()).as("frames").isEqualTo(freeFrames);
        t.close();
    }

    private static TenantBgp bgp(String peer, @Nullable BfdTimers timers) {
        return BgpFixture.router(
                new BgpPeering(IpAddress.parse(peer), IpAddress.parse(GATEWAY)),
                Ttl.DIRECT,
                timers);
    }

    private BfdRouter vm(@Nullable BfdTimers timers) {
        t.route(0, bgp(VM, timers));
        boolean multihop = timers != null && timers.multihop();
        return new BfdRouter(VM, GATEWAY, multihop, t.world.nowNs);
    }

    /// Of several workers, one has its session and another its tunnel.
    private BfdRouter office() {
        tunnelled = true;
        t.gre(0, BRANCH, 8);
        Route route = into(OFFICE_NET, t.gre(0, OFFICE, 7));
        t.route(0, bgp(ROUTER, TIMERS), route);
        return new BfdRouter(ROUTER, GATEWAY, false, t.world.nowNs);
    }

    private void toGateway(byte[] packet) {
        if (tunnelled) {
            t.fromOutside(TunnelPackets.gre(OFFICE, 7, packet));
        } else {
            t.fromVm(0, packet);
        }
    }

    private List<byte[]> fromGateway() {
        return tunnelled
                ? t.sentOutside().stream().map(outer -> inner(outer, GRE_HEADERS)).toList()
                : t.sentToVms();
    }

    /// Time passes at both ends.
    private void pass(BfdRouter router, long ns) {
        for (long end = t.world.nowNs + ns; t.world.nowNs - end < 0; ) {
            t.world.nowNs += STEP_NS;
            t.work();
            for (byte[] packet : fromGateway()) {
                if (!cut && u16(packet, 22) == BfdPackets.port(router.session.key().multihop())) {
                    assertThat(router.hear(packet, t.world.nowNs)).isNull();
                }
            }
            for (byte[] packet : router.say(t.world.nowNs)) {
                if (!cut) {
                    toGateway(packet);
                }
            }
        }
    }

    private BfdStatus status() {
        return t.core().compiler().published().get().forwarding().punts().stream()
                .findFirst()
                .orElseThrow()
                .state()
                .bfd();
    }

    private BfdState state() {
        return BfdState.of(status().seen().state());
    }

    private void comesUp(BfdRouter router) {
        pass(router, 3000 * MS);
        assertThat(state()).isEqualTo(BfdState.UP);
        assertThat(router.session.state()).isEqualTo(BfdState.UP);
    }

    @Test
    void aVmComesUpAndIsFoundDeadWithin300Ms() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        assertThat(status().seen().detectionUs()).isEqualTo(300_000);
        assertThat(status().ups()).isEqualTo(1);
        t.world.bfdChanges.clear();
        status().reading();
        cut = true;
        pass(router, 200 * MS);
        assertThat(state()).isEqualTo(BfdState.UP);
        pass(router, 105 * MS);
        assertThat(state()).isEqualTo(BfdState.DOWN);
        assertThat(status().takeFailure()).isTrue();
        assertThat(t.world.bfdChanges).hasSize(1);
        cut = false;
        comesUp(router);
        assertThat(status().ups()).isEqualTo(2);
    }

    @Test
    void aRouterBehindATunnelComesUpAndIsFoundDead() {
        BfdRouter router = office();
        comesUp(router);
        assertThat(made()).isEqualTo(router.session.receivedPackets());
        assertThat(t.compartment(0).state().counters().verdicts(Verdict.FORWARD)).isZero();
        cut = true;
        pass(router, 305 * MS);
        assertThat(state()).isEqualTo(BfdState.DOWN);
    }

    @Test
    void packetsLeaveWithTtl255AndAChecksumAndCountAsMade() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        fromGateway();
        long before = made();
        t.world.nowNs += 30 * MS;
        for (int i = 0; i < 20 && made() == before; i++) {
            t.world.nowNs += STEP_NS;
            t.work();
        }
        byte[] packet = fromGateway().getLast();
        assertThat(packet[8] & 255).as("TTL").isEqualTo(255);
        assertThat(u16(packet, 20)).as("source port").isGreaterThanOrEqualTo(49_152);
        assertThat(TcpPackets.isValid(packet)).isTrue();
    }

    private long made() {
        return t.compartment(0).state().counters().total(Total.MADE_FRAMES);
    }

    /// All workers stood still, as in a pause of the JVM; what the router sent meanwhile waits.
    @Test
    void anOwnAbsenceIsNoSilenceOfThePeer() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        t.world.nowNs += 250 * MS;
        t.work();
        t.world.nowNs += 250 * MS;
        t.work();
        assertThat(state()).isEqualTo(BfdState.UP);
        cut = true;
        pass(router, 310 * MS);
        assertThat(state()).as("silence counts again").isEqualTo(BfdState.DOWN);
    }

    /// What came in at the worker that is away waits there.
    @Test
    void noPeerIsDeadWhileAnyWorkerIsAway() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        int away = t.world.views.size() - 1;
        for (int i = 0; i < 200; i++) {
            t.world.nowNs += STEP_NS;
            for (int worker = 0; worker < away; worker++) {
                t.core().pipeline(worker).doWork(t.world.nowNs);
            }
        }
        assertThat(state()).isEqualTo(BfdState.UP);
        fromGateway();
    }

    @Test
    void aPeerThatTakesItDownOnPurposeHasNotFailed() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        router.disable(t.world.nowNs);
        pass(router, 50 * MS);
        assertThat(state()).isEqualTo(BfdState.DOWN);
        assertThat(status().takeFailure()).isFalse();
    }

    @Test
    void theEndOfTheProcessIsSaidAsOnPurpose() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        for (int i = 0; i < t.world.views.size(); i++) {
            t.core().pipeline(i).endBfd();
        }
        t.work();
        List<byte[]> said = fromGateway();
        assertThat(said).hasSizeGreaterThanOrEqualTo(3);
        said.forEach(packet -> router.hear(packet, t.world.nowNs));
        assertThat(router.session.state()).isEqualTo(BfdState.DOWN);
        assertThat(router.session.remoteState()).isEqualTo(BfdState.ADMIN_DOWN);
        assertThat(status().failures()).isZero();
    }

    @Test
    void sessionsFollowWhatIsConfigured() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        t.route(0, bgp(VM, new BfdTimers(200_000, 3, false)));
        pass(router, 1000 * MS);
        assertThat(state()).as("by a poll, without going down").isEqualTo(BfdState.UP);
        assertThat(status().failures()).isZero();
        assertThat(status().seen().detectionUs()).isEqualTo(600_000);
        t.route(0, bgp(VM, null));
        pass(router, 50 * MS);
        assertThat(status().seen().state()).isEqualTo(BfdStatus.NO_SESSION);
        assertThat(router.session.remoteState()).isEqualTo(BfdState.ADMIN_DOWN);
        assertThat(status().failures()).isZero();
    }

    @Test
    void aDistantPeerHasAPortOfItsOwnAndAnyTtl() {
        BfdRouter router = vm(new BfdTimers(100_000, 3, true));
        comesUp(router);
        toGateway(withTtl(router.packet(new byte[24]), 61));
        assertThat(drops(DropReason.BFD_TTL)).isZero();
        assertThat(drops(DropReason.BFD_MALFORMED)).isEqualTo(1);
    }

    private long drops(DropReason reason) {
        return t.drops(0, reason);
    }

    @Test
    void badPacketsAreDroppedWithTheirReason() {
        BfdRouter router = vm(TIMERS);
        comesUp(router);
        byte[] good = router.packet(up(router, 0));
        toGateway(withTtl(good, 254));
        assertThat(drops(DropReason.BFD_TTL)).isEqualTo(1);
        byte[] wrongSum = good.clone();
        wrongSum[26] = 0x12;
        toGateway(wrongSum);
        toGateway(router.packet(new byte[24]));
        toGateway(router.packet(new byte[3]));
        assertThat(drops(DropReason.BFD_MALFORMED)).isEqualTo(3);
        toGateway(router.packet(up(router, 1)));
        assertThat(drops(DropReason.BFD_SESSION)).isEqualTo(1);
        for (int i = 0; i < 500; i++) {
            toGateway(good);
        }
        assertThat(drops(DropReason.BFD_LIMIT)).isPositive();
        assertThat(state()).isEqualTo(BfdState.UP);
        t.sentToVms();
    }

    /// @param wrong what is added to our discriminator
    private static byte[] up(BfdRouter router, int wrong) {
        return java.nio.ByteBuffer.allocate(24)
                .putInt(0x20c0_0318)
                .putInt(router.session.discriminator())
                .putInt(router.session.remoteDiscriminator() + wrong)
                .putInt(100_000)
                .putInt(100_000)
                .array();
    }

    /// It learns no more than of any other port, as before.
    @Test
    void whoIsNotWatchedIsNotAnswered() {
        BfdRouter router = vm(null);
        router.say(t.world.nowNs);
        toGateway(router.packet(new byte[24]));
        assertThat(drops(DropReason.LOCAL_UNSUPPORTED)).isEqualTo(1);
        assertThat(t.sentToVms()).as("port unreachable").hasSize(1);
        t.route(0, bgp("10.0.0.77", TIMERS));
        toGateway(router.packet(new byte[24]));
        assertThat(drops(DropReason.LOCAL_UNSUPPORTED)).isEqualTo(2);
    }
}
