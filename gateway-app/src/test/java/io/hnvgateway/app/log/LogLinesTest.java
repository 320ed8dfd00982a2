package io.hnvgateway.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final LoggerContext context = new LoggerContext();

    private String line(Level level, @Nullable Throwable thrown, String text, Object... values) {
        LogLines lines = new LogLines();
        lines.setContext(context);
        lines.start();
        Logger logger = context.getLogger("io.hnvgateway.app.process.Gateway");
        LoggingEvent event = new LoggingEvent("", logger, level, text, thrown, values);
        event.setInstant(Instant.parse("2026-11-22T07:08:09.010Z"));
        return new String(lines.encode(event), UTF_8);
    }

    @Test
    void anEventIsOneLine() {
        assertThat(line(Level.INFO, null, "event=ready socket={} ms={}", "/run/ä", 7))
                .isEqualTo(
                        "time=2026-11-22T07:08:09.010Z level=INFO  source=Gateway"
                                + " event=ready socket=/run/ä ms=7\n");
    }

    @Test
    void aValueBreaksNoLine() {
        assertThat(
                        line(
                                Level.ERROR,
                                null,
                                "event=x text=\"{}\"",
                                "a\r\nevent=forged\u001b[0m\u007f"))
                .endsWith("level=ERROR source=Gateway event=x text=\"a  event=forged [0m \"\n");
    }

    @Test
    void aFaultHasItsFirstFrames() {
        String text = line(Level.WARN, new IllegalStateException("why"), "event=x");
        assertThat(text).contains("event=x\njava.lang.IllegalStateException: why\n\tat ");
        assertThat(text.lines().filter(each -> each.startsWith("\tat "))).hasSize(12);
    }

    @Test
    void standardErrorGetsThemFromInfoOn() {
        String before = System.clearProperty("logback.configurationFile");
        try {
            assertThat(new LogSetUp().configure(context))
                    .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
            Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            assertThat(root.getLevel()).isEqualTo(Level.INFO);
            assertThat(root.getAppender("lines").isStarted()).isTrue();
            System.setProperty("logback.configurationFile", "other.xml");
            assertThat(new LogSetUp().configure(context))
                    .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        } finally {
            if (before == null) {
                System.clearProperty("logback.configurationFile");
            } else {
                System.setProperty("logback.configurationFile", before);
            }
        }
    }
}
