package io.hnvgateway.dataplane.afpacket;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.NetDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A raw packet socket and its options (packet(7)).
final class PacketSocket implements AutoCloseable {
    static final int RX_RING = 5;
    static final int STATISTICS = 6;
    static final int VERSION = 10;
    static final int TX_RING = 13;
    static final int LOSS = 14;
    static final int QDISC_BYPASS = 20;
    static final int IGNORE_OUTGOING = 23;

    private static final int SOL_SOCKET = 1;
    private static final int ATTACH_FILTER = 26;
    private static final int SEND_BUFFER_FORCE = 32;
    private static final int DETACH_FILTER = 27;
    private static final int PROGRAM_BYTES = 16;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_PACKET = 263;
    private static final int ADDRESS_BYTES = 20;

    private final int fd;
    private final String device;

    PacketSocket(String device) {
        this.device = device;
        fd = check("AF_PACKET socket", Libc.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
    }

    int descriptor() {
        return fd;
    }

    /// Sets an option that is one or several ints.
    void option(String what, int name, int... values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, values);
            int result =
                    Libc.setsockopt(fd, SOL_PACKET, name, value.address(), (int) value.byteSize());
            check(what + " on " + device, result);
        }
    }

    /// Reads an option that is an int.
    int option(String what, int name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(4, 4);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 4);
            int result = Libc.getsockopt(fd, SOL_PACKET, name, value.address(), length.address());
            check(what + " on " + device, result);
            return value.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /// Sets an option that is a classic BPF program, an instruction a `long` ([FanoutProgram]).
    void program(String what, int name, long[] instructions) {
        program(what, SOL_PACKET, name, instructions);
    }

    /// How much of what it sends may be on its way, beyond the limit for all (CAP_NET_ADMIN).
    void sendBuffer(int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, bytes);
            int result = Libc.setsockopt(fd, SOL_SOCKET, SEND_BUFFER_FORCE, value.address(), 4);
            check("SO_SNDBUFFORCE on " + device, result);
        }
    }

    /// From here on the socket receives only what the program keeps.
    void filter(long[] instructions) {
        program("SO_ATTACH_FILTER", SOL_SOCKET, ATTACH_FILTER, instructions);
    }

    /// Ends [#filter].
    void unfilter() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ignored = arena.allocateFrom(ValueLayout.JAVA_INT, 0);
            int result = Libc.setsockopt(fd, SOL_SOCKET, DETACH_FILTER, ignored.address(), 4);
            check("SO_DETACH_FILTER on " + device, result);
        }
    }

    /// `struct sock_fprog`: the number of instructions and their address.
    private void program(String what, int level, int name, long[] instructions) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocateFrom(ValueLayout.JAVA_LONG, instructions);
            MemorySegment program = arena.allocate(PROGRAM_BYTES, 8);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.length);
            program.set(ValueLayout.JAVA_LONG, 8, code.address());
            int result = Libc.setsockopt(fd, level, name, program.address(), PROGRAM_BYTES);
            check(what + " on " + device, result);
        }
    }

    /// Reads the counters of the ring since the last reading: frames, drops, freezes.
    boolean statistics(MemorySegment into, MemorySegment length) {
        length.set(ValueLayout.JAVA_INT, 0, (int) into.byteSize());
        return Libc.getsockopt(fd, SOL_PACKET, STATISTICS, into.address(), length.address()) == 0;
    }

    /// @param protocol in network order; 0 receives nothing
    void bind(NetDevice to, int protocol) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(ValueLayout.JAVA_SHORT, 2, (short) protocol);
            address.set(ValueLayout.JAVA_INT, 4, to.index());
            check("bind to " + device, Libc.bind(fd, address.address(), ADDRESS_BYTES));
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
