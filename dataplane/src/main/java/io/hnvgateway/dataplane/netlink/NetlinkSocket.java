package io.hnvgateway.dataplane.netlink;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A NETLINK_ROUTE socket. One thread at a time.
final class NetlinkSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final int ADDRESS_BYTES = 12;
    private static final int BUFFER_BYTES = 1 << 16;
    static final int DONT_WAIT = 0x40;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final int fd;

    /// @param groups RTMGRP_* to listen to, 0 for none
    NetlinkSocket(int groups) {
        fd = check("netlink socket", Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE));
        MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
        address.set(ValueLayout.JAVA_INT, 8, groups);
        check("netlink bind", Libc.bind(fd, address.address(), ADDRESS_BYTES));
        MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_INT, RECEIVE_BUFFER_BYTES);
        // Without CAP_NET_ADMIN the default size stays; ENOBUFS is handled anyway.
        Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes.address(), 4);
    }

    int descriptor() {
        return fd;
    }

    void send(byte[] message) {
        MemorySegment.copy(message, 0, buffer, ValueLayout.JAVA_BYTE, 0, message.length);
        check("netlink send", Libc.send(fd, buffer.address(), message.length, 0));
    }

    /// The next datagram, in native byte order; empty if there is none and `flags` has DONT_WAIT.
    ///
    /// @throws SystemCallException ENOBUFS when messages were lost
    ByteBuffer receive(int flags) {
        long bytes = Libc.recv(fd, buffer.address(), BUFFER_BYTES, flags);
        if (bytes == -Errno.EAGAIN || bytes == -Errno.EINTR) {
            bytes = 0;
        }
        byte[] copy = new byte[(int) check("netlink receive", bytes)];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, copy, 0, copy.length);
        return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        Libc.close(fd);
        arena.close();
    }
}
