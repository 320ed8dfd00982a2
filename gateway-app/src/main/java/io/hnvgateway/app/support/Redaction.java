package io.hnvgateway.app.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Leaves out whatever may be a secret. Rather too much: a line that names one ends there.
public final class Redaction {
    static final String LEFT_OUT = "[left out]";

    private static final String WORDS =
            "secret|passw(?:or)?d|passphrase|psk|token|credential|private[ _-]?key|authorization|bearer|community";

    /// The rest of the line behind the word; `communities` is BGP's.
    private static final Pattern NAMED = Pattern.compile("(?i)(" + WORDS + ")s?(?![a-z])[^\\n]*");

    /// Names that run on, as `sharedSecret=` and `pskFile: `.
    private static final Pattern IN_NAME =
            Pattern.compile("(?i)([\\w.-]*(?:" + WORDS + ")[\\w.-]*\"?\\s*[=:])[^\\n]*");

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN [^-]*PRIVATE KEY-----.*?(?:-----END [^-]*-----|\\z)",
                    Pattern.DOTALL);

    /// 256 bits and more in one word, as tokens and keys are written; not the digests of files.
    private static final Pattern LONG_WORD =
            Pattern.compile(
                    "(?<![\\w+/=-])(?=[^\\s]*[G-Zg-z+/_-])[A-Za-z0-9+/_-]{43,}={0,2}(?![\\w+/=-])");

    private static final Pattern KEY = Pattern.compile("(?i).*(?:" + WORDS + ")s?");

    private Redaction() {}

    /// Lines of a log or a command.
    public static String text(String text) {
        String redacted = PEM.matcher(text).replaceAll(LEFT_OUT);
        redacted = IN_NAME.matcher(redacted).replaceAll("$1 " + LEFT_OUT);
        redacted = NAMED.matcher(redacted).replaceAll("$1 " + LEFT_OUT);
        return LONG_WORD
                .matcher(redacted)
                .replaceAll(match ->
                        match.group().startsWith("/")
                                ? Matcher.quoteReplacement(match.group())
                                : LEFT_OUT);
    }

    /// JSON: values of such names, and such words in other values; changes the node.
    public static JsonNode json(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> each : List.copyOf(object.properties())) {
                    object.set(
                            each.getKey(),
                            KEY.matcher(each.getKey()).matches() && each.getValue().isValueNode()
                                    ? TextNode.valueOf(LEFT_OUT)
                                    : json(each.getValue()));
                }
                return object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, json(array.get(i)));
                }
                return array;
            }
            case TextNode text -> {
                return TextNode.valueOf(text(text.asText()));
            }
            default -> {
                return node;
            }
        }
    }
}
