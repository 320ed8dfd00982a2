package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.NetDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Runs an XDP program over frames that were on no wire (BPF_PROG_RUN): how a test learns what it
/// does to each, byte for byte. The program's maps are the real ones, a redirect leads nowhere.
///
/// Owner: one thread.
public final class ProgramRun implements AutoCloseable {
    public static final int ABORTED = 0;
    public static final int DROP = 1;
    public static final int PASS = 2;
    public static final int REDIRECT = 4;

    /// The kernel takes no shorter frame.
    public static final int LEAST_BYTES = 14;

    /// A page less the kernel's headroom and tailroom.
    public static final int MOST_BYTES = 4096 - 256 - 320;

    private static final int MOST_OUTPUT_BYTES = 4096;
    private static final int OPTIONS_BYTES = 80;
    private static final int CONTEXT_BYTES = 24;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(MOST_BYTES, 8);
    private final MemorySegment output = arena.allocate(MOST_OUTPUT_BYTES, 8);
    private final MemorySegment context = arena.allocate(CONTEXT_BYTES, 8);
    private final MemorySegment options = arena.allocate(OPTIONS_BYTES, 8);
    private final int program;
    private final boolean owned;

    /// A program whose descriptor stays the caller's.
    ProgramRun(int program) {
        this(program, false);
    }

    private ProgramRun(int program, boolean owned) {
        this.program = program;
        this.owned = owned;
        options.set(JAVA_LONG, 0, OPTIONS_BYTES);
        options.set(JAVA_LONG, 8, input.address());
        options.set(JAVA_LONG, 16, output.address());
        options.set(JAVA_LONG, 32, context.address());
        options.set(JAVA_INT, 48, CONTEXT_BYTES);
        options.set(JAVA_INT, 60, 1); // repeat
    }

    /// The program that is attached to a device.
    public static ProgramRun attachedTo(NetDevice device) {
        return new ProgramRun(LibBpf.attachedProgram(device.index()), true);
    }

    /// Runs it once over a frame of [#LEAST_BYTES] to [#MOST_BYTES] bytes.
    ///
    /// @param device by which the frame seems to arrive, in its queue 0; the kernel runs XDP on it
    /// @return the program's action
    public int run(byte[] frame, int device) {
        MemorySegment.copy(frame, 0, input, JAVA_BYTE, 0, frame.length);
        context.set(JAVA_INT, 4, frame.length); // data_end
        context.set(JAVA_INT, 12, device);
        options.set(JAVA_INT, 24, frame.length);
        options.set(JAVA_INT, 28, MOST_OUTPUT_BYTES);
        LibBpf.run(program, options.address());
        return options.get(JAVA_INT, 56);
    }

    /// The frame as the last run left it.
    public byte[] frame() {
        byte[] frame = new byte[options.get(JAVA_INT, 28)];
        MemorySegment.copy(output, JAVA_BYTE, 0, frame, 0, frame.length);
        return frame;
    }

    @Override
    public void close() {
        arena.close();
        if (owned) {
            Libc.close(program);
        }
    }
}
