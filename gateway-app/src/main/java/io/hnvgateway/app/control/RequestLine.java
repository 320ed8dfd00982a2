package io.hnvgateway.app.control;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/// A request line while it comes in, and while it is read. It is kept in pieces: it grows without
/// being copied, and what was read of it is let go. Used by one thread.
final class RequestLine {
    private static final int PIECE_BYTES = 16 << 10;

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private byte[] last = new byte[PIECE_BYTES];
    private int used;
    private int length;

    /// Bytes in it.
    int length() {
        return length;
    }

    void add(byte next) {
        if (used == PIECE_BYTES) {
            pieces.add(last);
            last = new byte[PIECE_BYTES];
            used = 0;
        }
        last[used++] = next;
        length++;
    }

    void clear() {
        pieces.clear();
        used = 0;
        length = 0;
    }

    /// What is in it; to be read once, and not after the next change.
    InputStream content() {
        return new Content();
    }

    private final class Content extends InputStream {
        private int position;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) {
            byte[] piece = pieces.isEmpty() ? last : pieces.getFirst();
            int end = pieces.isEmpty() ? used : PIECE_BYTES;
            int count = Math.min(wanted, end - position);
            if (count == 0) {
                return wanted == 0 ? 0 : -1;
            }
            System.arraycopy(piece, position, into, offset, count);
            position += count;
            if (position == PIECE_BYTES && !pieces.isEmpty()) {
                pieces.removeFirst();
                position = 0;
            }
            return count;
        }
    }
}
