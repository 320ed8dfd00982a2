package io.hnvgateway.lab.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.SteeringOrder;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.xdp.ProgramRun;
import io.hnvgateway.lab.golden.CaseConfig;
import io.hnvgateway.lab.golden.VethPath;
import io.hnvgateway.lab.golden.VethPath.Carrier;
import io.hnvgateway.lab.golden.VethWire;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The kernel's side: a data path as a gateway opens it, attached to veth pairs that carry nothing;
/// its program runs over frames by BPF_PROG_RUN. Opening one takes long, so it serves one gateway
/// after the other.
final class XdpSide implements AutoCloseable {
    private static final SteeringVerdict[] VERDICTS = SteeringVerdict.values();

    private final VethPath veth;
    private final DataPath path;
    private final List<NetDevice> devices;
    private final ProgramRun program;
    private final long[][] counted;

    /// What the program did to a frame.
    ///
    /// @param frame as it left it
    @SuppressWarnings("ArrayRecordComponent") // one test, never compared
    record Run(SteeringVerdict verdict, byte[] frame) {
        boolean executed() {
            return verdict == SteeringVerdict.EXECUTED;
        }
    }

    private XdpSide(VethPath veth, CaseConfig config) {
        this.veth = veth;
        path = veth.path();
        devices = config.portNames().stream().map(NetDevice::of).toList();
        program = ProgramRun.attachedTo(devices.getFirst());
        counted = new long[devices.size()][VERDICTS.length];
    }

    /// An empty one for a configuration whose links are the wire's devices.
    ///
    /// @param former serves it if its links are the same, and is closed if not
    static XdpSide of(@Nullable XdpSide former, VethWire wire, CaseConfig config) {
        @Nullable VethPath open = former == null ? null : former.veth;
        VethPath veth = VethPath.of(open, wire, config, Carrier.XDP);
        if (former != null && open == veth) {
            return former;
        }
        if (former != null) {
            former.program.close();
        }
        return new XdpSide(veth, config);
    }

    /// Secret of the flow table's hash, which the program was loaded with.
    long flowSeed() {
        return veth.flowSeed();
    }

    DataPathMemory tables() {
        return path.memory();
    }

    void steer(SteeringOrder order) {
        order.to(path.steering());
    }

    /// Whether the kernel runs programs over such a frame.
    static boolean takes(byte[] frame) {
        return frame.length >= ProgramRun.LEAST_BYTES && frame.length <= ProgramRun.MOST_BYTES;
    }

    /// Runs the program once. It must count one verdict, act by it, and hand on as it came what it
    /// does not execute.
    Run run(int port, byte[] frame) {
        int action = program.run(frame, devices.get(port).index());
        var run = new Run(countedNow(port), program.frame());
        assertThat(action).as("%s of %s", run.verdict, hex(frame)).isEqualTo(action(run.verdict));
        if (!run.verdict.isDrop() && !run.executed()) {
            assertThat(run.frame).as("frame after %s", run.verdict).isEqualTo(frame);
        }
        return run;
    }

    private static int action(SteeringVerdict verdict) {
        return verdict.isDrop()
                ? ProgramRun.DROP
                : verdict.isHost() ? ProgramRun.PASS : ProgramRun.REDIRECT;
    }

    /// The only verdict of the port whose counter moved since the last look.
    private SteeringVerdict countedNow(int port) {
        @Nullable SteeringVerdict found = null;
        for (SteeringVerdict verdict : VERDICTS) {
            long now = path.verdicts().frames(port, verdict);
            long more = now - counted[port][verdict.code()];
            counted[port][verdict.code()] = now;
            if (more != 0) {
                assertThat(more).as("frames counted as %s", verdict).isEqualTo(1);
                assertThat(found).as("another verdict beside %s", verdict).isNull();
                found = verdict;
            }
        }
        return Objects.requireNonNull(found, "no verdict was counted");
    }

    static String hex(byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }

    @Override
    public void close() {
        program.close();
        veth.close();
    }
}
