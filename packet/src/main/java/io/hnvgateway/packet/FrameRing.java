package io.hnvgateway.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A bounded ring of frames' addresses from one thread to one other, without locks.
///
/// Both indexes only grow; each is written by one side and read with acquire by the other, which
/// keeps a copy and looks again only when the copy says full, or empty.
final class FrameRing {
    private static final VarHandle HEAD = index("head");
    private static final VarHandle TAIL = index("tail");

    private final long[] frames;
    private final Sender sender = new Sender();
    private final Receiver receiver = new Receiver();

    /// What the sender writes, on cache lines of its own.
    @SuppressWarnings("unused") // padding
    private static final class Sender {
        private long before0, before1, before2, before3, before4, before5, before6;
        private long tail;
        private long headSeen;
        private long after0, after1, after2, after3, after4, after5, after6;
    }

    /// What the receiver writes, on cache lines of its own.
    @SuppressWarnings("unused") // padding
    private static final class Receiver {
        private long before0, before1, before2, before3, before4, before5, before6;
        private long head;
        private long tailSeen;
        private long after0, after1, after2, after3, after4, after5, after6;
    }

    /// @param atLeast frames that it must hold
    FrameRing(int atLeast) {
        frames = new long[Integer.highestOneBit(Math.max(1, atLeast - 1)) << 1];
    }

    private static VarHandle index(String name) {
        try {
            Class<?> side = name.equals("head") ? Receiver.class : Sender.class;
            return MethodHandles.privateLookupIn(side, MethodHandles.lookup())
                    .findVarHandle(side, name, long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// By the sender.
    ///
    /// @return false if the ring is full
    boolean offer(long frame) {
        long at = sender.tail;
        if (at - sender.headSeen >= frames.length) {
            sender.headSeen = (long) HEAD.getAcquire(receiver);
            if (at - sender.headSeen >= frames.length) {
                return false;
            }
        }
        frames[(int) at & (frames.length - 1)] = frame;
        TAIL.setRelease(sender, at + 1);
        return true;
    }

    /// By the receiver.
    ///
    /// @return the oldest frame, or 0 if there is none
    long poll() {
        long at = receiver.head;
        if (at == receiver.tailSeen) {
            receiver.tailSeen = (long) TAIL.getAcquire(sender);
            if (at == receiver.tailSeen) {
                return 0;
            }
        }
        long frame = frames[(int) at & (frames.length - 1)];
        HEAD.setRelease(receiver, at + 1);
        return frame;
    }
}
