package io.hnvgateway.dataplane.worker;

import io.hnvgateway.dataplane.sys.PollSet;
import java.util.Arrays;

/// Rests in poll(2) on the ports' descriptors and the doorbell's. Owner: the worker.
final class PollRest implements IdleStrategy.Rest {
    private final Doorbell doorbell;
    private final PollSet descriptors;

    /// @param ofPorts descriptors that are readable when frames wait
    PollRest(Doorbell doorbell, int[] ofPorts) {
        this.doorbell = doorbell;
        int[] all = Arrays.copyOf(ofPorts, ofPorts.length + 1);
        all[ofPorts.length] = doorbell.descriptor();
        descriptors = new PollSet(all);
    }

    @Override
    public void announce() {
        doorbell.willRest();
    }

    @Override
    public void await(int mostMs) {
        descriptors.await(mostMs);
        doorbell.take();
    }

    @Override
    public void awake() {
        doorbell.awake();
    }
}
