package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.afpacket.UdpTrain;
import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.packet.FramePool;
import org.jspecify.annotations.Nullable;

/// How one worker's frames leave by a device: by the ring of a socket, or, where the kernel would
/// copy each of them anyway, those of one UDP flow together as a [train][UdpTrain]. Owner: the
/// worker.
final class XdpSender {
    private final XdpQueue queue;
    private final FramePool pool;
    private final PortCounters counters;
    private final @Nullable UdpTrain train;

    /// @param train null: every frame by the ring
    XdpSender(XdpQueue queue, FramePool pool, PortCounters counters, @Nullable UdpTrain train) {
        this.queue = queue;
        this.pool = pool;
        this.counters = counters;
        this.train = train;
    }

    /// @return false if the ring is full: the caller keeps the frame
    boolean transmit(long frame, int length) {
        if (train != null && UdpTrain.mayRide(frame, length)) {
            board(train, frame, length);
            return true;
        }
        return queue(frame, length);
    }

    private boolean queue(long frame, int length) {
        if (!queue.transmit(frame, length)) {
            counters.transmitRingFull.add(1);
            return false;
        }
        counters.sent(length);
        return true;
    }

    private void board(UdpTrain train, long frame, int length) {
        if (!train.add(frame, length)) {
            depart(train);
            train.add(frame, length);
        }
    }

    private void depart(UdpTrain train) {
        if (train.departs() && sent(train)) {
            arrived(train);
        } else {
            queueEach(train);
        }
        train.clear();
    }

    /// What is in the ring may be of the same flow and goes first.
    private boolean sent(UdpTrain train) {
        queue.flush();
        return train.send();
    }

    private void arrived(UdpTrain train) {
        for (int i = 0; i < train.size(); i++) {
            counters.sent(train.length(i));
            pool.free(train.frame(i));
        }
    }

    private void queueEach(UdpTrain train) {
        for (int i = 0; i < train.size(); i++) {
            if (!queue(train.frame(i), train.length(i))) {
                pool.free(train.frame(i));
            }
        }
    }

    void flush() {
        if (train != null && train.size() > 0) {
            depart(train);
        }
        queue.flush();
    }

    /// Frames that wait for others of their flow.
    int framesHeld() {
        return train == null ? 0 : train.size();
    }

    void close() {
        if (train != null) {
            train.close();
        }
    }
}
