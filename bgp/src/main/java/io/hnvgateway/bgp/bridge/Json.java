package io.hnvgateway.bgp.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one JSON text (RFC 8259) as maps, lists, strings, numbers (`Long`, else `Double`),
/// booleans and null. Nesting is bounded; of two equal names the later one counts.
///
/// Departure: `""text""` is read as `"text"`, for ExaBGP writes so where it quotes twice.
final class Json {
    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /// @throws MalformedLineException with the position
    static @Nullable Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.blanks();
        if (json.at != text.length()) {
            throw json.fault("nothing more was expected");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        blanks();
        if (depth > DEEPEST) {
            throw fault("nested too deeply");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        if (skip('}')) {
            return members;
        }
        do {
            blanks();
            if (peek() != '"') {
                throw fault("a name was expected");
            }
            String name = string();
            expect(':');
            members.put(name, value(depth + 1));
        } while (skip(','));
        expect('}');
        return members;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> values = new ArrayList<>();
        at++;
        if (skip(']')) {
            return values;
        }
        do {
            values.add(value(depth + 1));
        } while (skip(','));
        expect(']');
        return values;
    }

    private String string() {
        at++;
        boolean doubled = peek() == '"' && at + 1 < text.length() && isWord(text.charAt(at + 1));
        if (doubled) {
            at++;
        }
        int end = plainEnd();
        String value = text.substring(at, end);
        if (end < text.length() && text.charAt(end) == '\\') {
            at = end;
            return value + escaped();
        }
        at = end;
        require('"');
        if (doubled) {
            require('"');
        }
        return value;
    }

    private int plainEnd() {
        int end = at;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\\') {
            end++;
        }
        return end;
    }

    /// From the first backslash to the closing quote.
    private String escaped() {
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escape() : c);
        }
        at++;
        return value.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            case '"', '\\', '/' -> c;
            default -> throw fault("no such escape");
        };
    }

    private char codeUnit() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw fault("four hexadecimal digits were expected");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private Object number() {
        int end = at;
        boolean whole = true;
        while (end < text.length() && "+-.eE0123456789".indexOf(text.charAt(end)) >= 0) {
            whole &= ".eE".indexOf(text.charAt(end)) < 0;
            end++;
        }
        String digits = text.substring(at, end);
        try {
            Object value =
                    whole ? (Object) Long.parseLong(digits) : (Object) Double.parseDouble(digits);
            at = end;
            return value;
        } catch (NumberFormatException e) {
            throw fault("no value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw fault("no value");
        }
        at += word.length();
        return value;
    }

    private boolean skip(char c) {
        blanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        blanks();
        require(c);
    }

    private void require(char c) {
        if (peek() != c) {
            throw fault("'" + c + "' was expected");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("it ends early");
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private MalformedLineException fault(String rule) {
        return new MalformedLineException("column " + (at + 1) + ": " + rule);
    }
}
