package io.hnvgateway.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;

/// One line an event: `time=… level=… source=…`, then what was logged, which begins with
/// `event=NAME` and goes on with key=value pairs. A value never breaks a line. A fault's stack
/// follows in lines of its own, its first frames only.
public final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final String FRAMES = "12";
    private static final int LEVEL_WIDTH = 5;
    private static final char DELETE = 0x7f;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final ThrowableProxyConverter stacks = new ThrowableProxyConverter();

    @Override
    public void start() {
        stacks.setContext(getContext());
        stacks.setOptionList(List.of(FRAMES));
        stacks.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder("time=");
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        String level = event.getLevel().toString();
        line.append(" level=").append(level);
        line.repeat(' ', Math.max(0, LEVEL_WIDTH - level.length()));
        String logger = event.getLoggerName();
        line.append(" source=").append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(' ');
        appendInOneLine(String.valueOf(event.getFormattedMessage()), line);
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(stacks.convert(event));
        }
        return line.toString().getBytes(UTF_8);
    }

    private static void appendInOneLine(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(c < ' ' || c == DELETE ? ' ' : c);
        }
    }
}
