package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.FilterUnderTest;
import io.hnvgateway.dataplane.SteeringCase;
import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The verdicts of the program in the kernel, each with its counter.
@Tag("net")
class XdpProgramNetTest {
    private static final int MUTATED_FRAMES = 3000;

    private final VethPeer peer = new VethPeer();
    private final NetDevice device = NetDevice.of(peer.device());
    private final XdpProgram program =
            new XdpProgram(new TableSizes(16, 16, 16, 256), Optional.empty());
    private final ProgramRun run = new ProgramRun(program.descriptor());
    private final Mapping vsids = program.mapped("vsid_compartments", VsidArray.BYTES);
    private final Mapping verdicts = program.mapped("verdicts", XdpCounters.BYTES);
    private final XdpCounters counters = new XdpCounters(verdicts.segment());
    private final XdpSteering steering = new XdpSteering(program, List.of(device), vsids.segment());
    private final Mapping frames = Mapping.anonymous(4096L * FramePool.FRAME_BYTES);

    XdpProgramNetTest() {
        Memory.register(frames.segment());
        program.attach(device, false);
    }

    @AfterEach
    void close() {
        run.close();
        program.close();
        vsids.close();
        verdicts.close();
        Memory.unregister(frames.segment());
        frames.close();
        peer.close();
    }

    /// The one verdict whose counter moved, after a look at the action.
    private SteeringVerdict run(byte[] frame) {
        long[] before = counts();
        int action = run.run(frame, device.index());
        long[] after = counts();
        List<SteeringVerdict> moved =
                Arrays.stream(SteeringVerdict.values())
                        .filter(v -> after[v.code()] != before[v.code()])
                        .toList();
        assertThat(moved).as("verdicts counted").hasSize(1);
        SteeringVerdict found = moved.getFirst();
        assertThat(after[found.code()] - before[found.code()]).isEqualTo(1);
        int expected =
                found.isDrop()
                        ? ProgramRun.DROP
                        : found.isHost() ? ProgramRun.PASS : ProgramRun.REDIRECT;
        assertThat(action).as("action of " + found).isEqualTo(expected);
        return found;
    }

    private long[] counts() {
        return Arrays.stream(SteeringVerdict.values())
                .mapToLong(v -> counters.frames(0, v))
                .toArray();
    }

    private XskSockets.Opened openSockets() {
        return XskSockets.open(
                program,
                List.of(device),
                frames.segment(),
                List.of(new FramePool(frames.segment())));
    }

    private void apply(PortRole... roles) {
        steering.apply(TestPolicies.everything(device.name(), roles));
    }

    @Test
    void decidesEachCaseAsStated() {
        XskSockets.Opened sockets = openSockets();
        for (SteeringCase c : SteeringCase.all()) {
            apply(c.role());
            assertThat(run(c.frame())).as(c.toString()).isEqualTo(c.verdict());
        }
        sockets.close();
    }

    @Test
    void decidesMutatedFramesAsTheFilterInJavaDoes() {
        XskSockets.Opened sockets = openSockets();
        Random random = new Random(20260101);
        List<SteeringCase> cases = SteeringCase.all();
        for (PortRole role : List.of(PortRole.BACK_END, PortRole.FRONT_END)) {
            apply(role);
            FilterUnderTest filter = new FilterUnderTest(role);
            for (int i = 0; i < MUTATED_FRAMES; i++) {
                byte[] frame = mutate(cases.get(random.nextInt(cases.size())).frame(), random);
                assertThat(run(frame))
                        .as(HexFormat.of().formatHex(frame))
                        .isEqualTo(filter.verdict(frame));
            }
        }
        sockets.close();
    }

    private static byte[] mutate(byte[] frame, Random random) {
        byte[] mutated =
                random.nextInt(4) == 0
                        ? Arrays.copyOf(frame, 14 + random.nextInt(frame.length - 13))
                        : frame;
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(Math.min(mutated.length, 90));
            mutated[at] = random.nextBoolean() ? 0 : (byte) random.nextInt();
        }
        return mutated;
    }

    @Test
    void dropsTheGatewaysTrafficWhileNoSocketServesTheQueue() {
        apply(PortRole.BACK_END);
        assertThat(run(frameOf(SteeringVerdict.GATEWAY_NVGRE)))
                .isEqualTo(SteeringVerdict.DROP_NO_SOCKET);
    }

    @Test
    void dropsAllOnAnInterfaceThatIsNoPort() {
        assertThat(run(frameOf(SteeringVerdict.HOST_ARP)))
                .isEqualTo(SteeringVerdict.DROP_UNKNOWN_PORT);
    }

    @Test
    void followsThePolicyBothWays() {
        XskSockets.Opened sockets = openSockets();
        apply(PortRole.FRONT_END);
        byte[] publicFrame = frameOf(SteeringVerdict.GATEWAY_PUBLIC);
        assertThat(run(publicFrame)).isEqualTo(SteeringVerdict.GATEWAY_PUBLIC);
        steering.apply(SteeringPolicy.EMPTY);
        assertThat(run(publicFrame)).isEqualTo(SteeringVerdict.DROP_FOREIGN_IPV4);
        apply(PortRole.FRONT_END);
        assertThat(run(publicFrame)).isEqualTo(SteeringVerdict.GATEWAY_PUBLIC);
        sockets.close();
    }

    @Test
    void writesTheCompartmentsOfVsidsIntoTheMappedArray() {
        apply(PortRole.BACK_END);
        VsidArray array = new VsidArray(vsids.segment());
        assertThat(array.get(5001)).isEqualTo(1);
        assertThat(array.get(5002)).isEqualTo(2);
        steering.apply(SteeringPolicy.EMPTY);
        assertThat(array.get(5001)).isZero();
    }

    private static byte[] frameOf(SteeringVerdict verdict) {
        return SteeringCase.all().stream()
                .filter(c -> c.verdict() == verdict)
                .findFirst()
                .orElseThrow()
                .frame();
    }
}
