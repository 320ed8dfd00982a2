package io.hnvgateway.dataplane.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// A function of a C library that takes up to six integers or pointers. All are called by one type:
/// six `long`s, and one back.
///
/// A JVM makes code for each type of function that it calls, with each start anew: 25 types cost a
/// start a third of a second of a processor. Linux's conventions (System V ABI for x86-64 §3.2.3;
/// AAPCS64 §6.8.2) pass the first six in registers of their own, also to functions with variable
/// arguments, and a function looks at no more registers, and no more of their bits, than it takes.
/// Of what comes back a function of type `int` fills the lower half alone: [#number].
///
/// @param handle (where errno is kept, six `long`s) → `long`
public record CFunction(MethodHandle handle) {
    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE_LAYOUT));

    /// @throws java.util.NoSuchElementException if the library does not have it
    public static CFunction in(SymbolLookup library, String name) {
        return new CFunction(
                LINKER.downcallHandle(
                        library.findOrThrow(name), TYPE, Linker.Option.captureCallState("errno")));
    }

    /// Of the C library.
    static CFunction named(String name) {
        return in(LINKER.defaultLookup(), name);
    }

    /// Of the C library and without errno, of type (six `long`s) → `long`: capturing it makes an
    /// object in code that is not yet fully compiled.
    static MethodHandle plain(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), TYPE);
    }

    public long call() {
        return call(0, 0, 0, 0, 0, 0);
    }

    public long call(long a) {
        return call(a, 0, 0, 0, 0, 0);
    }

    public long call(long a, long b) {
        return call(a, b, 0, 0, 0, 0);
    }

    public long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0);
    }

    public long call(long a, long b, long c, long d) {
        return call(a, b, c, d, 0, 0);
    }

    /// @return the register with the result, to be read as the function's type has it
    public long call(long a, long b, long c, long d, long e, long f) {
        try {
            return (long) handle.invokeExact(CAPTURE.get(), a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw impossible(thrown);
        }
    }

    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("a downcall does not throw", thrown);
    }

    /// What an `int` function returned: its number, or the negative errno in the place of -1.
    public static int number(long result) {
        return (int) result == -1 ? -errno() : (int) result;
    }

    /// As [#number], of a `long` function.
    public static long longNumber(long result) {
        return result == -1 ? -errno() : result;
    }

    /// Of this thread's last call that failed.
    public static int errno() {
        return (int) ERRNO.get(CAPTURE.get(), 0L);
    }
}
