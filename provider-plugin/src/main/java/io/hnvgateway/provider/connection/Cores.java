package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Which core each worker runs on.
///
/// @param byHand one for each worker; empty otherwise
public record Cores(Choice choice, List<Integer> byHand) {
    /// The gateway chooses.
    public static final Cores AUTO = new Cores(Choice.AUTO, List.of());

    /// The most that a kernel can have.
    private static final int HIGHEST = 8191;

    /// Who chooses.
    public enum Choice {
        /// The gateway, away from the ports' receive interrupts.
        AUTO,
        /// The kernel, at any time.
        NONE,
        /// The operator.
        BY_HAND
    }

    public Cores {
        byHand = List.copyOf(byHand);
    }

    static Cores parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "none" -> new Cores(Choice.NONE, List.of());
            default -> new Cores(Choice.BY_HAND, Values.list(Cores::number).parse(text));
        };
    }

    private static Integer number(String text) {
        try {
            return Values.integer(0, HIGHEST).parse(text);
        } catch (InvalidValueException e) {
            String hint = e.hint().isEmpty() ? "" : e.hint() + "; ";
            throw new InvalidValueException(e.rule(), hint + "or auto, or none");
        }
    }

    @Override
    public String toString() {
        return choice == Choice.BY_HAND
                ? byHand.stream().map(String::valueOf).collect(Collectors.joining(","))
                : choice.name().toLowerCase(Locale.ROOT);
    }
}
