package io.hnvgateway.provider.value;

/// Text of IPv6 addresses: reads RFC 4291 §2.2, writes RFC 5952 §4.
final class Ipv6Text {
    private static final int GROUPS = 8;
    private static final String RULE = "must be an IPv6 address";

    private Ipv6Text() {}

    static IpAddress parse(String text) {
        if (text.indexOf('%') >= 0) {
            throw new InvalidValueException(RULE, "without a zone, as in 2001:db8::10");
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            int[] groups = groups(text, true);
            require(groups.length == GROUPS, "eight groups, or '::' for those that are zero");
            return address(groups, new int[0]);
        }
        int[] before = groups(text.substring(0, gap), false);
        int[] after = groups(text.substring(gap + 2), true);
        require(before.length + after.length < GROUPS, "'::' stands for at least one group");
        return address(before, after);
    }

    /// @param last whether the address ends with this part: its last four bytes may be dotted
    ///   decimal
    private static int[] groups(String part, boolean last) {
        if (part.isEmpty()) {
            return new int[0];
        }
        String[] parts = part.split(":", -1);
        boolean dotted = last && parts[parts.length - 1].indexOf('.') >= 0;
        int[] groups = new int[parts.length + (dotted ? 1 : 0)];
        for (int i = 0; i < parts.length; i++) {
            if (dotted && i == parts.length - 1) {
                int ipv4 = Ipv4Text.parse(parts[i], RULE);
                groups[i] = ipv4 >>> 16;
                groups[i + 1] = ipv4 & 0xffff;
            } else {
                groups[i] = group(parts[i]);
            }
        }
        return groups;
    }

    private static int group(String digits) {
        boolean hex =
                !digits.isEmpty()
                        && digits.length() <= 4
                        && digits.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
        require(hex, "groups of one to four hexadecimal digits, as in 2001:db8::10");
        return Integer.parseInt(digits, 16);
    }

    private static void require(boolean kept, String hint) {
        if (!kept) {
            throw new InvalidValueException(RULE, hint);
        }
    }

    private static IpAddress address(int[] before, int[] after) {
        int[] all = new int[GROUPS];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(after, 0, all, GROUPS - after.length, after.length);
        return new IpAddress(half(all, 0), half(all, GROUPS / 2));
    }

    private static long half(int[] groups, int from) {
        long half = 0;
        for (int i = from; i < from + GROUPS / 2; i++) {
            half = half << 16 | groups[i];
        }
        return half;
    }

    /// Lower case, no leading zeros, the longest run of two or more zero groups (the first of equal
    /// ones) as `::`.
    static String format(long high, long low) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(high, low, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean separate = !text.isEmpty() && text.charAt(text.length() - 1) != ':';
                text.append(separate ? ":" : "").append(Integer.toHexString(groupOf(high, low, i)));
            }
        }
        return text.toString();
    }

    private static int zeros(long high, long low, int from) {
        int i = from;
        while (i < GROUPS && groupOf(high, low, i) == 0) {
            i++;
        }
        return i - from;
    }

    private static int groupOf(long high, long low, int i) {
        long half = i < GROUPS / 2 ? high : low;
        return (int) (half >>> (48 - 16 * (i % (GROUPS / 2)))) & 0xffff;
    }
}
