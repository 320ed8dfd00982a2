package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// Runs an XDP program once over a given frame (BPF_PROG_RUN).
final class ProgramRun {
    static final int XDP_DROP = 1;
    static final int XDP_PASS = 2;
    static final int XDP_REDIRECT = 4;

    private static final int OPTIONS_BYTES = 80;
    private static final int CONTEXT_BYTES = 24;
    private static final MethodHandle RUN =
            Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup("libbpf.so.1", Arena.global())
                                    .findOrThrow("bpf_prog_test_run_opts"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

    private ProgramRun() {}

    /// @return the program's action
    static int run(int program, byte[] frame, int ingressInterface) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(frame.length, 8);
            MemorySegment.copy(MemorySegment.ofArray(frame), 0, data, 0, frame.length);
            MemorySegment context = arena.allocate(CONTEXT_BYTES, 8);
            context.set(JAVA_INT, 4, frame.length);
            context.set(JAVA_INT, 12, ingressInterface);
            MemorySegment options = arena.allocate(OPTIONS_BYTES, 8);
            options.set(JAVA_LONG, 0, OPTIONS_BYTES);
            options.set(JAVA_LONG, 8, data.address());
            options.set(JAVA_INT, 24, frame.length);
            options.set(JAVA_LONG, 32, context.address());
            options.set(JAVA_INT, 48, CONTEXT_BYTES);
            options.set(JAVA_INT, 60, 1);
            int result = (int) RUN.invokeExact(program, options.address());
            if (result < 0) {
                throw new SystemCallException("BPF_PROG_RUN", -result);
            }
            return options.get(JAVA_INT, 56);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
