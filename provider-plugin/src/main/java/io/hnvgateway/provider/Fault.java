package io.hnvgateway.provider;

/// One fault of the operator's input, as one line: `path: value: rule; hint`.
///
/// `value` is empty where there is none or where it could be a secret; `hint` is empty where the
/// rule says it all; `code` is not part of the line.
public record Fault(String path, String value, String rule, String hint, FaultCode code) {

    public Fault(String path, String value, String rule, String hint) {
        this(path, value, rule, hint, FaultCode.INVALID_VALUE);
    }

    public static Fault of(String path, Object value, String rule) {
        return new Fault(path, String.valueOf(value), rule, "");
    }

    public static Fault of(String path, Object value, String rule, String hint) {
        return new Fault(path, String.valueOf(value), rule, hint);
    }

    /// The same of another kind.
    public Fault with(FaultCode other) {
        return new Fault(path, value, rule, hint, other);
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(printable(path)).append(": ");
        if (!value.isEmpty()) {
            line.append(shortened(printable(value))).append(": ");
        }
        line.append(printable(rule));
        if (!hint.isEmpty()) {
            line.append("; ").append(printable(hint));
        }
        return line.toString();
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 97) + "...";
    }

    /// Control characters never reach the operator's terminal or a log line.
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return clean.toString();
    }
}
