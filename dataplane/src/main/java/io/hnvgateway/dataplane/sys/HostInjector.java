package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Gives the host's kernel IP packets for its own addresses, whoever sent them: by raw sockets with
/// the header included (raw(7)), whose packets the kernel takes back in over its loopback device.
/// Fragments may be given one by one: the kernel puts them together. Any thread.
public final class HostInjector implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW = 3;
    private static final int CLOEXEC = 0x80000;
    private static final int IPPROTO_RAW = 255;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;
    private static final int SOCKADDR_BYTES = 28;
    private static final int SOCKADDR_IN_BYTES = 16;

    private final int ipv4 = check("socket", open(AF_INET));

    /// Below 0 in a kernel without IPv6, which has no packet to get.
    private final int ipv6 = open(AF_INET6);

    private static int open(int family) {
        return Libc.socket(family, SOCK_RAW | CLOEXEC, IPPROTO_RAW);
    }

    /// Gives it a packet.
    ///
    /// @param ip address of the IP header
    /// @param bytes of the packet
    /// @return false when the kernel does not take it
    public boolean deliver(long ip, int bytes, boolean isIpv6) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(SOCKADDR_BYTES, Integer.BYTES);
            to.set(ValueLayout.JAVA_SHORT, 0, (short) (isIpv6 ? AF_INET6 : AF_INET));
            if (isIpv6) {
                copyAddress(ip + IPV6_DESTINATION, to, 8, Ipv6Header.ADDRESS_BYTES);
            } else {
                copyAddress(ip + IPV4_DESTINATION, to, 4, Integer.BYTES);
            }
            int addressBytes = isIpv6 ? SOCKADDR_BYTES : SOCKADDR_IN_BYTES;
            int socket = isIpv6 ? ipv6 : ipv4;
            return Libc.sendto(socket, ip, bytes, to.address(), addressBytes) == bytes;
        }
    }

    private static void copyAddress(long from, MemorySegment to, int at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            to.set(ValueLayout.JAVA_BYTE, at + i, (byte) Memory.u8(from + i));
        }
    }

    @Override
    public void close() {
        Libc.close(ipv4);
        if (ipv6 >= 0) {
            Libc.close(ipv6);
        }
    }
}
