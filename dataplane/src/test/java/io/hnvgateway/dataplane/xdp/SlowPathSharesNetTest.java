package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who may fill the ring of a worker that stands still. A run of the program sends nothing, so the
/// ring is as full as the program was told; a share comes back so slowly that no run lasts as long.
@Tag("net")
class SlowPathSharesNetTest {
    private static final int COMPARTMENTS = 256;
    private static final int RING = XskSocket.RING_ENTRIES;
    private static final int FREE_FOR_ALL = RING / 2;
    private static final int BURST = 100;
    private static final int FLOOD = 5000;
    private static final byte[] OF_FIRST = nvgre(5001);
    private static final byte[] OF_SECOND = nvgre(5002);
    private static final byte[] OF_NOBODY = nvgre(77);
    private static final byte[] TO_FIRST = toPublic(TestPolicies.PUBLIC_ADDRESS);
    private static final byte[] TO_SECOND = toPublic(TestPolicies.ROUTED_ADDRESS);

    private final VethPeer peer = new VethPeer();
    private final NetDevice device = NetDevice.of(peer.device());
    private final XdpProgram program =
            new XdpProgram(
                    new TableSizes(16, 16, 16, COMPARTMENTS),
                    Optional.empty(),
                    new SlowPathLimit(1, BURST));
    private final ProgramRun run = new ProgramRun(program.descriptor());
    private final Mapping vsids = program.mapped("vsid_compartments", VsidArray.BYTES);
    private final Mapping verdictArray = program.mapped("verdicts", XdpCounters.BYTES);
    private final XdpCounters verdicts = new XdpCounters(verdictArray.segment());
    private final Mapping shareArray = program.shares();
    private final SharesArray shares = new SharesArray(shareArray.segment(), COMPARTMENTS);
    private final Mapping rings = program.mapped("rings", RingLevel.BYTES);
    private final XdpSteering steering = new XdpSteering(program, List.of(device), vsids.segment());
    private final Mapping frames = Mapping.anonymous(4096L * FramePool.FRAME_BYTES);
    private final XskSockets.Opened sockets;

    SlowPathSharesNetTest() {
        Memory.register(frames.segment());
        program.attach(device, false);
        sockets =
                XskSockets.open(
                        program,
                        List.of(device),
                        frames.segment(),
                        List.of(new FramePool(frames.segment())));
        SteeringPolicy policy =
                TestPolicies.everything(device.name(), PortRole.BACK_END, PortRole.FRONT_END);
        steering.apply(
                policy.withPublic(
                        Map.of(
                                IpPrefix.parse(TestPolicies.PUBLIC_ADDRESS + "/32"),
                                1,
                                IpPrefix.parse("198.51.100.0/24"),
                                2),
                        Set.of()));
    }

    @AfterEach
    void close() {
        sockets.close();
        run.close();
        program.close();
        List.of(vsids, verdictArray, shareArray, rings).forEach(Mapping::close);
        Memory.unregister(frames.segment());
        frames.close();
        peer.close();
    }

    private static byte[] nvgre(int vsid) {
        ByteBuffer nvgre = ByteBuffer.allocate(8 + 14 + 20 + 8);
        nvgre.putInt(0x2000_6558).putInt(vsid << 8);
        nvgre.putInt(8 + 12, 0x0800_4500);
        byte[] ip = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, nvgre.array());
        return Frames.ethernet(Frames.TO_DEVICE, "0800", ip);
    }

    private static byte[] toPublic(String address) {
        return Frames.ethernet(
                Frames.TO_DEVICE, "0800", Frames.ipv4(address, 17, Frames.udp(1000, 2000)));
    }

    /// How many of so many frames go up.
    private int goUp(byte[] frame, int count) {
        int up = 0;
        for (int i = 0; i < count; i++) {
            up += run.run(frame, device.index()) == ProgramRun.REDIRECT ? 1 : 0;
        }
        return up;
    }

    private void fillRing(int waiting) {
        rings.segment().set(ValueLayout.JAVA_LONG, RingLevel.SENT, waiting);
        rings.segment().set(ValueLayout.JAVA_LONG, RingLevel.TAKEN, 0);
    }

    @Test
    void oneWhoFloodsLeavesTheOthersTheirShares() {
        assertThat(goUp(OF_FIRST, FLOOD)).isEqualTo(FREE_FOR_ALL + BURST);
        assertThat(goUp(OF_SECOND, FLOOD)).isEqualTo(BURST);
        assertThat(goUp(TO_FIRST, 2)).as("the other direction").isEqualTo(2);
        assertThat(goUp(OF_NOBODY, 2)).isEqualTo(2);
    }

    @Test
    void whatComesFromOutsideIsTheOwnersOfThePublicAddress() {
        assertThat(goUp(TO_FIRST, FLOOD)).isEqualTo(FREE_FOR_ALL + BURST);
        assertThat(goUp(TO_SECOND, 2)).isEqualTo(2);
        assertThat(shares.refused(1)).isEqualTo(FLOOD - FREE_FOR_ALL - BURST);
    }

    @Test
    void countsWhatItRefusesOnceForTheCompartmentAndOnceForThePort() {
        goUp(OF_FIRST, FLOOD);
        goUp(OF_NOBODY, BURST + 3);
        assertThat(shares.refused(1)).isEqualTo(FLOOD - FREE_FOR_ALL - BURST);
        assertThat(shares.refused(2)).isZero();
        assertThat(shares.refused(0)).isEqualTo(3);
        assertThat(verdicts.frames(0, SteeringVerdict.DROP_SLOW_PATH_LIMIT))
                .isEqualTo(shares.refused(1) + 3);
        assertThat(verdicts.frames(0, SteeringVerdict.GATEWAY_NVGRE))
                .isEqualTo(FREE_FOR_ALL + BURST + BURST);
    }

    @Test
    void refusesNothingWhileTheWorkerKeepsUp() {
        RingLevel level = new RingLevel(rings.segment(), 0);
        for (int round = 0; round < 10; round++) {
            assertThat(goUp(OF_FIRST, FREE_FOR_ALL)).isEqualTo(FREE_FOR_ALL);
            level.report(0);
        }
        level.report(FREE_FOR_ALL - 7);
        assertThat(goUp(OF_FIRST, FLOOD)).isEqualTo(7 + BURST);
    }

    @Test
    void aFrameTakesMoreOfAShareTheFullerTheRingIs() {
        fillRing(RING * 5 / 8);
        assertThat(goUp(OF_FIRST, 100)).isEqualTo(BURST / 4);
        fillRing(RING * 6 / 8);
        assertThat(goUp(OF_SECOND, 100)).isEqualTo(BURST / 16);
        fillRing(RING - 1);
        assertThat(goUp(TO_FIRST, 100)).isEqualTo(1);
    }

    @Test
    void forgetsFramesThatTheKernelLostOnTheWay() {
        fillRing(1_000_000);
        assertThat(goUp(OF_FIRST, 100)).isEqualTo(1);
        new RingLevel(rings.segment(), 0).report(3);
        assertThat(goUp(OF_FIRST, 100)).isEqualTo(100);
    }
}
