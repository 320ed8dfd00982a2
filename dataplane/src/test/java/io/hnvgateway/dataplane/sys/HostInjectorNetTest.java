package io.hnvgateway.dataplane.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a stranger sent reaches the host's UDP socket, whole or in fragments.
@Tag("net")
class HostInjectorNetTest {
    private static final String OWN = "198.18.77.1";
    private static final String OWN_IPV6 = "fd00:77::1";
    private static final String STRANGER = "203.0.113.50";
    private static final String STRANGER_IPV6 = "2001:db8:ffff::50";
    private static final int DATA_BYTES = 40;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final VethPeer peer = new VethPeer();
    private final HostInjector injector = new HostInjector();

    @BeforeEach
    void addresses() {
        Shell.run("sysctl -qw net.ipv6.conf." + peer.device() + ".disable_ipv6=0");
        Shell.run("ip addr add " + OWN + "/32 dev " + peer.device());
        Shell.run("ip addr add " + OWN_IPV6 + "/128 dev " + peer.device() + " nodad");
        awaitRouteToItself(OWN_IPV6);
    }

    /// The kernel makes an IPv6 address its own aside, once nobody else changes devices: until then
    /// packets to it leave by the device that has it.
    private static void awaitRouteToItself(String address) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Shell.run("ip -6 route get " + address).startsWith("local ")) {
            assertThat(System.nanoTime() - end).as("no route to itself: %s", address).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @AfterEach
    void close() {
        injector.close();
        peer.close();
    }

    private static byte[] udp(int port) {
        byte[] data = new byte[DATA_BYTES];
        Arrays.fill(data, (byte) 7);
        return ByteBuffer.allocate(8 + DATA_BYTES)
                .putShort((short) 500)
                .putShort((short) port)
                .putShort((short) (8 + DATA_BYTES))
                .putShort((short) 0)
                .put(data)
                .array();
    }

    private void inject(byte[] packet, boolean ipv6) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(packet.length);
            MemorySegment.copy(packet, 0, copy, ValueLayout.JAVA_BYTE, 0, packet.length);
            Memory.register(copy);
            if (!ipv6) {
                Ipv4Header.updateChecksum(copy.address(), Ipv4Header.BYTES);
            }
            boolean taken = injector.deliver(copy.address(), packet.length, ipv6);
            Memory.unregister(copy);
            assertThat(taken).isTrue();
        }
    }

    private static void assertArrives(DatagramSocket socket, String from) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        assertThat(packet.getLength()).isEqualTo(DATA_BYTES);
        assertThat(packet.getSocketAddress())
                .isEqualTo(new InetSocketAddress(InetAddress.getByName(from), 500));
    }

    private static DatagramSocket listening(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address));
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private static byte[] fragment(byte[] whole, int from, int to) {
        byte[] piece = new byte[20 + to - from];
        System.arraycopy(whole, 0, piece, 0, 20);
        System.arraycopy(whole, 20 + from, piece, 20, to - from);
        boolean more = 20 + to < whole.length;
        ByteBuffer.wrap(piece)
                .putShort(2, (short) piece.length)
                .putShort(4, (short) 77)
                .putShort(6, (short) ((more ? 0x2000 : 0) | from / 8));
        return piece;
    }

    @Test
    void aWholePacketArrives() throws IOException {
        try (DatagramSocket socket = listening(OWN)) {
            inject(Frames.ipv4(STRANGER, OWN, 17, udp(socket.getLocalPort())), false);
            assertArrives(socket, STRANGER);
        }
    }

    @Test
    void fragmentsArriveAsOne() throws IOException {
        try (DatagramSocket socket = listening(OWN)) {
            byte[] whole = Frames.ipv4(STRANGER, OWN, 17, udp(socket.getLocalPort()));
            inject(fragment(whole, 24, 48), false);
            inject(fragment(whole, 0, 24), false);
            assertArrives(socket, STRANGER);
        }
    }

    @Test
    void aWholePacketArrivesOverIpv6() throws IOException {
        try (DatagramSocket socket = listening(OWN_IPV6)) {
            inject(overIpv6(udp(socket.getLocalPort())), true);
            assertArrives(socket, STRANGER_IPV6);
        }
    }

    @Test
    void fragmentsArriveAsOneOverIpv6() throws IOException {
        try (DatagramSocket socket = listening(OWN_IPV6)) {
            byte[] udp = Arrays.copyOfRange(overIpv6(udp(socket.getLocalPort())), 40, 40 + 48);
            inject(fragmentOverIpv6(udp, 24, 48), true);
            inject(fragmentOverIpv6(udp, 0, 24), true);
            assertArrives(socket, STRANGER_IPV6);
        }
    }

    private static byte[] fragmentOverIpv6(byte[] udp, int from, int to) {
        int more = to < udp.length ? 1 : 0;
        byte[] payload =
                ByteBuffer.allocate(8 + to - from)
                        .put((byte) 17)
                        .put((byte) 0)
                        .putShort((short) (from | more))
                        .putInt(77)
                        .put(udp, from, to - from)
                        .array();
        return Frames.ipv6(STRANGER_IPV6, OWN_IPV6, 44, payload);
    }

    /// With its checksum.
    private static byte[] overIpv6(byte[] udp) {
        byte[] packet = Frames.ipv6(STRANGER_IPV6, OWN_IPV6, 17, udp);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(packet.length);
            MemorySegment.copy(packet, 0, copy, ValueLayout.JAVA_BYTE, 0, packet.length);
            Memory.register(copy);
            long at = copy.address() + Ipv6Header.BYTES;
            long sum = Checksum.pseudoHeader6(copy.address(), 17, udp.length);
            int checksum = Checksum.finish(sum + Checksum.sum(at, udp.length));
            Memory.unregister(copy);
            ByteBuffer.wrap(packet).putShort(Ipv6Header.BYTES + 6, (short) checksum);
            return packet;
        }
    }
}
