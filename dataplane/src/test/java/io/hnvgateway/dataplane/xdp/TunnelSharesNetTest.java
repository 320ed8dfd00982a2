package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.steering.TunnelOwners.Mark;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What comes for tunnels while the workers are behind: each compartment has a share of its own,
/// whatever its tunnel, and a stranger has none of it.
@Tag("net")
class TunnelSharesNetTest {
    private static final int COMPARTMENTS = 256;
    private static final int FREE_FOR_ALL = XskSocket.RING_ENTRIES / 2;
    private static final int FLOOD = 4 * XskSocket.RING_ENTRIES;
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final String PEER = "198.18.7.7";
    private static final String PEER_IPV6 = "2001:db8:7::7";
    private static final IpAddress LOCAL = IpAddress.parse(TestPolicies.VPN_ADDRESS);
    private static final IpAddress REMOTE = IpAddress.parse(PEER);

    private final VethPeer peer = new VethPeer();
    private final NetDevice device = NetDevice.of(peer.device());
    private final XdpProgram program =
            new XdpProgram(
                    new TableSizes(16, 16, 16, COMPARTMENTS),
                    Optional.empty(),
                    new SlowPathLimit(1, SlowPathLimit.DEAREST_FRAME));
    private final ProgramRun run = new ProgramRun(program.descriptor());
    private final Mapping vsids = program.mapped("vsid_compartments", VsidArray.BYTES);
    private final Mapping shareArray = program.shares();
    private final SharesArray shares = new SharesArray(shareArray.segment(), COMPARTMENTS);
    private final Mapping frames = Mapping.anonymous(4096L * FramePool.FRAME_BYTES);
    private final TunnelOwnerMap owners = new TunnelOwnerMap(program);
    private final XskSockets.Opened sockets;

    TunnelSharesNetTest() {
        Memory.register(frames.segment());
        program.attach(device, false);
        sockets =
                XskSockets.open(
                        program,
                        List.of(device),
                        frames.segment(),
                        List.of(new FramePool(frames.segment())));
        new XdpSteering(program, List.of(device), vsids.segment())
                .apply(TestPolicies.everything(device.name(), PortRole.FRONT_END));
    }

    @AfterEach
    void close() {
        sockets.close();
        run.close();
        program.close();
        List.of(vsids, shareArray).forEach(Mapping::close);
        Memory.unregister(frames.segment());
        frames.close();
        peer.close();
    }

    private static byte[] words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES + 32);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    private static byte[] ipv4(int protocol, byte[] payload) {
        return Frames.ethernet(
                Frames.TO_DEVICE,
                "0800",
                Frames.ipv4(PEER, TestPolicies.VPN_ADDRESS, protocol, payload));
    }

    private static byte[] ipv6(int protocol, byte[] payload) {
        return Frames.ethernet(
                Frames.TO_DEVICE,
                "86dd",
                Frames.ipv6(PEER_IPV6, TestPolicies.VPN_IPV6, protocol, payload));
    }

    private static byte[] esp(int spi) {
        return ipv4(50, words(spi, 1));
    }

    private static byte[] inUdp(int spi) {
        return ipv4(17, words(4500 << 16 | 4500, 40 << 16, spi, 1));
    }

    private static byte[] gre(int key) {
        return ipv4(47, words(0x2000_0800, key));
    }

    private static byte[] inVlan() {
        return Frames.tagged(
                TestPolicies.TENANT_VLAN,
                Frames.TO_DEVICE,
                "0800",
                Frames.ipv4(PEER, "10.0.0.1", 50, words(0x5002, 1)));
    }

    private static Stream<Arguments> tunnels() {
        return Stream.of(
                arguments("ESP", new Mark.Esp(0x8000_5001), esp(0x8000_5001)),
                arguments("ESP in UDP", new Mark.Esp(0x5001), inUdp(0x5001)),
                arguments("ESP over IPv6", new Mark.Esp(0x5001), ipv6(50, words(0x5001, 1))),
                arguments(
                        "GRE", new Mark.Gre(LOCAL, REMOTE, 0xf000_0007L), gre((int) 0xf000_0007L)),
                arguments(
                        "GRE without a key",
                        new Mark.Gre(LOCAL, REMOTE, -1),
                        ipv4(47, words(0x0000_0800, 0))),
                arguments(
                        "GRE over IPv6",
                        new Mark.Gre(
                                IpAddress.parse(TestPolicies.VPN_IPV6),
                                IpAddress.parse(PEER_IPV6),
                                7),
                        ipv6(47, words(0x2000_0800, 7))),
                arguments("a VLAN", new Mark.Vlan(TestPolicies.TENANT_VLAN), inVlan()));
    }

    /// How many of so many frames go up.
    private int goUp(byte[] frame, int count) {
        int up = 0;
        for (int i = 0; i < count; i++) {
            up += run.run(frame, device.index()) == ProgramRun.REDIRECT ? 1 : 0;
        }
        return up;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tunnels")
    void aFloodForOneTunnelLeavesTheOthersTheirShares(String name, Mark mark, byte[] flood) {
        byte[] others = esp(0x5002);
        owners.owner(mark, FIRST);
        owners.owner(new Mark.Esp(0x5002), SECOND);
        assertThat(goUp(flood, FLOOD)).isLessThan(FLOOD).isGreaterThan(FREE_FOR_ALL);
        assertThat(goUp(flood, 2)).as("nothing is left of its share").isZero();
        assertThat(goUp(others, 2)).isEqualTo(2);
        assertThat(goUp(esp(0x5003), 2)).as("a stranger's").isEqualTo(2);
        assertThat(shares.refused(FIRST)).isPositive();
        assertThat(shares.refused(SECOND)).isZero();
        assertThat(shares.refused(0)).isZero();
    }

    @Test
    void strangersTakeNothingOfATunnelsShare() {
        owners.owner(new Mark.Esp(0x5002), SECOND);
        assertThat(goUp(esp(0x5003), FLOOD)).isLessThan(FLOOD);
        assertThat(goUp(gre(7), 2)).as("another stranger's").isZero();
        assertThat(goUp(esp(0x5002), 2)).isEqualTo(2);
        assertThat(shares.refused(0)).isPositive();
    }

    @Test
    void anSpiThatEndedIsAStrangers() {
        owners.owner(new Mark.Esp(0x5002), SECOND);
        owners.owner(new Mark.Esp(0x5002), 0);
        assertThat(goUp(esp(0x5002), FLOOD)).isLessThan(FLOOD);
        assertThat(shares.refused(SECOND)).isZero();
    }

    @Test
    void anotherProcessBeginsWithoutOwners() {
        owners.owner(new Mark.Esp(0x5002), SECOND);
        new TunnelOwnerMap(program).owner(new Mark.Esp(0x5004), SECOND);
        assertThat(goUp(esp(0x5002), FLOOD)).isLessThan(FLOOD);
        assertThat(shares.refused(SECOND)).isZero();
    }

    @Test
    void headersThatAreCutShortAreStrangers() {
        owners.owner(new Mark.Esp(0x5002), SECOND);
        goUp(esp(0x5003), FLOOD);
        byte[] whole = esp(0x5002);
        for (int bytes = 14; bytes < 14 + 20 + 4; bytes++) {
            assertThat(run.run(Arrays.copyOf(whole, bytes), device.index()))
                    .as("%d bytes", bytes)
                    .isNotEqualTo(ProgramRun.REDIRECT);
        }
    }
}
