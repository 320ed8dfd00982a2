package io.hnvgateway.dataplane.afpacket;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Datagrams of one UDP flow that follow each other and are given to the kernel as one packet,
/// which the device cuts, or the kernel itself where the device cannot (UDP segmentation offload,
/// `NETIF_F_GSO_UDP_L4`; packet(7), PACKET_VNET_HDR). What comes out is, frame by frame, what went
/// in, but for the checksum.
///
/// Only ESP in UDP over IPv4 rides, which has no UDP checksum (RFC 3948 §2.1): segmentation writes
/// a right one, which in others' datagrams would hide that it was wrong. All have the same headers;
/// identifications count up by one unless none may be cut on its way (DF: RFC 6864 §4.1); all are
/// as long as the first, only the last may be shorter.
///
/// ```
/// struct virtio_net_hdr (10 bytes) │ Ethernet, IPv4, UDP of all │ data │ data │ … │ data
/// ```
///
/// Owner: one worker thread; nothing here allocates.
public final class UdpTrain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpTrain.class);

    /// Frames of one train.
    public static final int MOST_FRAMES = 64;

    private static final int IP = EthernetHeader.BYTES;
    private static final int UDP = IP + Ipv4Header.BYTES;
    private static final int HEADERS = UDP + UdpHeader.BYTES;
    private static final int MOST_DATA_BYTES = 65_535 - Ipv4Header.BYTES - UdpHeader.BYTES;

    private static final int IPV4_WITHOUT_OPTIONS = 0x45;
    private static final int FRAGMENT_BITS = 0xbfff;

    /// Of the side that sends ESP in UDP (RFC 3948 §2.1).
    private static final int ESP_PORT = 4500;

    private static final int VNET_HEADER_OPTION = 15;
    private static final int VNET_HEADER_BYTES = 10;
    private static final int NEEDS_CHECKSUM = 1;
    private static final int GSO_UDP_L4 = 5;

    /// `struct msghdr`: where its vectors stand, and how many there are.
    private static final int MESSAGE_BYTES = 56;

    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;

    /// `struct iovec`: address and length.
    private static final int VECTOR_BYTES = 16;

    private static final int VECTORS_BYTES = (1 + MOST_FRAMES) * VECTOR_BYTES;
    private static final int MEMORY_BYTES =
            VECTORS_BYTES + MESSAGE_BYTES + VNET_HEADER_BYTES + HEADERS;

    /// After so many in a row that the kernel did not take, the next ones go frame by frame.
    private static final int MOST_REFUSALS = 16;

    private static final int TRAINS_OF_A_PAUSE = 4096;

    /// What the kernel may hold of trains that have not left yet.
    private static final int SEND_BUFFER_BYTES = 4 << 20;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(MEMORY_BYTES, Long.BYTES);
    private final PacketSocket socket;
    private final long head;
    private final long message;
    private final long vectors;
    private final long[] frames = new long[MOST_FRAMES];
    private int size;
    private int dataBytes;
    private int firstDataBytes;
    private int lastDataBytes;
    private int refusals;
    private int pause;

    /// Trains by a device.
    ///
    /// @return null if the kernel has no such socket for it, so that each frame must go alone
    public static @Nullable UdpTrain by(NetDevice device) {
        try {
            return new UdpTrain(open(device));
        } catch (SystemCallException e) {
            LOG.info("event=no-trains port={} reason=\"{}\"", device.name(), e.getMessage());
            return null;
        }
    }

    private UdpTrain(PacketSocket socket) {
        this.socket = socket;
        Memory.register(memory);
        vectors = memory.address();
        message = vectors + VECTORS_BYTES;
        head = message + MESSAGE_BYTES;
        Memory.putLongNative(message + VECTORS, vectors);
        putVector(0, head, VNET_HEADER_BYTES + HEADERS);
    }

    private static PacketSocket open(NetDevice device) {
        PacketSocket socket = new PacketSocket(device.name());
        try {
            socket.option("PACKET_VNET_HDR", VNET_HEADER_OPTION, 1);
            socket.sendBuffer(SEND_BUFFER_BYTES);
            socket.bind(device, 0);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void putVector(int index, long from, int bytes) {
        Memory.putLongNative(vectors + (long) index * VECTOR_BYTES, from);
        Memory.putLongNative(vectors + (long) index * VECTOR_BYTES + 8, bytes);
    }

    /// Whether a frame is such a datagram.
    public static boolean mayRide(long frame, int length) {
        return length > HEADERS
                && Memory.u8(frame + IP + 9) == IpProtocol.UDP
                && Memory.u16(frame + UDP) == ESP_PORT
                && Memory.u16(frame + UDP + 6) == 0
                && Memory.u16(frame + 12) == EthernetHeader.TYPE_IPV4
                && Memory.u8(frame + IP) == IPV4_WITHOUT_OPTIONS
                && (Memory.u16(frame + IP + 6) & FRAGMENT_BITS) == 0
                && Memory.u16(frame + IP + 2) == length - IP
                && Memory.u16(frame + UDP + 4) == length - UDP;
    }

    /// Takes a frame that [may ride][#mayRide]; its ownership moves.
    ///
    /// @return false if it does not follow those that are there; an empty train takes each
    public boolean add(long frame, int length) {
        int bytes = length - HEADERS;
        if (size == 0) {
            firstDataBytes = bytes;
        } else if (!follows(frame, bytes)) {
            return false;
        }
        frames[size++] = frame;
        lastDataBytes = bytes;
        dataBytes += bytes;
        return true;
    }

    private boolean follows(long frame, int bytes) {
        return size < MOST_FRAMES
                && lastDataBytes == firstDataBytes
                && bytes <= firstDataBytes
                && dataBytes + bytes <= MOST_DATA_BYTES
                && hasSameHeaders(frame)
                && identificationFollows(frame);
    }

    private boolean hasSameHeaders(long frame) {
        long first = frames[0];
        return Memory.getLongNative(frame) == Memory.getLongNative(first)
                && Memory.getLongNative(frame + 8) == Memory.getLongNative(first + 8)
                && Memory.getIntNative(frame + IP + 6) == Memory.getIntNative(first + IP + 6)
                && Memory.getLongNative(frame + IP + 12) == Memory.getLongNative(first + IP + 12)
                && Memory.getIntNative(frame + UDP) == Memory.getIntNative(first + UDP);
    }

    private boolean identificationFollows(long frame) {
        long first = frames[0];
        boolean mayBeCut = (Memory.u16(first + IP + 6) & Ipv4Header.DONT_FRAGMENT) == 0;
        int wanted = Memory.u16(first + IP + 4) + size;
        return !mayBeCut || Memory.u16(frame + IP + 4) == wanted;
    }

    public int size() {
        return size;
    }

    public long frame(int index) {
        return frames[index];
    }

    public int length(int index) {
        return HEADERS + (index == size - 1 ? lastDataBytes : firstDataBytes);
    }

    /// Whether it is to be sent as one. To be asked once.
    public boolean departs() {
        if (size > 1 && pause > 0) {
            pause--;
            return false;
        }
        return size > 1;
    }

    /// Gives them to the kernel, which copies them; they remain as they are.
    ///
    /// @return false if it did not take them
    public boolean send() {
        write();
        boolean sent = Libc.sendMessage(socket.descriptor(), message);
        refusals = sent ? 0 : refusals + 1;
        if (refusals >= MOST_REFUSALS) {
            pause = TRAINS_OF_A_PAUSE;
            refusals = 0;
        }
        return sent;
    }

    private void write() {
        Memory.copy(frames[0], head + VNET_HEADER_BYTES, HEADERS);
        long ip = head + VNET_HEADER_BYTES + IP;
        long udp = head + VNET_HEADER_BYTES + UDP;
        int udpBytes = UdpHeader.BYTES + dataBytes;
        Memory.put16(ip + 2, Ipv4Header.BYTES + udpBytes);
        Memory.put16(ip + 10, 0);
        Memory.put16(ip + 10, Checksum.finish(Checksum.sum(ip, Ipv4Header.BYTES)));
        Memory.put16(udp + 4, udpBytes);
        Memory.put16(udp + 6, pseudoHeaderSum(ip, udpBytes));
        writeVnetHeader();
        for (int i = 0; i < size; i++) {
            putVector(1 + i, frames[i] + HEADERS, length(i) - HEADERS);
        }
        Memory.putLongNative(message + VECTOR_COUNT, 1 + size);
    }

    /// `struct virtio_net_hdr`, in the machine's order: flags, kind, length of the headers, of each
    /// piece, where the checksum begins, where in it it stands.
    private void writeVnetHeader() {
        Memory.put8(head, NEEDS_CHECKSUM);
        Memory.put8(head + 1, GSO_UDP_L4);
        Memory.putShortNative(head + 2, HEADERS);
        Memory.putShortNative(head + 4, firstDataBytes);
        Memory.putShortNative(head + 6, UDP);
        Memory.putShortNative(head + 8, 6);
    }

    /// What a checksum begins with that somebody else completes: not inverted.
    private static int pseudoHeaderSum(long ip, int udpBytes) {
        int source = Memory.u32(ip + 12);
        int destination = Memory.u32(ip + 16);
        return Checksum.fold(Checksum.pseudoHeader(source, destination, IpProtocol.UDP, udpBytes));
    }

    /// Forgets all frames, which are somebody else's now.
    public void clear() {
        size = 0;
        dataBytes = 0;
    }

    @Override
    public void close() {
        socket.close();
        Memory.unregister(memory);
        arena.close();
    }
}
