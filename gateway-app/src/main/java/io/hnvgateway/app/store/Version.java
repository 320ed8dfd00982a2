package io.hnvgateway.app.store;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An accepted change of the desired state, by its number.
///
/// @param number from 1 on, one more with each change; of some there may be none
/// @param who caller's name
/// @param requestId client's or the server's; empty: none
/// @param changes a line each, without secrets, shortened to a bound
/// @param confirmBy it is taken back then unless it is confirmed; null: it stays
public record Version(
        long number,
        Instant time,
        String who,
        String requestId,
        List<String> changes,
        @Nullable Instant confirmBy) {
    private static final int MOST_CHANGES = 100;
    private static final int MOST_CHARACTERS = 300;

    public Version {
        who = shortened(who);
        requestId = shortened(requestId);
        changes = lines(changes);
    }

    /// Changes as [#changes] has them.
    public static List<String> lines(List<?> changes) {
        int shown = changes.size() <= MOST_CHANGES + 1 ? changes.size() : MOST_CHANGES;
        Stream<String> lines = changes.stream().limit(shown).map(Object::toString);
        return (shown == changes.size()
                        ? lines
                        : Stream.concat(
                                lines, Stream.of("… and " + (changes.size() - shown) + " more")))
                .map(Version::shortened)
                .toList();
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
