package io.hnvgateway.provider.value;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that the operator probably meant: the one with the fewest edits, if they are few
/// or none but missing letters at the end.
public final class NearestName {
    private NearestName() {}

    public static Optional<String> of(String written, List<String> names) {
        if (written.length() > 64) {
            return Optional.empty();
        }
        int limit = Math.max(2, written.length() / 3);
        return names.stream()
                .filter(name -> edits(written, name) <= limit || isAbbreviation(written, name))
                .min(Comparator.comparingInt(name -> edits(written, name)));
    }

    private static boolean isAbbreviation(String written, String name) {
        return written.length() >= 4 && name.regionMatches(true, 0, written, 0, written.length());
    }

    /// Levenshtein distance, without regard to case.
    static int edits(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
