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

/// A netlink socket (RFC 3549). One thread at a time.
public final class NetlinkSocket implements AutoCloseable {
    public static final int DONT_WAIT = 0x40;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_NETFILTER = 12;
    private static final int NETLINK_GENERIC = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final int ADDRESS_BYTES = 12;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final int fd;

    private NetlinkSocket(int protocol, int groups) {
        fd = check("netlink socket", Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol));
        MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
        address.set(ValueLayout.JAVA_INT, 8, groups);
        check("netlink bind", Libc.bind(fd, address.address(), ADDRESS_BYTES));
        // Without CAP_NET_ADMIN the default size stays; ENOBUFS is handled anyway.
        setOption(SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES);
    }

    /// @param groups RTMGRP_* to listen to, 0 for none
    static NetlinkSocket route(int groups) {
        return new NetlinkSocket(NETLINK_ROUTE, groups);
    }

    /// For a family of generic netlink.
    static NetlinkSocket generic() {
        return new NetlinkSocket(NETLINK_GENERIC, 0);
    }

    /// Listens to a group of a generic family from now on.
    ///
    /// @throws SystemCallException if there is no such group
    void join(int group) {
        check("netlink group", setOption(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group));
    }

    /// For requests to netfilter. An error's answer does not quote the request.
    public static NetlinkSocket netfilter() {
        NetlinkSocket socket = new NetlinkSocket(NETLINK_NETFILTER, 0);
        socket.setOption(SOL_NETLINK, NETLINK_CAP_ACK, 1);
        return socket;
    }

    /// From now on the kernel refuses a request for a list that is not as it should be, where it
    /// would take it and complain in its log.
    void checkDumps() {
        check("netlink strict", setOption(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1));
    }

    /// Makes room for a datagram of `bytes` to be sent: the default is some 200 kB.
    public void roomToSend(int bytes) {
        setOption(SOL_SOCKET, SO_SNDBUFFORCE, bytes);
    }

    private int setOption(int level, int name, int value) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment bytes = call.allocateFrom(ValueLayout.JAVA_INT, value);
            return Libc.setsockopt(fd, level, name, bytes.address(), 4);
        }
    }

    int descriptor() {
        return fd;
    }

    /// Sends one datagram; the kernel has handled a request and queued its answers on return.
    public void send(byte[] datagram) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment bytes = call.allocateFrom(ValueLayout.JAVA_BYTE, datagram);
            check("netlink send", Libc.send(fd, bytes.address(), datagram.length, 0));
        }
    }

    /// The next datagram, in native byte order; empty if there is none and `flags` has DONT_WAIT.
    ///
    /// @throws SystemCallException ENOBUFS when messages were lost
    public ByteBuffer receive(int flags) {
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
