package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.app.store.StoredChange;
import io.hnvgateway.app.store.Unconfirmed;
import io.hnvgateway.app.store.Version;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is to be confirmed, while the wall's clock is set.
class ConfirmDeadlineTest {
    private static final ChangeOrigin TO_CONFIRM = new ChangeOrigin("alice", "", 300);
    private static final StateEdit NOTHING = new StateEdit(DesiredState.EMPTY, List.of());

    private Instant wall = Instant.parse("2026-01-02T03:04:05Z");
    private long monotonicNs = Long.MAX_VALUE - 5;
    private final Versions versions = new Versions(() -> wall, () -> monotonicNs);

    private void pass(Duration time) {
        wall = wall.plus(time);
        monotonicNs += time.toNanos();
    }

    private Version accept() {
        Version version = versions.next(TO_CONFIRM, List.of());
        versions.accepted(new StoredChange(version, NOTHING, NOTHING, Set.of()));
        return version;
    }

    @Test
    void aClockThatIsSetBackKeepsNothingLonger() {
        accept();
        wall = wall.minus(Duration.ofDays(1));
        pass(Duration.ofSeconds(299));
        assertThat(versions.due()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(versions.due()).hasSize(1);
    }

    @Test
    void norOverARestart() {
        Version version = accept();
        wall = wall.minus(Duration.ofDays(1));
        Versions next = new Versions(() -> wall, () -> monotonicNs);
        next.load(
                new LoadedState(
                        new DesiredStateDocument(DesiredState.EMPTY, List.of(), Set.of()),
                        "",
                        1,
                        List.of(new Unconfirmed(version, NOTHING))));
        pass(Duration.ofSeconds(299));
        assertThat(next.due()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(next.due()).hasSize(1);
    }
}
