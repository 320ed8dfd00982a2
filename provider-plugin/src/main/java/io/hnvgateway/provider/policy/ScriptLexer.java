package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.policy.ScriptToken.Kind;

/// Cuts a script of PowerShell into the pieces of plain commands: texts, parameters, ends of
/// statements; continuation lines, comments and quotes as in PowerShell's language specification
/// (§2.2.3, §2.3.5.2). What would have to be evaluated becomes one piece that says so.
final class ScriptLexer {
    private static final char BACKTICK = '`';
    private static final String SINGLE = "'\u2018\u2019\u201a\u201b";
    private static final String DOUBLE = "\"\u201c\u201d\u201e";
    private static final String DASHES = "-\u2013\u2014\u2015";

    /// They end a bare text.
    private static final String ENDS = " \t\r\n;,|&(){}\f\u000b\u00a0\u0085";

    private final String script;
    private int at;
    private int line = 1;

    ScriptLexer(String script) {
        this.script = script.startsWith("\ufeff") ? script.substring(1) : script;
    }

    /// The next piece; the last one is an END.
    ScriptToken next() {
        skip();
        int begin = line;
        if (at >= script.length()) {
            return new ScriptToken(Kind.END, "", begin);
        }
        char c = script.charAt(at);
        if (c == '\n' || c == '\r' || c == ';') {
            advance();
            return new ScriptToken(Kind.END, "", begin);
        }
        if (isAny(c, DASHES) && Character.isLetter(peek(1))) {
            return parameter(begin);
        }
        if ("$@(){}|&,%<>".indexOf(c) >= 0) {
            return expression(begin);
        }
        return text(begin);
    }

    /// Whether nothing follows.
    boolean isAtEnd() {
        return at >= script.length();
    }

    /// Spaces, comments and continued lines.
    private void skip() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == BACKTICK && isLineEnd(at + 1)) {
                advance();
                at += peek(0) == '\r' && peek(1) == '\n' ? 1 : 0;
                advance();
            } else if (c == '#') {
                while (at < script.length() && !isLineEnd(at)) {
                    at++;
                }
            } else if (c == '<' && peek(1) == '#') {
                skipBlockComment();
            } else if (c == '\r' && peek(1) != '\n' && at + 1 < script.length()) {
                return;
            } else if (c != '\n' && (Character.isWhitespace(c) || c == '\u00a0')) {
                at++;
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int end = script.indexOf("#>", at + 2);
        int to = end < 0 ? script.length() : end + 2;
        while (at < to) {
            advance();
        }
    }

    private ScriptToken parameter(int begin) {
        int from = ++at;
        while (at < script.length() && Character.isLetterOrDigit(script.charAt(at))) {
            at++;
        }
        String name = script.substring(from, at);
        boolean attached = peek(0) == ':';
        at += attached ? 1 : 0;
        return new ScriptToken(Kind.PARAMETER, name, begin, attached);
    }

    /// What begins one, as far as it has no space.
    private ScriptToken expression(int begin) {
        int from = at;
        while (at < script.length() && ENDS.indexOf(script.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            at++;
        }
        return new ScriptToken(Kind.EXPRESSION, script.substring(from, at), begin);
    }

    private ScriptToken text(int begin) {
        StringBuilder text = new StringBuilder();
        if (script.charAt(at) == BACKTICK && at + 1 == script.length()) {
            at++; // it continues nothing
        }
        while (at < script.length()) {
            char c = script.charAt(at);
            if (isAny(c, SINGLE) || isAny(c, DOUBLE)) {
                String fault = quoted(isAny(c, SINGLE) ? SINGLE : DOUBLE, text);
                if (!fault.isEmpty()) {
                    return new ScriptToken(Kind.FAULT, fault, begin);
                }
            } else if (c == BACKTICK && at + 1 < script.length() && !isLineEnd(at + 1)) {
                text.append(escaped(script.charAt(at + 1)));
                at += 2;
            } else if (c == '$') {
                return expression(begin);
            } else if (ENDS.indexOf(c) >= 0 || c == BACKTICK) {
                break;
            } else {
                text.append(c);
                at++;
            }
        }
        return new ScriptToken(Kind.TEXT, text.toString(), begin);
    }

    /// A quoted text, behind what is there.
    ///
    /// @return what is wrong; empty: nothing
    private String quoted(String quotes, StringBuilder text) {
        boolean expands = quotes.equals(DOUBLE);
        at++;
        while (at < script.length()) {
            char c = script.charAt(at);
            if (isAny(c, quotes)) {
                at++;
                if (!isAny(peek(0), quotes) || at >= script.length()) {
                    return "";
                }
                text.append(c);
                at++;
            } else if (expands && c == BACKTICK && at + 1 < script.length()) {
                advance();
                text.append(escaped(script.charAt(at)));
                advance();
            } else if (expands && c == '$' && !isEnd(peek(1))) {
                return "a variable in a text is not supported: write its value";
            } else {
                text.append(c);
                advance();
            }
        }
        return "a quote is not closed";
    }

    private static boolean isEnd(char c) {
        return !Character.isLetterOrDigit(c) && "({_?$:^".indexOf(c) < 0;
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            default -> c;
        };
    }

    private void advance() {
        if (at < script.length() && script.charAt(at) == '\n') {
            line++;
        }
        at++;
    }

    /// The character so far ahead; 0 behind the end.
    private char peek(int ahead) {
        return at + ahead < script.length() ? script.charAt(at + ahead) : 0;
    }

    private boolean isLineEnd(int place) {
        return place < script.length()
                && (script.charAt(place) == '\n' || script.charAt(place) == '\r');
    }

    private static boolean isAny(char c, String of) {
        return of.indexOf(c) >= 0;
    }
}
