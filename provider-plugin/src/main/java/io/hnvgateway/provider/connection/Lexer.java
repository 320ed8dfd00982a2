package io.hnvgateway.provider.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits a connection string into pairs. A pair that cannot be read is a fault; the rest is still
/// read.
final class Lexer {
    private final String text;
    private final Complaints complaints;
    private int position;

    Lexer(String text, Complaints complaints) {
        this.text = text;
        this.complaints = complaints;
    }

    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        while (position < text.length()) {
            skipSpace();
            Pair pair = pair();
            if (pair != null) {
                pairs.add(pair);
            }
            position++;
        }
        return pairs;
    }

    /// Ends at the `;` or at the end of the text.
    private @Nullable Pair pair() {
        int keyOffset = position;
        while (position < text.length() && text.charAt(position) != '=' && !atEnd()) {
            position++;
        }
        String key = text.substring(keyOffset, position).strip();
        if (atEnd()) {
            if (!key.isEmpty()) {
                complaints.add(key, keyOffset, "has no value", "write " + key + "=value");
            }
            return null;
        }
        position += text.startsWith("==", position) ? 2 : 1;
        skipSpace();
        int valueOffset = position;
        String value = atQuote() ? quoted(key) : plain();
        if (key.isEmpty()) {
            complaints.add("", keyOffset, "has no key before '='", "write Key=value");
            return null;
        }
        return value == null ? null : new Pair(key, keyOffset, value, valueOffset);
    }

    private String plain() {
        int start = position;
        while (!atEnd()) {
            position++;
        }
        return text.substring(start, position).strip();
    }

    private @Nullable String quoted(String key) {
        int start = position;
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c != '"') {
                value.append(c);
            } else if (text.startsWith("\"\"", position)) {
                value.append('"');
                position++;
            } else {
                position++;
                return afterQuote(key) ? value.toString() : null;
            }
        }
        complaints.add(
                key, start, "quote is not closed", "a quote inside a quoted value is doubled");
        return null;
    }

    private boolean afterQuote(String key) {
        skipSpace();
        if (atEnd()) {
            return true;
        }
        complaints.add(
                key,
                position,
                "has text behind its closing quote",
                "a quote inside a quoted value is doubled");
        plain();
        return false;
    }

    private boolean atQuote() {
        return position < text.length() && text.charAt(position) == '"';
    }

    private boolean atEnd() {
        return position >= text.length() || text.charAt(position) == ';';
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
