package io.hnvgateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.net.FrameCapture;
import io.hnvgateway.dataplane.net.FrameStream;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.PrivateBpfFs;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.xdp.HeldQueue;
import io.hnvgateway.dataplane.xdp.KernelIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One flow, in at a port and out of it again, while one process follows the other.
@Tag("net")
@Timeout(180)
class PinnedNetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Frames; more than half a socket's ring cannot wait without a share.
    private static final int WAITING = 1000;

    private static final byte[] FRAME =
            Frames.ethernet(
                    Frames.TO_DEVICE,
                    "0800",
                    Frames.ipv4(TestPolicies.ROUTED_ADDRESS, 17, Frames.udp(1000, 2000)));
    private static final byte[] OTHER =
            Frames.ethernet(
                    Frames.TO_DEVICE,
                    "0800",
                    Frames.ipv4(TestPolicies.ROUTED_ADDRESS, 17, Frames.udp(1001, 2000)));
    private static final byte[] TO_HOST =
            Frames.ethernet(
                    Frames.BROADCAST, "0806", Frames.arpRequest(TestPolicies.PROVIDER_ADDRESS));

    /// The Ethernet header and the packet with a TTL of one less.
    private static final String SENT = "0200000000020200000000010800" + "45000024123400003f11";

    private final VethPeer peer = new VethPeer();
    private Path root;
    private Path directory;
    private PrivateBpfFs bpfFs;

    @BeforeEach
    void mount() throws IOException {
        root = Files.createTempDirectory("pins");
        directory = root.resolve("gateway");
        bpfFs = new PrivateBpfFs(root);
        peer.inPeer("ethtool -K " + VethPeer.PEER + " gro on");
    }

    @AfterEach
    void close() throws IOException {
        bpfFs.close();
        Files.delete(root);
        Guard.detach(List.of(peer.device()));
        peer.close();
    }

    private PinnedProcess start() {
        return start(directory);
    }

    private PinnedProcess start(Path pins) {
        return new PinnedProcess(bpfFs.within(), peer.device(), pins);
    }

    /// A process with the flow on new tables, that lives.
    private PinnedProcess startWithFlow() {
        PinnedProcess process = start();
        assertThat(process.ask("open 1 1024 XDP")).isEqualTo("nothing is pinned");
        process.ask("flow");
        process.ask("live");
        process.ask("beat");
        return process;
    }

    private void assertCarries(String when) {
        try (FrameCapture capture = peer.capture()) {
            peer.send(FRAME);
            byte[] frame =
                    capture.await(f -> HexFormat.of().formatHex(f).startsWith(SENT), PATIENCE);
            assertThat(frame).as(when).isNotNull();
        }
    }

    private static void await(String what, BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
        }
    }

    private static void awaitCount(PinnedProcess process, String verdict, long frames) {
        await(
                verdict + " is " + frames,
                () -> process.ask("count " + verdict).equals(Long.toString(frames)));
    }

    private int program() {
        return KernelIds.programOf(NetDevice.of(peer.device()).index());
    }

    @Test
    void theNextProcessGoesOnWithTablesAndFlows() {
        PinnedProcess first = startWithFlow();
        assertCarries("before");
        int program = program();
        first.kill();
        assertCarries("while there is no process");
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1 1024 XDP")).isEqualTo("adopted");
            assertThat(second.ask("steers")).as("the policy is read back").isEqualTo("true");
            assertThat(second.ask("carried")).isEqualTo("2");
            assertThat(program()).as("the earlier program").isEqualTo(program);
            assertCarries("while the old program runs");
            second.ask("live");
            assertThat(program()).as("the same program, not loaded again").isEqualTo(program);
            assertCarries("after");
            assertThat(second.ask("count EXECUTED")).isEqualTo("4");
            second.ask("steer");
            assertCarries("after the first policy");
            assertThat(second.ask("steer-less")).isEqualTo("done");
            assertThat(second.ask("steers")).isEqualTo("false");
        }
    }

    @Test
    void aProgramOfOtherConstantsIsReplaced() {
        startWithFlow().kill();
        int program = program();
        try (PinnedProcess second = start()) {
            second.ask("limit 11");
            assertThat(second.ask("open 1 1024 XDP")).isEqualTo("adopted");
            assertThat(program()).as("the earlier program").isEqualTo(program);
            second.ask("live");
            assertThat(program()).as("the new program").isNotEqualTo(program).isNotZero();
            assertCarries("after");
        }
        int second = program();
        try (PinnedProcess third = start()) {
            third.ask("limit 11");
            assertThat(third.ask("open 1 1024 XDP")).isEqualTo("adopted");
            third.ask("live");
            assertThat(program()).as("the second one's").isEqualTo(second);
        }
    }

    /// By a byte of what the map `identity` says of it: digest, tag, id.
    @Test
    void aProgramThatIsNotProvedIsReplaced() {
        startWithFlow().kill();
        try (PinnedProcess next = start()) {
            for (int offset : List.of(16, 47, 48, 55, 56)) {
                int program = program();
                next.ask("spoil " + offset);
                assertThat(next.ask("open 1 1024 XDP")).isEqualTo("adopted");
                next.ask("live");
                assertThat(program()).as("byte " + offset).isNotEqualTo(program).isNotZero();
                next.ask("close");
            }
            assertCarries("after");
        }
    }

    @Test
    void theNextProcessReceivesWhatGoesUp() {
        startWithFlow().kill();
        peer.send(OTHER);
        try (PinnedProcess second = start()) {
            second.ask("open 1 1024 XDP");
            awaitCount(second, "DROP_NO_SOCKET", 1);
            peer.send(OTHER);
            awaitCount(second, "GATEWAY_PUBLIC", 1);
            second.ask("live");
            peer.send(OTHER);
            awaitCount(second, "GATEWAY_PUBLIC", 2);
        }
    }

    @Test
    void newSocketsAreNotTakenForFullOnes() {
        PinnedProcess first = startWithFlow();
        peer.sendRepeatedly(WAITING, OTHER);
        awaitCount(first, "GATEWAY_PUBLIC", WAITING);
        first.kill();
        try (PinnedProcess second = start()) {
            second.ask("open 1 1024 XDP");
            peer.sendRepeatedly(WAITING, OTHER);
            awaitCount(second, "GATEWAY_PUBLIC", 2 * WAITING);
        }
    }

    @Test
    void otherTablesAreNotAdopted() {
        startWithFlow().kill();
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 2 1024 XDP"))
                    .isEqualTo("the maps are not those of the same tables");
            assertGoesUp(second);
        }
    }

    @Test
    void tablesOfAnotherLayoutAreNotAdopted() {
        startWithFlow().kill();
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1:2 1024 XDP")).isEqualTo("the maps have layout 1, not 2");
            assertGoesUp(second);
        }
    }

    @Test
    void mapsOfAnotherSizeAreNotAdopted() {
        startWithFlow().kill();
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1 2048 XDP"))
                    .startsWith("map flow_")
                    .contains("entries=1024");
            assertGoesUp(second);
        }
    }

    @Test
    void tablesOfAStartThatDidNotGetFarAreNotAdopted() {
        PinnedProcess first = start();
        first.ask("open 1 1024 XDP");
        first.kill();
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1 1024 XDP"))
                    .isEqualTo("the maps are not those of the same tables");
        }
    }

    /// New tables hold no flow.
    private void assertGoesUp(PinnedProcess process) {
        process.ask("live");
        process.ask("beat");
        peer.send(FRAME);
        awaitCount(process, "GATEWAY_PUBLIC", 1);
        assertThat(process.ask("carried")).isEqualTo("0");
    }

    @Test
    void dropsTheGatewaysTrafficWithoutAHeartbeatAndPassesTheHosts() {
        try (PinnedProcess process = startWithFlow()) {
            assertCarries("with a heartbeat");
            long dropped = 0;
            for (String silence : List.of("old", "stop")) {
                process.ask(silence);
                peer.send(FRAME, OTHER, TO_HOST);
                dropped += 2;
                awaitCount(process, "DROP_NO_HEARTBEAT", dropped);
                awaitCount(process, "HOST_ARP", dropped / 2);
            }
            assertThat(process.ask("count EXECUTED")).isEqualTo("1");
            assertThat(process.ask("count GATEWAY_PUBLIC")).isEqualTo("0");
            process.ask("beat");
            assertCarries("with a heartbeat again");
        }
    }

    @Test
    void losesNoFrameWhileOneProgramFollowsTheOther() {
        startWithFlow().kill();
        try (PinnedProcess next = start();
                FrameStream stream = peer.stream(FRAME)) {
            assertThat(next.ask("rounds 5")).isEqualTo("done");
            String sent = Long.toString(stream.stop() - droppedOnTheWire());
            next.ask("open 1 1024 XDP");
            assertThat(next.ask("carried")).isEqualTo(sent);
            assertThat(next.ask("count EXECUTED")).isEqualTo(sent);
        }
    }

    /// By a pair whose ring was full, before any program saw them.
    private long droppedOnTheWire() {
        String file = "/sys/class/net/" + VethPeer.PEER + "/statistics/tx_dropped";
        return Long.parseLong(peer.inPeer("cat " + file).strip());
    }

    @Test
    void attachesAnewWhereAnotherHookIsAskedFor() {
        startWithFlow().kill();
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1 1024 XDP_GENERIC")).isEqualTo("adopted");
            second.ask("live");
            assertThat(program()).as("in the driver").isZero();
            assertCarries("by the generic hook");
        }
    }

    @Test
    void takesTheMacAddressThatTheDeviceHasNow() {
        startWithFlow().kill();
        Shell.run("ip link set " + peer.device() + " address 02:00:00:00:00:07");
        byte[] frame = FRAME.clone();
        frame[5] = 7;
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1 1024 XDP")).isEqualTo("adopted");
            peer.send(frame);
            awaitCount(second, "EXECUTED", 1);
        }
    }

    /// What fails for a reason of its own takes no flow away.
    @ParameterizedTest
    @ValueSource(strings = {"XDP", "AUTO"})
    void aFaultThatMayPassRemovesNothing(String mode) {
        startWithFlow().kill();
        int program = program();
        try (PinnedProcess second = start()) {
            try (HeldQueue _ = new HeldQueue(NetDevice.of(peer.device()))) {
                assertThat(second.ask("open 1 1024 " + mode))
                        .startsWith("not now: ")
                        .contains("bind AF_XDP to queue 0", "hnvctl detach");
                assertThat(program()).as("the earlier program").isEqualTo(program);
                assertCarries("all the same");
            }
            assertThat(second.ask("open 1 1024 " + mode)).isEqualTo("adopted");
            assertCarries("after");
        }
    }

    @Test
    void aHeartbeatIsStoppedWithoutADataPath() {
        startWithFlow().kill();
        assertCarries("while there is no process");
        try (PinnedProcess second = start()) {
            second.ask("stop-pinned");
            peer.send(FRAME);
            assertThat(second.ask("open 1 1024 XDP")).isEqualTo("adopted");
            awaitCount(second, "DROP_NO_HEARTBEAT", 1);
            assertThat(second.ask("carried")).isEqualTo("1");
        }
    }

    @Test
    void packetSocketsLeaveNoProgramBefore() {
        startWithFlow().kill();
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1 1024 PACKET")).isEqualTo("the data path is AF_PACKET");
            assertThat(program()).isZero();
            second.ask("live");
            second.ask("beat");
            second.ask("stop");
        }
    }

    @Test
    void detachLeavesNothing() {
        startWithFlow().kill();
        try (PinnedProcess other = start()) {
            assertThat(program()).isNotZero();
            assertThat(other.ask("detach"))
                    .contains("link-" + peer.device())
                    .contains("flow_table")
                    .contains("ports");
            assertThat(program()).isZero();
            assertThat(bpfFs.run("ls " + root)).doesNotContain("gateway");
            assertThat(other.ask("detach")).as("again").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XDP", "PACKET", "AUTO"})
    void aDirectoryIsOneProcesssAlone(String mode) {
        PinnedProcess first = startWithFlow();
        try (PinnedProcess second = start()) {
            assertThat(second.ask("open 1 1024 " + mode))
                    .startsWith("refused: PinDirectory: " + directory)
                    .endsWith("process " + first.id());
            assertThat(second.ask("detach")).startsWith("refused: PinDirectory: " + directory);
            assertCarries("all the same");
            assertThat(first.ask("count EXECUTED")).isEqualTo("1");
            first.kill();
            assertThat(second.ask("open 1 1024 XDP")).isEqualTo("adopted");
        } finally {
            first.kill();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XDP", "PACKET", "AUTO"})
    void aProgramOfPinsThatAreNotItsOwnIsNotPushedAway(String mode) {
        startWithFlow().kill();
        int program = program();
        try (PinnedProcess unpinned = start();
                PinnedProcess elsewhere = start(root.resolve("other"))) {
            for (String answer :
                    List.of(
                            unpinned.ask("open 1 1024 " + mode + " unpinned"),
                            elsewhere.ask("open 1 1024 " + mode))) {
                assertThat(answer)
                        .startsWith("refused: " + peer.device() + ": the XDP program")
                        .contains("hnvctl detach");
            }
            assertThat(program()).isEqualTo(program);
            unpinned.ask("detach");
            assertThat(unpinned.ask("open 1 1024 " + mode + " unpinned"))
                    .doesNotStartWith("refused");
        }
    }

    @Test
    void aDirectoryOfOthersIsLeftAsItIs() {
        startWithFlow().kill();
        bpfFs.run("mv " + directory.resolve("identity") + " " + directory.resolve("cgroup"));
        try (PinnedProcess second = start()) {
            for (String command : List.of("open 1 1024 XDP", "open 1 1024 AUTO", "detach")) {
                assertThat(second.ask(command))
                        .startsWith("refused: PinDirectory: " + directory)
                        .contains("is no gateway's (");
            }
            assertCarries("all the same");
        }
    }

    @Test
    void manyRoundsLeaveNoMore() {
        try (PinnedProcess process = start()) {
            process.ask("open 1 1024 XDP");
            process.ask("live");
            process.ask("close");
            assertThat(process.ask("rounds 3")).isEqualTo("done");
            String pins = process.ask("pins");
            String files = process.ask("files");
            int program = program();
            assertThat(process.ask("rounds 50")).isEqualTo("done");
            assertThat(process.ask("pins")).isEqualTo(pins);
            assertThat(process.ask("files")).isEqualTo(files);
            assertThat(program()).isNotEqualTo(program);
            await("the last program but one is gone", () -> !KernelIds.programExists(program));
        }
    }
}
