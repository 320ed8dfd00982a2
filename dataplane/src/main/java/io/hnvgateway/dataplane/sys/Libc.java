package io.hnvgateway.dataplane.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The C library's wrappers of system calls. Each returns the call's result, or the negative errno
/// if not said otherwise. Pointers are absolute addresses.
public final class Libc {
    private static final int MSG_DONTWAIT = 0x40;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE_LAYOUT));

    private static final FunctionDescriptor INT3 =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor TRANSFER =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private static final MethodHandle SOCKET = handle("socket", INT3);
    private static final MethodHandle BIND =
            handle("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = handle("setsockopt", option(JAVA_INT));
    private static final MethodHandle GETSOCKOPT = handle("getsockopt", option(JAVA_LONG));
    private static final MethodHandle IOCTL =
            handle(
                    "ioctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle MMAP =
            handle(
                    "mmap",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                            JAVA_LONG));
    private static final MethodHandle MUNMAP =
            handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MADVISE =
            plainHandle("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle POLL =
            plainHandle("poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle WAKE_SEND = plainHandle("send", TRANSFER);
    private static final MethodHandle WAKE_RECV = plainHandle("recv", TRANSFER);
    private static final MethodHandle SEND = handle("send", TRANSFER);
    private static final MethodHandle SENDTO =
            handle(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
                            JAVA_INT));
    private static final MethodHandle RECV = handle("recv", TRANSFER);
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle IF_NAMETOINDEX =
            handle("if_nametoindex", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle STATFS =
            handle("statfs", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle OPEN =
            handle(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FLOCK =
            handle("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD =
            handle("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final FunctionDescriptor READ_OR_WRITE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = handle("write", READ_OR_WRITE);
    private static final MethodHandle RING = plainHandle("write", READ_OR_WRITE);
    private static final MethodHandle TAKE = plainHandle("read", READ_OR_WRITE);
    private static final FunctionDescriptor AFFINITY =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SCHED_GETAFFINITY = handle("sched_getaffinity", AFFINITY);
    private static final MethodHandle SCHED_SETAFFINITY = handle("sched_setaffinity", AFFINITY);

    private Libc() {}

    private static FunctionDescriptor option(MemoryLayout length) {
        return FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, length);
    }

    private static MethodHandle handle(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }

    /// Without errno: capturing it makes an object in code that is not yet fully compiled.
    private static MethodHandle plainHandle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    private static long result(MemorySegment capture, long value) {
        return value == -1 ? -(int) ERRNO.get(capture, 0L) : value;
    }

    private static AssertionError impossible(Throwable thrown) {
        return new AssertionError("a downcall does not throw", thrown);
    }

    public static int socket(int domain, int type, int protocol) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) SOCKET.invokeExact(capture, domain, type, protocol));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bind(int fd, long address, int length) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) BIND.invokeExact(capture, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int setsockopt(int fd, int level, int name, long value, int length) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int)
                    result(
                            capture,
                            (int) SETSOCKOPT.invokeExact(capture, fd, level, name, value, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `length` is the address of an `int`: the room at `value`, and after the call what was
    /// filled.
    public static int getsockopt(int fd, int level, int name, long value, long length) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int)
                    result(
                            capture,
                            (int) GETSOCKOPT.invokeExact(capture, fd, level, name, value, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int ioctl(int fd, long request, long argument) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) IOCTL.invokeExact(capture, fd, request, argument));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Maps `bytes` at an address of the kernel's choice.
    public static long mmap(long bytes, int protection, int flags, int fd, long offset) {
        MemorySegment capture = CAPTURE.get();
        try {
            return result(
                    capture,
                    (long) MMAP.invokeExact(capture, 0L, bytes, protection, flags, fd, offset));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int munmap(long address, long bytes) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) MUNMAP.invokeExact(capture, address, bytes));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// -1 on failure; the errno is lost: advice may be ignored.
    public static int madvise(long address, long bytes, int advice) {
        try {
            return (int) MADVISE.invokeExact(address, bytes, advice);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// -1 on failure; the errno is lost. Allocates nothing, as the two below.
    public static int poll(long descriptors, int count, int timeoutMs) {
        try {
            return (int) POLL.invokeExact(descriptors, (long) count, timeoutMs);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Starts the transmission of what is in a socket's ring: a send of nothing.
    ///
    /// @return false if the kernel did not finish
    public static boolean wakeTransmit(int fd) {
        try {
            return (long) WAKE_SEND.invokeExact(fd, 0L, 0L, MSG_DONTWAIT) >= 0;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Tells the kernel that a socket's fill ring has frames again: a receive of nothing.
    public static boolean wakeReceive(int fd) {
        try {
            return (long) WAKE_RECV.invokeExact(fd, 0L, 0L, MSG_DONTWAIT) >= 0;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long send(int fd, long buffer, long length, int flags) {
        MemorySegment capture = CAPTURE.get();
        try {
            return result(capture, (long) SEND.invokeExact(capture, fd, buffer, length, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Sends without waiting.
    ///
    /// @param address of the destination's `sockaddr`, `addressLength` bytes
    public static long sendto(int fd, long buffer, long length, long address, int addressLength) {
        MemorySegment capture = CAPTURE.get();
        try {
            return result(
                    capture,
                    (long)
                            SENDTO.invokeExact(
                                    capture,
                                    fd,
                                    buffer,
                                    length,
                                    MSG_DONTWAIT,
                                    address,
                                    addressLength));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long recv(int fd, long buffer, long length, int flags) {
        MemorySegment capture = CAPTURE.get();
        try {
            return result(capture, (long) RECV.invokeExact(capture, fd, buffer, length, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int close(int fd) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) CLOSE.invokeExact(capture, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// The interface's index, 0 if there is none of that name.
    public static int interfaceIndex(long name) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) IF_NAMETOINDEX.invokeExact(capture, name);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Fills the `struct statfs` at `result`.
    public static int statfs(long path, long result) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) STATFS.invokeExact(capture, path, result));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Opens what exists.
    public static int open(long path, int flags) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) OPEN.invokeExact(capture, path, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int flock(int fd, int operation) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) FLOCK.invokeExact(capture, fd, operation));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int eventfd(int initial, int flags) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int) result(capture, (int) EVENTFD.invokeExact(capture, initial, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long write(int fd, long buffer, long length) {
        MemorySegment capture = CAPTURE.get();
        try {
            return result(capture, (long) WRITE.invokeExact(capture, fd, buffer, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Adds the number at `buffer` to an eventfd; false when it cannot. Allocates nothing, as the
    /// one below.
    public static boolean ringEvent(int fd, long buffer) {
        try {
            return (long) RING.invokeExact(fd, buffer, (long) Long.BYTES) >= 0;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Takes what was added to a non-blocking eventfd; false when nothing was.
    public static boolean takeEvent(int fd, long buffer) {
        try {
            return (long) TAKE.invokeExact(fd, buffer, (long) Long.BYTES) >= 0;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Cores as bits, of a thread; 0 is the calling one.
    public static int schedGetAffinity(int thread, long bytes, long mask) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int)
                    result(
                            capture,
                            (int) SCHED_GETAFFINITY.invokeExact(capture, thread, bytes, mask));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// As [#schedGetAffinity].
    public static int schedSetAffinity(int thread, long bytes, long mask) {
        MemorySegment capture = CAPTURE.get();
        try {
            return (int)
                    result(
                            capture,
                            (int) SCHED_SETAFFINITY.invokeExact(capture, thread, bytes, mask));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
