package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.FrameCapture;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Datagrams of a flow that leave as one packet arrive as they would have one by one.
@Tag("net")
class UdpTrainNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int ETHERNET = 14;
    private static final int UDP = 34;
    private static final int DATA = 42;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int FRAMES = 1024;

    private final VethPeer peer = new VethPeer();
    private final NetDevice device = NetDevice.of(peer.device());
    private final XdpProgram program =
            new XdpProgram(
                    new TableSizes(16, 16, 16, 16),
                    Optional.empty(),
                    new SlowPathLimit(1, SlowPathLimit.DEAREST_FRAME));
    private final Mapping frames = Mapping.anonymous((long) FRAMES * FramePool.FRAME_BYTES);
    private final FramePool pool;
    private final XskSockets.Opened sockets;
    private final XdpPort port;

    UdpTrainNetTest() {
        Memory.register(frames.segment());
        pool = new FramePool(frames.segment());
        program.attach(device, false);
        sockets = XskSockets.open(program, List.of(device), frames.segment(), List.of(pool));
        port = sockets.ports().getFirst().getFirst();
    }

    @AfterEach
    void close() {
        sockets.close();
        program.close();
        Memory.unregister(frames.segment());
        frames.close();
        peer.close();
    }

    /// @param sequence stands first in the data
    private static byte[] datagram(
            int flow, int identification, int flags, int sequence, int bytes) {
        byte[] udp =
                ByteBuffer.allocate(8 + bytes)
                        .putShort((short) 4500)
                        .putShort((short) (4500 + flow))
                        .putShort((short) (8 + bytes))
                        .putShort((short) 0)
                        .putInt(sequence)
                        .array();
        Arrays.fill(udp, 12, udp.length, (byte) sequence);
        byte[] ip = Frames.ipv4("192.0.2.9", 17, udp);
        ByteBuffer.wrap(ip).putShort(4, (short) identification).putShort(6, (short) flags);
        complete(ip, 0, 20, 10, 0);
        return ethernet(ip);
    }

    private static byte[] ethernet(byte[] ip) {
        byte[] frame = new byte[ETHERNET + ip.length];
        byte[] header = Frames.hex("020000000002 020000000001 0800");
        System.arraycopy(header, 0, frame, 0, ETHERNET);
        System.arraycopy(ip, 0, frame, ETHERNET, ip.length);
        return frame;
    }

    /// Writes the checksum of a part, which has a zero or a wrong one.
    private static void complete(byte[] packet, int from, int end, int at, int more) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        bytes.putShort(at, (short) 0);
        int sum = more;
        for (int i = from; i < end; i += 2) {
            sum += (packet[i] & 0xff) << 8 | (i + 1 < end ? packet[i + 1] & 0xff : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        bytes.putShort(at, (short) ~sum);
    }

    private static byte[] withChecksum(byte[] frame) {
        byte[] copy = frame.clone();
        ByteBuffer bytes = ByteBuffer.wrap(copy);
        int more = 17 + copy.length - UDP;
        for (int at = ETHERNET + 12; at < UDP; at += 2) {
            more += bytes.getShort(at) & 0xffff;
        }
        complete(copy, UDP, copy.length, UDP + 6, more);
        return copy;
    }

    private void transmit(byte[] frame) {
        long address = pool.allocate();
        MemorySegment.copy(
                MemorySegment.ofArray(frame),
                0,
                frames.segment(),
                address - frames.segment().address(),
                frame.length);
        assertThat(port.transmit(address, frame.length)).isTrue();
    }

    /// Makes the kernel cut what the veth would hand over whole.
    private void cutHere() {
        Shell.run("ethtool -K " + peer.device() + " tx off");
    }

    @Test
    void leaveAsOneWhereTheDeviceCuts() {
        try (FrameCapture capture = peer.capture()) {
            for (int i = 0; i < 10; i++) {
                transmit(datagram(0, 100 + i, 0, i, 1000));
            }
            port.flush();

            byte[] arrived = capture.await(frame -> frame.length > 100, LIMIT);

            assertThat(arrived).isNotNull().hasSize(DATA + 10 * 1000);
            assertThat(port.statistics().sentFrames()).isEqualTo(10);
        }
    }

    @Test
    void arriveOneByOneWhereItDoesNot() {
        cutHere();
        List<String> expected = new ArrayList<>();
        try (FrameCapture capture = peer.capture()) {
            for (int i = 0; i < 10; i++) {
                byte[] frame = datagram(0, 100 + i, 0, i, i == 9 ? 77 : 1000);
                expected.add(HexFormat.of().formatHex(withChecksum(frame)));
                transmit(frame);
            }
            port.flush();

            assertThat(capture.take(10, LIMIT)).isEqualTo(expected);
        }
    }

    /// A device that is down refuses; what its ring took meanwhile leaves when it is up.
    @Test
    void goOneByOneWhereTheKernelRefuses() {
        List<String> expected = new ArrayList<>();
        try (FrameCapture capture = peer.capture()) {
            Shell.run("ip link set " + peer.device() + " down");
            for (int i = 0; i < 60; i++) {
                byte[] frame = datagram(0, 100 + i, 0, i, 200);
                expected.add(HexFormat.of().formatHex(frame));
                transmit(frame);
                if (i % 3 == 2) {
                    port.flush();
                }
            }
            Shell.run("ip link set " + peer.device() + " up");
            port.flush();

            assertThat(capture.take(60, LIMIT)).isEqualTo(expected);
        }
    }

    /// Frames of all kinds, those that may ride and those that may not, in any order: each arrives
    /// once, unchanged but for checksums of none, those of a flow in their order.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverLeavesArrives(long seed) {
        cutHere();
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        try (FrameCapture capture = peer.capture()) {
            for (int i = 0; i < 100; i++) {
                byte[] frame = anyFrame(random, i);
                sent.add(frame);
                transmit(frame);
                if (random.nextInt(40) == 0) {
                    port.flush();
                }
            }
            port.flush();

            List<byte[]> arrived =
                    capture.take(sent.size(), LIMIT).stream()
                            .map(hex -> HexFormat.of().parseHex(hex))
                            .toList();

            assertThat(plain(arrived)).containsExactlyInAnyOrderElementsOf(plain(sent));
            Set<Integer> riders =
                    sent.stream()
                            .filter(UdpTrainNetTest::rides)
                            .map(UdpTrainNetTest::sequence)
                            .collect(Collectors.toSet());
            assertThat(sequences(arrived, riders)).isEqualTo(sequences(sent, riders));
        }
    }

    private static byte[] anyFrame(Random random, int i) {
        int flow = random.nextInt(10) == 0 ? 1 : 0;
        int bytes = random.nextInt(8) == 0 ? 18 + random.nextInt(1300) : 500;
        int flags = random.nextInt(20) == 0 ? DONT_FRAGMENT : 0;
        int identification = random.nextInt(20) == 0 ? 9 : i;
        byte[] frame = datagram(flow, identification, flags, i, bytes);
        return switch (random.nextInt(20)) {
            case 0 -> withChecksum(frame);
            case 1 -> Arrays.copyOf(frame, frame.length + 4);
            case 2 -> another(frame, ETHERNET + 1, 0x20);
            case 3 -> another(frame, ETHERNET + 8, 9);
            case 4 -> another(frame, ETHERNET + 6, 0x20);
            case 5 -> another(frame, ETHERNET + 19, 77);
            case 6 -> another(frame, UDP + 1, 77);
            case 7 -> another(frame, UDP + 6, 77);
            default -> frame;
        };
    }

    /// With another byte: traffic class, TTL, more fragments, destination, source port, checksum.
    private static byte[] another(byte[] frame, int at, int value) {
        frame[at] = (byte) value;
        complete(frame, ETHERNET, UDP, ETHERNET + 10, 0);
        return frame;
    }

    /// Without what may differ: a right checksum or none, the identification where it says nothing.
    private static List<String> plain(List<byte[]> frames) {
        return frames.stream().map(UdpTrainNetTest::plain).toList();
    }

    private static String plain(byte[] frame) {
        byte[] copy = frame.clone();
        ByteBuffer bytes = ByteBuffer.wrap(copy);
        byte[] ip = Arrays.copyOfRange(copy, ETHERNET, UDP);
        complete(ip, 0, 20, 10, 0);
        assertThat(Arrays.copyOfRange(copy, ETHERNET, UDP)).as("IPv4 checksum").isEqualTo(ip);
        int udpBytes = bytes.getShort(UDP + 4) & 0xffff;
        byte[] datagram = withChecksum(Arrays.copyOf(copy, UDP + udpBytes));
        if (bytes.getShort(UDP + 6) == ByteBuffer.wrap(datagram).getShort(UDP + 6)) {
            bytes.putShort(UDP + 6, (short) 0);
        }
        if ((bytes.getShort(ETHERNET + 6) & DONT_FRAGMENT) != 0) {
            bytes.putShort(ETHERNET + 4, (short) 0).putShort(ETHERNET + 10, (short) 0);
        }
        int data = Arrays.hashCode(Arrays.copyOfRange(copy, DATA, copy.length));
        return HexFormat.of().formatHex(copy, 0, DATA + 4) + " " + copy.length + " " + data;
    }

    private static boolean rides(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        return (bytes.getShort(ETHERNET + 2) & 0xffff) == frame.length - ETHERNET
                && (bytes.getShort(ETHERNET + 6) & 0x2000) == 0
                && bytes.getShort(UDP) == 4500
                && bytes.getShort(UDP + 6) == 0;
    }

    private static int sequence(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(DATA);
    }

    /// Of those among `wanted`, by ports.
    private static Map<Integer, List<Integer>> sequences(List<byte[]> frames, Set<Integer> wanted) {
        return frames.stream()
                .filter(frame -> wanted.contains(sequence(frame)))
                .collect(
                        Collectors.groupingBy(
                                frame -> ByteBuffer.wrap(frame).getInt(UDP),
                                Collectors.mapping(
                                        UdpTrainNetTest::sequence, Collectors.toList())));
    }
}
