package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Lets a device receive every multicast frame for as long as this is open, whoever ends the
/// process: solicitations of addresses that only the gateway owns go to groups (RFC 4291 §2.7.1)
/// that the kernel never joins, and a NIC's filter would keep them out. A packet socket's
/// membership (packet(7)), counted by the kernel beside the device's own flag.
public final class AllMulticast implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_PACKET = 263;
    private static final int ADD_MEMBERSHIP = 1;
    private static final short TYPE_ALL_MULTICAST = 2;
    private static final int REQUEST_BYTES = 16;

    private final int fd;

    public AllMulticast(NetDevice device) {
        fd = check("AF_PACKET socket", Libc.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 4);
            request.set(ValueLayout.JAVA_INT, 0, device.index());
            request.set(ValueLayout.JAVA_SHORT, 4, TYPE_ALL_MULTICAST);
            check(
                    "all multicast on " + device.name(),
                    Libc.setsockopt(
                            fd, SOL_PACKET, ADD_MEMBERSHIP, request.address(), REQUEST_BYTES));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
