package io.hnvgateway.app.log;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/// Sends [LogLines] to standard error, from the level in `HNV_LOG_LEVEL` on, INFO unless told
/// otherwise. A file that `-Dlogback.configurationFile` names is what counts, if there is one.
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetUp extends ContextAwareBase implements Configurator {
    private static final String LEVEL = "HNV_LOG_LEVEL";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add(new NopStatusListener());
        LogLines lines = new LogLines();
        lines.setContext(context);
        lines.start();
        ConsoleAppender<ILoggingEvent> errors = new ConsoleAppender<>();
        errors.setName("lines");
        errors.setContext(context);
        errors.setTarget("System.err");
        errors.setEncoder(lines);
        errors.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getenv(LEVEL), Level.INFO));
        root.addAppender(errors);
        quieten(context, "com.linecorp.armeria");
        quieten(context, "io.netty");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// A library that has a line for each handshake of a stranger; HNV_LOG_LEVEL=DEBUG brings them.
    private static void quieten(LoggerContext context, String library) {
        if (context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .getLevel()
                .isGreaterOrEqual(Level.INFO)) {
            context.getLogger(library).setLevel(Level.ERROR);
        }
    }
}
