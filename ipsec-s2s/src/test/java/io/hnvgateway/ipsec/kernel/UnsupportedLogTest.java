package io.hnvgateway.ipsec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnsupportedLogTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(UnsupportedLog.class);
    private static final String LINE =
            "event=security-association-refused connection=%s count=%d reason=\"algorithms\"";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private Duration now = Duration.ofDays(1);
    private final UnsupportedLog log = new UnsupportedLog(() -> now.toNanos());

    @BeforeEach
    void listen() {
        lines.start();
        LOGGER.addAppender(lines);
        LOGGER.setAdditive(false);
    }

    @AfterEach
    void end() {
        LOGGER.setAdditive(true);
        LOGGER.detachAppender(lines);
    }

    @Test
    void aConnectionHasOneLineAMinuteWithTheCount() {
        refused("office", 100);
        assertThat(lines()).containsExactly(LINE.formatted("office", 1));
        now = now.plusSeconds(59);
        refused("office", 1);
        assertThat(lines()).hasSize(1);
        now = now.plusSeconds(1);
        refused("office", 50);
        assertThat(lines()).hasSize(2).last().isEqualTo(LINE.formatted("office", 102));
    }

    @Test
    void aConnectionsLinesAreNotHeldBackByAnothers() {
        refused("office", 100);
        refused("branch", 1);
        assertThat(lines())
                .containsExactly(LINE.formatted("office", 1), LINE.formatted("branch", 1));
    }

    @Test
    void withTooManyTheOneThatIsQuietTheLongestIsForgotten() {
        for (int i = 0; i < UnsupportedLog.MAX_CONNECTIONS; i++) {
            refused("connection-" + i, 1);
        }
        refused("connection-0", 1);
        lines.list.clear();
        refused("another", 1);
        refused("connection-0", 1);
        refused("connection-1", 1);
        assertThat(lines())
                .containsExactly(LINE.formatted("another", 1), LINE.formatted("connection-1", 1));
    }

    private void refused(String connection, int times) {
        for (int i = 0; i < times; i++) {
            log.refused(connection, "algorithms");
        }
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
