package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// Asks one host by ICMP echo, unfragmented and with DF: path MTUs that the kernel has learned
/// count for nothing (ip(7), IP_PMTUDISC_PROBE). Raw, from one of the host's own addresses and by
/// one of its interfaces. Owner: one thread, which blocks in [#awaitReply].
public final class EchoSocket implements AutoCloseable {
    /// A packet was larger than the interface takes.
    public static final int TOO_BIG = -90;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int SOL_SOCKET = 1;
    private static final int BIND_TO_DEVICE = 25;
    private static final int IP_LEVEL = 0;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPV6_LEVEL = 41;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int PMTUDISC_PROBE = 3;
    private static final int DONT_WAIT = 0x40;
    private static final int SOCKADDR_IN_BYTES = 16;
    private static final int SOCKADDR_IN6_BYTES = 28;
    private static final int MAX_BYTES = 65_536;
    private static final int ECHO_BYTES = 8;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(MAX_BYTES, 8);
    private final boolean ipv6;
    private final int socket;
    private final PollSet poll;
    private final int identifier;

    /// Opens it.
    ///
    /// @param from an address of this host
    /// @param to of the same family
    /// @param identifier 0..65535; replies with another one are not heard
    /// @throws SystemCallException without CAP_NET_RAW, or when there is no way to the host
    public EchoSocket(String device, IpAddress from, IpAddress to, int identifier) {
        ipv6 = !from.isIpv4();
        this.identifier = identifier;
        Memory.register(buffer);
        socket =
                check(
                        "ICMP socket",
                        Libc.socket(
                                ipv6 ? AF_INET6 : AF_INET, SOCK_RAW_CLOEXEC, ipv6 ? ICMPV6 : ICMP));
        try {
            bindToDevice(device);
            neverFragment();
            check("bind to " + from, Libc.bind(socket, address(from), addressBytes()));
            check("way to " + to, Libc.connect(socket, address(to), addressBytes()));
        } catch (SystemCallException fault) {
            close();
            throw fault;
        }
        poll = new PollSet(socket);
    }

    private void bindToDevice(String device) {
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(name, 0, buffer, ValueLayout.JAVA_BYTE, 0, name.length);
        check(
                "bind to " + device,
                Libc.setsockopt(socket, SOL_SOCKET, BIND_TO_DEVICE, buffer.address(), name.length));
    }

    private void neverFragment() {
        buffer.set(ValueLayout.JAVA_INT, 0, PMTUDISC_PROBE);
        check(
                "path MTU discovery",
                Libc.setsockopt(
                        socket,
                        ipv6 ? IPV6_LEVEL : IP_LEVEL,
                        ipv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER,
                        buffer.address(),
                        Integer.BYTES));
    }

    /// Writes a `struct sockaddr` into the buffer.
    private long address(IpAddress of) {
        long at = buffer.address();
        Memory.zero(at, SOCKADDR_IN6_BYTES);
        buffer.set(ValueLayout.JAVA_SHORT, 0, (short) (ipv6 ? AF_INET6 : AF_INET));
        if (ipv6) {
            Memory.put64(at + 8, of.high());
            Memory.put64(at + 16, of.low());
        } else {
            Memory.put32(at + 4, of.ipv4Bits());
        }
        return at;
    }

    private int addressBytes() {
        return ipv6 ? SOCKADDR_IN6_BYTES : SOCKADDR_IN_BYTES;
    }

    /// The least packet that can be sent: its headers alone.
    public int leastBytes() {
        return headerBytes() + ECHO_BYTES;
    }

    private int headerBytes() {
        return ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
    }

    /// Sends a request.
    ///
    /// @param sequence 0..65535
    /// @param ipBytes of the whole IP packet
    /// @return 0; [#TOO_BIG], or another negative errno when the kernel did not take it
    public int send(int sequence, int ipBytes) {
        int bytes = ipBytes - headerBytes();
        if (bytes < ECHO_BYTES || ipBytes > MAX_BYTES - 1) {
            throw new IllegalArgumentException("no echo request has " + ipBytes + " bytes");
        }
        long icmp = buffer.address();
        Memory.zero(icmp, bytes);
        Memory.put8(icmp, ipv6 ? Icmpv6Header.ECHO_REQUEST : IcmpHeader.ECHO_REQUEST);
        Memory.put16(icmp + 4, identifier);
        Memory.put16(icmp + 6, sequence);
        if (!ipv6) { // the kernel writes that of ICMPv6
            IcmpHeader.checksum(icmp, Checksum.finish(Checksum.sum(icmp, bytes)));
        }
        long sent = Libc.send(socket, icmp, bytes, DONT_WAIT);
        return sent < 0 ? (int) sent : 0;
    }

    /// Waits for a reply.
    ///
    /// @return its sequence number; empty: none came in time, or something else
    public OptionalInt awaitReply(int timeoutMs) {
        poll.await(timeoutMs);
        long bytes = Libc.recv(socket, buffer.address(), MAX_BYTES, DONT_WAIT);
        if (bytes <= 0) {
            return OptionalInt.empty();
        }
        int header = ipv6 ? 0 : Memory.u8(buffer.address()) % 16 * 4;
        long icmp = buffer.address() + header;
        int reply = ipv6 ? Icmpv6Header.ECHO_REPLY : IcmpHeader.ECHO_REPLY;
        return bytes >= header + ECHO_BYTES
                        && Memory.u8(icmp) == reply
                        && Memory.u16(icmp + 4) == identifier
                ? OptionalInt.of(Memory.u16(icmp + 6))
                : OptionalInt.empty();
    }

    @Override
    public void close() {
        Libc.close(socket);
        Memory.unregister(buffer);
        arena.close();
    }
}
