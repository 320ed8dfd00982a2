package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Asks by ARP who has an address, from a device that need not have one itself (packet(7)): with
/// the sender 0.0.0.0 this is the probe of RFC 5227 §2.1.1, which changes nobody's table. Owner:
/// one thread, which blocks in [#ask].
public final class ArpSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int DONT_WAIT = 0x40;
    private static final int SOCKADDR_BYTES = 20;
    private static final int FRAME_BYTES = 60;
    private static final int BUFFER_BYTES = 2048;
    private static final int HEADER = EthernetHeader.BYTES;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final long macAddress;
    private final int socket;
    private final PollSet poll;

    /// @throws SystemCallException without CAP_NET_RAW
    public ArpSocket(NetDevice device) {
        macAddress = device.macAddress();
        Memory.register(buffer);
        socket =
                check(
                        "AF_PACKET socket",
                        Libc.socket(
                                AF_PACKET,
                                SOCK_RAW_CLOEXEC,
                                Short.reverseBytes((short) ETHERTYPE_ARP)));
        try {
            check("bind to " + device.name(), bind(device));
        } catch (SystemCallException fault) {
            close();
            throw fault;
        }
        poll = new PollSet(socket);
    }

    /// `struct sockaddr_ll`
    private int bind(NetDevice device) {
        Memory.zero(buffer.address(), SOCKADDR_BYTES);
        buffer.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
        Memory.put16(buffer.address() + 2, ETHERTYPE_ARP);
        buffer.set(ValueLayout.JAVA_INT, 4, device.index());
        return Libc.bind(socket, buffer.address(), SOCKADDR_BYTES);
    }

    /// Asks three times in the time that there is.
    ///
    /// @param sender IPv4 address of the question; 0: a probe
    /// @param target IPv4 address
    /// @return the MAC address that answers; empty: none did
    /// @throws SystemCallException when the device is down
    public OptionalLong ask(int sender, int target, int timeoutMs) {
        int each = Math.max(1, timeoutMs / 3);
        for (int i = 0; i < 3; i++) {
            OptionalLong answer = askOnce(sender, target, each);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong askOnce(int sender, int target, int timeoutMs) {
        long frame = buffer.address();
        Memory.zero(frame, FRAME_BYTES);
        Memory.put48(frame, MacAddress.BROADCAST);
        Memory.put48(frame + 6, macAddress);
        Memory.put16(frame + 12, ETHERTYPE_ARP);
        ArpHeader.writeRequest(frame + HEADER, macAddress, sender, target);
        check("ARP request", (int) Libc.send(socket, frame, FRAME_BYTES, DONT_WAIT));
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (long leftNs = endNs - System.nanoTime();
                leftNs > 0;
                leftNs = endNs - System.nanoTime()) {
            poll.await((int) TimeUnit.NANOSECONDS.toMillis(leftNs) + 1);
            long bytes = Libc.recv(socket, frame, BUFFER_BYTES, DONT_WAIT);
            if (bytes >= HEADER + ArpHeader.BYTES && isFrom(frame, target)) {
                return OptionalLong.of(ArpHeader.senderMac(frame + HEADER));
            }
        }
        return OptionalLong.empty();
    }

    /// Whoever says that the address is its own, in a reply or in a question of its own: but not
    /// this device.
    private boolean isFrom(long frame, int target) {
        long arp = frame + HEADER;
        return Memory.u16(frame + 12) == ETHERTYPE_ARP
                && ArpHeader.isEthernetIpv4(arp)
                && ArpHeader.senderAddress(arp) == target
                && ArpHeader.senderMac(arp) != macAddress;
    }

    @Override
    public void close() {
        Libc.close(socket);
        Memory.unregister(buffer);
        arena.close();
    }
}
