package io.hnvgateway.dataplane.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The C library's wrappers of system calls. Each returns the call's result, or the negative errno
/// if not said otherwise. Pointers are absolute addresses.
public final class Libc {
    private static final long MSG_DONTWAIT = 0x40;

    private static final CFunction SOCKET = CFunction.named("socket");
    private static final CFunction BIND = CFunction.named("bind");
    private static final CFunction CONNECT = CFunction.named("connect");
    private static final CFunction ADJTIMEX = CFunction.named("adjtimex");
    private static final CFunction SETSOCKOPT = CFunction.named("setsockopt");
    private static final CFunction GETSOCKOPT = CFunction.named("getsockopt");
    private static final CFunction IOCTL = CFunction.named("ioctl");
    private static final CFunction MMAP = CFunction.named("mmap");
    private static final CFunction MUNMAP = CFunction.named("munmap");
    private static final MethodHandle MADVISE = CFunction.plain("madvise");
    private static final MethodHandle POLL = CFunction.plain("poll");
    private static final MethodHandle WAKE_SEND = CFunction.plain("send");
    private static final MethodHandle SENDMSG = CFunction.plain("sendmsg");
    private static final MethodHandle WAKE_RECV = CFunction.plain("recv");
    private static final CFunction SEND = CFunction.named("send");
    private static final CFunction SENDTO = CFunction.named("sendto");
    private static final CFunction RECV = CFunction.named("recv");
    private static final CFunction CLOSE = CFunction.named("close");
    private static final CFunction IF_NAMETOINDEX = CFunction.named("if_nametoindex");
    private static final CFunction STATFS = CFunction.named("statfs");
    private static final CFunction OPEN = CFunction.named("open");
    private static final CFunction FLOCK = CFunction.named("flock");
    private static final CFunction EVENTFD = CFunction.named("eventfd");
    private static final CFunction MEMCMP = CFunction.named("memcmp");
    private static final CFunction WRITE = CFunction.named("write");
    private static final MethodHandle RING = CFunction.plain("write");
    private static final MethodHandle TAKE = CFunction.plain("read");
    private static final CFunction PRCTL = CFunction.named("prctl");
    private static final CFunction SCHED_GETAFFINITY = CFunction.named("sched_getaffinity");
    private static final CFunction SCHED_SETAFFINITY = CFunction.named("sched_setaffinity");

    private Libc() {}

    public static int socket(int domain, int type, int protocol) {
        return CFunction.number(SOCKET.call(domain, type, protocol));
    }

    public static int bind(int fd, long address, int length) {
        return CFunction.number(BIND.call(fd, address, length));
    }

    public static int connect(int fd, long address, int length) {
        return CFunction.number(CONNECT.call(fd, address, length));
    }

    /// Reads the clock's state into the `struct timex` at an address, if its modes are 0.
    public static int adjtimex(long timex) {
        return CFunction.number(ADJTIMEX.call(timex));
    }

    public static int setsockopt(int fd, int level, int name, long value, int length) {
        return CFunction.number(SETSOCKOPT.call(fd, level, name, value, length, 0));
    }

    /// `length` is the address of an `int`: the room at `value`, and after the call what was
    /// filled.
    public static int getsockopt(int fd, int level, int name, long value, long length) {
        return CFunction.number(GETSOCKOPT.call(fd, level, name, value, length, 0));
    }

    public static int ioctl(int fd, long request, long argument) {
        return CFunction.number(IOCTL.call(fd, request, argument));
    }

    public static int prctl(int option, long argument) {
        return CFunction.number(PRCTL.call(option, argument));
    }

    /// Maps `bytes` at an address of the kernel's choice.
    public static long mmap(long bytes, int protection, int flags, int fd, long offset) {
        return CFunction.longNumber(MMAP.call(0, bytes, protection, flags, fd, offset));
    }

    public static int munmap(long address, long bytes) {
        return CFunction.number(MUNMAP.call(address, bytes));
    }

    /// -1 on failure; the errno is lost: advice may be ignored.
    public static int madvise(long address, long bytes, int advice) {
        try {
            return (int) (long) MADVISE.invokeExact(address, bytes, (long) advice, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw CFunction.impossible(e);
        }
    }

    /// -1 on failure; the errno is lost. Allocates nothing, as the two below.
    public static int poll(long descriptors, int count, int timeoutMs) {
        try {
            return (int)
                    (long)
                            POLL.invokeExact(
                                    descriptors, (long) count, (long) timeoutMs, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw CFunction.impossible(e);
        }
    }

    /// Starts the transmission of what is in a socket's ring: a send of nothing.
    ///
    /// @return false if the kernel did not finish
    public static boolean wakeTransmit(int fd) {
        try {
            return (long) WAKE_SEND.invokeExact((long) fd, 0L, 0L, MSG_DONTWAIT, 0L, 0L) >= 0;
        } catch (Throwable e) {
            throw CFunction.impossible(e);
        }
    }

    /// Sends a `struct msghdr` without waiting.
    ///
    /// @return false if the kernel did not take it
    public static boolean sendMessage(int fd, long message) {
        try {
            return (long) SENDMSG.invokeExact((long) fd, message, MSG_DONTWAIT, 0L, 0L, 0L) >= 0;
        } catch (Throwable e) {
            throw CFunction.impossible(e);
        }
    }

    /// Tells the kernel that a socket's fill ring has frames again: a receive of nothing.
    public static boolean wakeReceive(int fd) {
        try {
            return (long) WAKE_RECV.invokeExact((long) fd, 0L, 0L, MSG_DONTWAIT, 0L, 0L) >= 0;
        } catch (Throwable e) {
            throw CFunction.impossible(e);
        }
    }

    public static long send(int fd, long buffer, long length, int flags) {
        return CFunction.longNumber(SEND.call(fd, buffer, length, flags));
    }

    /// Sends without waiting.
    ///
    /// @param address of the destination's `sockaddr`, `addressLength` bytes
    public static long sendto(int fd, long buffer, long length, long address, int addressLength) {
        return CFunction.longNumber(
                SENDTO.call(fd, buffer, length, MSG_DONTWAIT, address, addressLength));
    }

    public static long recv(int fd, long buffer, long length, int flags) {
        return CFunction.longNumber(RECV.call(fd, buffer, length, flags));
    }

    public static int close(int fd) {
        return CFunction.number(CLOSE.call(fd));
    }

    /// The interface's index, 0 if there is none of that name.
    public static int interfaceIndex(long name) {
        return (int) IF_NAMETOINDEX.call(name);
    }

    /// Fills the `struct statfs` at `result`.
    public static int statfs(long path, long result) {
        return CFunction.number(STATFS.call(path, result));
    }

    /// Opens what exists.
    public static int open(long path, int flags) {
        return CFunction.number(OPEN.call(path, flags));
    }

    public static int flock(int fd, int operation) {
        return CFunction.number(FLOCK.call(fd, operation));
    }

    /// Whether memory has nothing but zeros: for much of it, before a loop of Java is compiled.
    ///
    /// @param memory native, 8 bytes or more
    public static boolean isZero(MemorySegment memory) {
        long first = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        long address = memory.address();
        long rest = memory.byteSize() - Long.BYTES;
        return first == 0 && (int) MEMCMP.call(address, address + Long.BYTES, rest) == 0;
    }

    public static int eventfd(int initial, int flags) {
        return CFunction.number(EVENTFD.call(initial, flags));
    }

    public static long write(int fd, long buffer, long length) {
        return CFunction.longNumber(WRITE.call(fd, buffer, length));
    }

    /// Adds the number at `buffer` to an eventfd; false when it cannot. Allocates nothing, as the
    /// one below.
    public static boolean ringEvent(int fd, long buffer) {
        try {
            return (long) RING.invokeExact((long) fd, buffer, (long) Long.BYTES, 0L, 0L, 0L) >= 0;
        } catch (Throwable e) {
            throw CFunction.impossible(e);
        }
    }

    /// Takes what was added to a non-blocking eventfd; false when nothing was.
    public static boolean takeEvent(int fd, long buffer) {
        try {
            return (long) TAKE.invokeExact((long) fd, buffer, (long) Long.BYTES, 0L, 0L, 0L) >= 0;
        } catch (Throwable e) {
            throw CFunction.impossible(e);
        }
    }

    /// Cores as bits, of a thread; 0 is the calling one.
    public static int schedGetAffinity(int thread, long bytes, long mask) {
        return CFunction.number(SCHED_GETAFFINITY.call(thread, bytes, mask));
    }

    /// As [#schedGetAffinity].
    public static int schedSetAffinity(int thread, long bytes, long mask) {
        return CFunction.number(SCHED_SETAFFINITY.call(thread, bytes, mask));
    }
}
