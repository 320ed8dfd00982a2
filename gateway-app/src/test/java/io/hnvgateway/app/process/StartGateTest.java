package io.hnvgateway.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartGateTest {
    private final StartGate gate = new StartGate();

    private CompletableFuture<Boolean> askForEnd() throws InterruptedException {
        CompletableFuture<Boolean> asking = CompletableFuture.supplyAsync(gate::askForEnd);
        while (!gate.isEndAsked()) {
            Thread.sleep(1);
        }
        return asking;
    }

    @Test
    void theEndWaitsUntilTheStartHasNoticed() throws Exception {
        gate.check();
        CompletableFuture<Boolean> asking = askForEnd();
        assertThatThrownBy(gate::check).isInstanceOf(StartException.class);
        assertThatThrownBy(gate::started).isInstanceOf(StartException.class);
        assertThat(asking.isDone()).as("while it undoes what it did").isFalse();
        gate.over();
        assertThat(asking.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndOfOneThatRunsComesAtOnce() {
        gate.started();
        assertThat(gate.askForEnd()).isTrue();
        gate.check(); // nobody is told any more
    }
}
