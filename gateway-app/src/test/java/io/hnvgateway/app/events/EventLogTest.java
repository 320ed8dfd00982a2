package io.hnvgateway.app.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.events.EventReader.Batch;
import io.hnvgateway.app.events.GatewayEvent.FramesDropped;
import io.hnvgateway.app.events.GatewayEvent.GenerationPublished;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final EventLog log = new EventLog();

    @Test
    void aReaderSeesWhatComesAfterItCame() throws InterruptedException {
        log.add(new GenerationPublished(1, 0));
        EventReader reader = log.watch(EnumSet.allOf(EventTopic.class), null);
        log.add(new GenerationPublished(2, 0));
        Batch batch = reader.next(0);
        assertThat(batch.lost()).isZero();
        assertThat(batch.entries())
                .extracting(EventLog.Entry::event)
                .containsExactly(new GenerationPublished(2, 0));
        assertThat(reader.next(1).entries()).isEmpty();
    }

    @Test
    void aReaderSeesItsTopicsAndItsCompartmentOnly() throws InterruptedException {
        EventReader reader = log.watch(Set.of(EventTopic.DROPS), "contoso");
        log.add(new GenerationPublished(2, 0));
        log.add(new FramesDropped("Contoso", "no-route", 3));
        log.add(new FramesDropped("woodgrove", "no-route", 4));
        assertThat(reader.next(0).entries())
                .extracting(EventLog.Entry::event)
                .containsExactly(new FramesDropped("Contoso", "no-route", 3));
    }

    @Test
    void aSlowReaderLosesTheOldestAndIsToldHowMany() throws InterruptedException {
        EventReader reader = log.watch(EnumSet.allOf(EventTopic.class), null);
        for (int i = 0; i < EventLog.CAPACITY + 10; i++) {
            log.add(new GenerationPublished(i, 0));
        }
        Batch batch = reader.next(0);
        assertThat(batch.lost()).isEqualTo(10);
        assertThat(batch.entries().getFirst().event()).isEqualTo(new GenerationPublished(10, 0));
        long seen = batch.entries().size();
        for (Batch more = reader.next(1); !more.entries().isEmpty(); more = reader.next(1)) {
            assertThat(more.lost()).isZero();
            seen += more.entries().size();
        }
        assertThat(seen).isEqualTo(EventLog.CAPACITY);
    }

    @Test
    void aTopicIsWatchedWhileAReaderIsThere() {
        assertThat(log.isWatched(EventTopic.DROPS)).isFalse();
        EventReader reader = log.watch(Set.of(EventTopic.DROPS), null);
        assertThat(log.isWatched(EventTopic.DROPS)).isTrue();
        assertThat(log.isWatched(EventTopic.RECORDS)).isFalse();
        reader.close();
        assertThat(log.isWatched(EventTopic.DROPS)).isFalse();
    }
}
