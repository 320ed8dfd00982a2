package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OtherProgramsTest {
    /// The kernel's next steps: with each pause the program of a dead process is nearer its end.
    private final AtomicInteger pauses = new AtomicInteger();

    private void refuse(int goesAfter) {
        OtherPrograms.refuse("eth0", () -> pauses.get() < goesAfter, pauses::incrementAndGet);
    }

    @Test
    void aProgramThatEndsWithItsProcessIsWaitedFor() {
        refuse(100);
        assertThat(pauses).hasValue(100);
    }

    @Test
    void aDeviceWithoutOneIsNotWaitedFor() {
        refuse(0);
        assertThat(pauses).hasValue(0);
    }

    @Test
    void aProgramThatStaysIsRefused() {
        assertThatThrownBy(() -> refuse(101))
                .isInstanceOf(InUseException.class)
                .hasMessageStartingWith("eth0: the XDP program of another gateway is attached");
        assertThat(pauses).hasValue(100);
    }
}
