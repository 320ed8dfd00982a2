package io.hnvgateway.app.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.provider.value.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;

/// Questions on a console, a line each. `back` goes to the question before, `abort` ends all. What
/// is typed is bounded, and shown again only where it is no secret.
final class Prompt {
    /// Longer than a connection string that anybody types.
    private static final int LINE_BYTES = 16_384;

    private final InputStream in;
    private final PrintStream out;

    Prompt(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /// Reads an answer's text.
    @FunctionalInterface
    interface Parser<T> {
        /// @throws InvalidValueException naming the rule
        T parse(String text);
    }

    /// The operator left a question without an answer.
    static final class LeftException extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean forGood;

        LeftException(boolean forGood) {
            super(forGood ? "aborted" : "back");
            this.forGood = forGood;
        }

        /// Else back to the question before.
        boolean isForGood() {
            return forGood;
        }
    }

    PrintStream out() {
        return out;
    }

    /// Asks until the answer is one.
    ///
    /// @param byDefault what an empty line means; empty: an empty answer
    <T> T ask(String question, String byDefault, Parser<T> parser)
            throws LeftException, IOException {
        while (true) {
            out.print(byDefault.isEmpty() ? question + ": " : question + " [" + byDefault + "]: ");
            out.flush();
            String answer = line().strip();
            switch (answer.toLowerCase(Locale.ROOT)) {
                case "back" -> throw new LeftException(false);
                case "abort" -> throw new LeftException(true);
                default -> {
                    try {
                        return parser.parse(answer.isEmpty() ? byDefault : answer);
                    } catch (InvalidValueException e) {
                        out.println("  " + e.at("answer", ""));
                    }
                }
            }
        }
    }

    boolean confirm(String question, boolean byDefault) throws LeftException, IOException {
        return ask(
                question + " (yes/no)",
                byDefault ? "yes" : "no",
                text ->
                        switch (text.toLowerCase(Locale.ROOT)) {
                            case "yes", "y" -> true;
                            case "no", "n" -> false;
                            default -> throw new InvalidValueException("must be yes or no");
                        });
    }

    /// @throws LeftException at the end of the input
    private String line() throws LeftException, IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int next = in.read(); next != '\n' && next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new LeftException(true);
            }
            tooLong |= line.size() == LINE_BYTES;
            if (!tooLong) {
                line.write(next);
            }
        }
        if (tooLong) {
            out.println(
                    "  a line has at most %d bytes; this one was left out".formatted(LINE_BYTES));
            return line();
        }
        return line.toString(UTF_8);
    }
}
