package io.hnvgateway.ipsec.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Puts frames together out of what a stream socket gives. Overwrites every byte that it held:
/// there are keys among them.
final class FrameAssembly {
    /// Is given the frames in turn.
    @FunctionalInterface
    interface Receiver {
        /// @param body valid during the call
        void frame(int type, int number, ByteBuffer body) throws MalformedMessageException;
    }

    private final byte[] held = new byte[KernelProtocol.LENGTH_BYTES + KernelProtocol.MAX_LENGTH];
    private int bytes;

    /// How many bytes [#take] can be given now, at least 1.
    int room() {
        return held.length - bytes;
    }

    /// Where to put them: at [#offset], at most [#room].
    byte[] array() {
        return held;
    }

    int offset() {
        return bytes;
    }

    /// So many bytes were put in; gives on each frame that is complete.
    void take(int count, Receiver receiver) throws MalformedMessageException {
        bytes += count;
        int start = 0;
        try {
            int length = nextLength(start);
            while (length >= 0) {
                ByteBuffer frame =
                        ByteBuffer.wrap(held, start + KernelProtocol.LENGTH_BYTES, length);
                start += KernelProtocol.LENGTH_BYTES + length;
                receiver.frame(Byte.toUnsignedInt(frame.get()), frame.getInt(), frame);
                length = nextLength(start);
            }
        } finally {
            System.arraycopy(held, start, held, 0, bytes - start);
            Arrays.fill(held, bytes - start, bytes, (byte) 0);
            bytes -= start;
        }
    }

    void clear() {
        Arrays.fill(held, (byte) 0);
        bytes = 0;
    }

    /// What the next frame counts, or -1 if it is not there yet.
    private int nextLength(int start) throws MalformedMessageException {
        if (bytes - start < KernelProtocol.LENGTH_BYTES) {
            return -1;
        }
        int length = ByteBuffer.wrap(held).getInt(start);
        if (length < KernelProtocol.MIN_LENGTH || length > KernelProtocol.MAX_LENGTH) {
            throw new MalformedMessageException("frame of " + Integer.toUnsignedString(length));
        }
        return bytes - start < KernelProtocol.LENGTH_BYTES + length ? -1 : length;
    }
}
