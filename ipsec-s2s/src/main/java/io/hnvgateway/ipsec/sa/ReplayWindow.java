package io.hnvgateway.ipsec.sa;

/// Which sequence numbers have come (RFC 4303 §3.4.3), and the high half of extended ones (appendix
/// A2). The bitmap is a ring of words of which the oldest is never used, so that it moves on by
/// clearing whole words (RFC 6479).
///
/// ```
///      top - size            top
///  ────────┼──────────────────┼────────►
///  too old │ bit says if seen │ new
/// ```
///
/// [#candidate] before the packet is authenticated, [#accept] after: a forged packet changes
/// nothing. Owner: one worker.
public final class ReplayWindow {
    public static final int MIN_PACKETS = 64;
    public static final int MAX_PACKETS = 4096;

    /// [#candidate]: it came before or is too old.
    public static final long REFUSED = -1;

    private static final long LOW_32 = 0xffff_ffffL;
    private static final int WORD_SHIFT = 6;

    /// Without a window the high half is the one that brings the number nearest to the last.
    private static final long INFERENCE_WITHOUT_WINDOW = 1L << 31;

    private final boolean extended;
    private final int size;
    private final long[] words;
    private final int mask;
    private long top;

    /// @param packets 0: no check; else rounded up to a multiple of 64, at most [#MAX_PACKETS]
    /// @param extended 64-bit numbers, of which packets carry the low half
    public ReplayWindow(int packets, boolean extended) {
        if (packets < 0 || packets > MAX_PACKETS) {
            throw new IllegalArgumentException("replay window must be 0.." + MAX_PACKETS);
        }
        this.extended = extended;
        size = (packets + MIN_PACKETS - 1) & -MIN_PACKETS;
        int count = size / Long.SIZE + 1;
        words = new long[Integer.highestOneBit(2 * count - 1)];
        mask = words.length - 1;
    }

    /// The whole sequence number of a packet that may be accepted, else [#REFUSED].
    ///
    /// @param low 32 bits from the packet
    public long candidate(int low) {
        long sequence = extended ? infer(low & LOW_32) : low & LOW_32;
        if (size == 0) {
            return sequence < 0 ? REFUSED : sequence;
        }
        if (sequence > top) {
            return sequence;
        }
        // Also what no SA has sent: 0, and what would lie before the first packet.
        if (sequence <= 0 || top - sequence >= size || seen(sequence)) {
            return REFUSED;
        }
        return sequence;
    }

    /// RFC 4303 §A2.2; negative for what would lie before the first packet.
    private long infer(long low) {
        long window = size == 0 ? INFERENCE_WITHOUT_WINDOW : size;
        long topLow = top & LOW_32;
        long high = top >>> 32;
        long bottom = (topLow - window + 1) & LOW_32;
        if (topLow >= window - 1) {
            high += low >= bottom ? 0 : 1;
        } else {
            high -= low >= bottom ? 1 : 0;
        }
        return high << 32 | low;
    }

    private boolean seen(long sequence) {
        return ((words[(int) (sequence >>> WORD_SHIFT) & mask] >>> sequence) & 1) != 0;
    }

    /// Marks the number of an authentic packet.
    ///
    /// @param sequence as [#candidate] gave it, with no other accepted since
    public void accept(long sequence) {
        if (sequence > top || size == 0) {
            advance(sequence);
        }
        words[(int) (sequence >>> WORD_SHIFT) & mask] |= 1L << sequence;
    }

    private void advance(long sequence) {
        long from = top >>> WORD_SHIFT;
        long words = Math.min((sequence >>> WORD_SHIFT) - from, this.words.length);
        for (long i = 1; i <= words; i++) {
            this.words[(int) (from + i) & mask] = 0;
        }
        top = sequence;
    }

    /// The highest number accepted, 0 before the first.
    public long top() {
        return top;
    }

    /// Packets that it looks back, 0 for none.
    public int size() {
        return size;
    }
}
