package io.hnvgateway.dataplane.cores;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Sets of cores as the kernel writes them in `/proc` and `/sys`.
final class CoreSet {
    private static final int BITS_OF_DIGIT = 4;

    private CoreSet() {}

    /// `0-3,8`; empty where the text says nothing.
    static NavigableSet<Integer> ofList(String text) {
        NavigableSet<Integer> cores = new TreeSet<>();
        for (String range : text.strip().split(",", -1)) {
            String[] ends = range.strip().split("-", 2);
            if (ends[0].isEmpty()) {
                continue;
            }
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = first; core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /// `00000000,0000000c`: hexadecimal, the last digit has cores 0 to 3.
    static NavigableSet<Integer> ofMask(String text) {
        NavigableSet<Integer> cores = new TreeSet<>();
        String digits = new StringBuilder(text.strip().replace(",", "")).reverse().toString();
        for (int place = 0; place < digits.length(); place++) {
            int digit = Character.digit(digits.charAt(place), 16);
            for (int bit = 0; bit < BITS_OF_DIGIT; bit++) {
                if ((digit >> bit & 1) != 0) {
                    cores.add(place * BITS_OF_DIGIT + bit);
                }
            }
        }
        return cores;
    }

    /// As [#ofList] reads it.
    static String text(Collection<Integer> cores) {
        StringBuilder text = new StringBuilder();
        int first = -1;
        int last = -2;
        for (int core : new TreeSet<>(cores)) {
            if (core != last + 1) {
                end(text, first, last);
                first = core;
            }
            last = core;
        }
        return end(text, first, last).toString();
    }

    private static StringBuilder end(StringBuilder text, int first, int last) {
        if (first >= 0) {
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (last > first) {
                text.append('-').append(last);
            }
        }
        return text;
    }
}
