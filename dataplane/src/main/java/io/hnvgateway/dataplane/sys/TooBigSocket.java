package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Hears the ICMP errors that the host gets and by which a router says that a packet was too big
/// (RFC 1191 §4, RFC 4443 §3.2), beside the kernel, which loses nothing by it. What waits unread is
/// bounded by the sockets' buffers. Owner: one thread; [#wake] and [#close] any, the latter once
/// that thread has ended.
public final class TooBigSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int SOL_RAW = 255;
    private static final int FILTER = 1;
    private static final int DESTINATION_UNREACHABLE = 3;
    private static final int PACKET_TOO_BIG = 2;
    private static final int ICMPV6_TYPES_WORDS = 8;
    private static final int DONT_WAIT = 0x40;
    private static final int MAX_BYTES = 2048;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(MAX_BYTES, 8);
    private final Wakeup wakeup = new Wakeup();
    private final int ipv4;

    /// Below 0 in a kernel without IPv6, which gets no such error.
    private final int ipv6;

    private final PollSet poll;

    /// By turns, so that a flood of one family leaves the other its half.
    private boolean ipv6First;

    /// An error message.
    ///
    /// @param ipv6 false: it begins with its IPv4 header, and nobody has verified its checksum;
    ///   true: it begins with the ICMPv6 header, and the kernel has
    public record Message(boolean ipv6, ByteBuffer bytes) {}

    /// @throws SystemCallException without CAP_NET_RAW
    public TooBigSocket() {
        ipv4 = check("ICMP socket", Libc.socket(AF_INET, SOCK_RAW_CLOEXEC, ICMP));
        ipv6 = Libc.socket(AF_INET6, SOCK_RAW_CLOEXEC, ICMPV6);
        filter(ipv4, SOL_RAW, DESTINATION_UNREACHABLE, 1);
        if (ipv6 >= 0) {
            filter(ipv6, ICMPV6, PACKET_TOO_BIG, ICMPV6_TYPES_WORDS);
        }
        poll =
                ipv6 < 0
                        ? new PollSet(ipv4, wakeup.descriptor())
                        : new PollSet(ipv4, ipv6, wakeup.descriptor());
    }

    /// Lets one type through; a bit that is set stops its type.
    private void filter(int socket, int level, int type, int words) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment stopped = call.allocate((long) words * Integer.BYTES, Integer.BYTES);
            stopped.fill((byte) -1);
            stopped.set(ValueLayout.JAVA_INT, 0, ~(1 << type));
            check(
                    "ICMP filter",
                    Libc.setsockopt(
                            socket, level, FILTER, stopped.address(), (int) stopped.byteSize()));
        }
    }

    /// Waits for the next one.
    ///
    /// @return empty after [#wake], or if there was nothing after all
    public Optional<Message> next() {
        poll.await(-1);
        if (ipv6 < 0) {
            return receive(ipv4, false);
        }
        ipv6First = !ipv6First;
        Optional<Message> first = receive(ipv6First ? ipv6 : ipv4, ipv6First);
        return first.isPresent() ? first : receive(ipv6First ? ipv4 : ipv6, !ipv6First);
    }

    private Optional<Message> receive(int socket, boolean isIpv6) {
        long bytes = Libc.recv(socket, buffer.address(), MAX_BYTES, DONT_WAIT);
        if (bytes <= 0) {
            return Optional.empty();
        }
        byte[] copy = buffer.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        return Optional.of(new Message(isIpv6, ByteBuffer.wrap(copy)));
    }

    /// Ends the wait of [#next], now and for good.
    public void wake() {
        wakeup.wake();
    }

    @Override
    public void close() {
        Libc.close(ipv4);
        if (ipv6 >= 0) {
            Libc.close(ipv6);
        }
        wakeup.close();
        arena.close();
    }
}
