package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `--confirm`, of commands that change something.
final class ConfirmOption {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smh]?)");

    @Option(
            names = "--confirm",
            paramLabel = "TIME",
            converter = Seconds.class,
            description =
                    "Take the change back unless `hnvctl confirm` comes within this time, as 90s or 5m.")
    private @Nullable Integer seconds;

    void addTo(ObjectNode request) {
        if (seconds != null) {
            request.put("confirmWithinSeconds", seconds);
        }
    }

    /// Reads `90`, `90s`, `5m` and `2h`.
    static final class Seconds implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                throw new TypeConversionException("'" + text + "' is no time, as 90s or 5m");
            }
            int factor =
                    switch (time.group(2)) {
                        case "m" -> 60;
                        case "h" -> 3600;
                        default -> 1;
                    };
            long seconds = Long.parseLong(time.group(1)) * factor;
            if (seconds == 0 || seconds > 86_400) {
                throw new TypeConversionException("'" + text + "' is not in 1s..24h");
            }
            return (int) seconds;
        }
    }
}
