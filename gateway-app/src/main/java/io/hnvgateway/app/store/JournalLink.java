package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first line of a journal: which one it continues. What stands behind that, or in journals
/// between, was never accepted.
///
/// @param follows number of the journal before; 0: none
/// @param bytes how much of it counts
record JournalLink(long follows, long bytes) {
    /// A link is never longer, with its checksum and its end.
    static final int MOST_BYTES = Journal.DIGEST_CHARACTERS + 80;

    private static final Pattern JSON =
            Pattern.compile("\\{\"follows\":(\\d{1,18}),\"bytes\":(\\d{1,18})}");

    byte[] json() {
        return "{\"follows\":%d,\"bytes\":%d}".formatted(follows, bytes).getBytes(US_ASCII);
    }

    /// @param beginning of a journal
    /// @return empty if an earlier version wrote the journal, or if it is not whole
    static Optional<JournalLink> read(byte[] beginning) {
        String text = new String(beginning, UTF_8);
        int end = text.indexOf('\n');
        int body = Journal.DIGEST_CHARACTERS + 1;
        if (end < body) {
            return Optional.empty();
        }
        String json = text.substring(body, end);
        Matcher link = JSON.matcher(json);
        boolean intact =
                link.matches()
                        && Digests.sha256(json.getBytes(UTF_8)).equals(text.substring(0, body - 1));
        return intact
                ? Optional.of(
                        new JournalLink(
                                Long.parseLong(link.group(1)), Long.parseLong(link.group(2))))
                : Optional.empty();
    }
}
