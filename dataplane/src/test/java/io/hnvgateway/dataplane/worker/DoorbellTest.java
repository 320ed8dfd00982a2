package io.hnvgateway.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hnvgateway.dataplane.sys.PollSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A rest without end returns only if the bell rang.
class DoorbellTest {
    private final Doorbell doorbell = new Doorbell();
    private final PollSet descriptors = new PollSet(doorbell.descriptor());

    @AfterEach
    void close() {
        doorbell.close();
    }

    @Test
    void wakesWhoRests() {
        doorbell.willRest();
        Thread.ofPlatform().start(doorbell::ring);
        descriptors.await(-1);
        assertThat(descriptors.anyReadable()).isTrue();
    }

    @Test
    void aRingBeforeTheRestEndsItAtOnce() {
        doorbell.willRest();
        doorbell.ring();
        descriptors.await(-1);
        assertThat(descriptors.anyReadable()).isTrue();
    }

    @Test
    void tellsNobodyWhoIsAwake() {
        doorbell.ring();
        descriptors.await(0);
        assertThat(descriptors.anyReadable()).isFalse();
    }

    @Test
    void isSilentAgainOnceHeard() {
        doorbell.willRest();
        doorbell.ring();
        doorbell.take();
        descriptors.await(0);
        assertThat(descriptors.anyReadable()).isFalse();
    }

    @Test
    void mayBeRungWhenTheWorkerIsGone() {
        doorbell.willRest();
        doorbell.close();
        assertThatCode(doorbell::ring).doesNotThrowAnyException();
    }
}
