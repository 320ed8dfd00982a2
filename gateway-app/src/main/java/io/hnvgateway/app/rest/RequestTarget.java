package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Path and query of a request (RFC 9112 §3.2.1, RFC 3986), read so that each resource has one
/// spelling: what could be read in two ways is refused.
///
/// @param path decoded segments; none is empty, `.` or `..`, none holds a slash or a backslash
/// @param query decoded; of a name that stands twice the first
record RequestTarget(List<String> path, Map<String, String> query) {
    static final int LIMIT_CHARACTERS = 8192;
    private static final int MAX_SEGMENTS = 32;
    private static final int MAX_PARAMETERS = 32;

    RequestTarget {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /// Null: it is refused.
    ///
    /// @param raw as it came: nothing of it is decoded or joined yet
    static @Nullable RequestTarget parse(@Nullable String raw) {
        if (raw == null || raw.length() > LIMIT_CHARACTERS || !raw.startsWith("/")) {
            return null;
        }
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\' || c == '"' || c == '<') {
                return null;
            }
        }
        int mark = raw.indexOf('?');
        List<String> path = path(mark < 0 ? raw : raw.substring(0, mark));
        Map<String, String> query = query(mark < 0 ? "" : raw.substring(mark + 1));
        return path == null || query == null ? null : new RequestTarget(path, query);
    }

    private static @Nullable List<String> path(String raw) {
        List<String> path = new ArrayList<>();
        if (raw.equals("/")) {
            return path;
        }
        String[] segments = raw.substring(1).split("/", -1);
        if (segments.length > MAX_SEGMENTS) {
            return null;
        }
        for (int i = 0; i < segments.length; i++) {
            boolean trailingSlash = i == segments.length - 1 && i > 0 && segments[i].isEmpty();
            if (!trailingSlash) {
                String segment = segment(segments[i]);
                if (segment == null) {
                    return null;
                }
                path.add(segment);
            }
        }
        return path;
    }

    private static @Nullable String segment(String raw) {
        if (raw.indexOf(';') >= 0) {
            return null;
        }
        String decoded = decoded(raw, false);
        boolean refused =
                decoded == null
                        || decoded.isEmpty()
                        || decoded.equals(".")
                        || decoded.equals("..")
                        || decoded.indexOf('/') >= 0
                        || decoded.indexOf('\\') >= 0;
        return refused ? null : decoded;
    }

    private static @Nullable Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw.isEmpty()) {
            return query;
        }
        String[] parameters = raw.split("&", -1);
        if (parameters.length > MAX_PARAMETERS) {
            return null;
        }
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals), true);
            String value = decoded(equals < 0 ? "" : parameter.substring(equals + 1), true);
            if (name == null || value == null) {
                return null;
            }
            query.putIfAbsent(name, value);
        }
        return query;
    }

    /// Null: an escape is none, the bytes are no UTF-8, or there is a control character.
    private static @Nullable String decoded(String raw, boolean plusIsBlank) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int value = i + 3 <= raw.length() ? escape(raw, i) : -1;
                if (value < 0) {
                    return null;
                }
                bytes.write(value);
                i += 2;
            } else {
                bytes.write(c == '+' && plusIsBlank ? ' ' : c);
            }
        }
        try {
            String text =
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
            return text.codePoints().anyMatch(Character::isISOControl) ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int escape(String raw, int at) {
        int high = Character.digit(raw.charAt(at + 1), 16);
        int low = Character.digit(raw.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
