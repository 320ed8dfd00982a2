package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.hnvgateway.dataplane.sys.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// What libbpf says while it works (the verifier's log among it), kept for the exception.
final class LibBpfLog {
    private static final int DEBUG = 2;
    private static final int LINE_BYTES = 16384;
    private static final int KEPT_CHARACTERS = 16384;
    private static final CFunction VSNPRINTF =
            CFunction.in(Linker.nativeLinker().defaultLookup(), "vsnprintf");

    private final MemorySegment line = Arena.global().allocate(LINE_BYTES);

    /// libbpf says it on the thread that called it.
    private final ThreadLocal<StringBuilder> text = ThreadLocal.withInitial(StringBuilder::new);

    private LibBpfLog() {}

    static LibBpfLog install(SymbolLookup library) {
        LibBpfLog log = new LibBpfLog();
        Linker linker = Linker.nativeLinker();
        MethodType type =
                MethodType.methodType(
                        int.class, int.class, MemorySegment.class, MemorySegment.class);
        try {
            MemorySegment callback =
                    linker.upcallStub(
                            MethodHandles.lookup().bind(log, "print", type),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
                            Arena.global());
            CFunction.in(library, "libbpf_set_print").call(callback.address());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("print", e);
        }
        return log;
    }

    /// Called by libbpf; `arguments` is a `va_list`, which C passes as a pointer.
    @SuppressWarnings("UnusedMethod") // through the upcall stub
    private synchronized int print(int level, MemorySegment format, MemorySegment arguments) {
        StringBuilder said = text.get();
        if (level >= DEBUG || said.length() > KEPT_CHARACTERS) {
            return 0;
        }
        try {
            int bytes =
                    (int)
                            VSNPRINTF.call(
                                    line.address(),
                                    LINE_BYTES,
                                    format.address(),
                                    arguments.address());
            if (bytes > 0) {
                said.append(line.getString(0));
            }
            return bytes;
        } catch (Throwable _) {
            return 0; // an exception must not pass through libbpf
        }
    }

    void clear() {
        text.get().setLength(0);
    }

    String text() {
        return text.get().toString().strip();
    }
}
