package io.hnvgateway.packet;

/// An Ethernet address. On the data path it is the bare `long`.
///
/// @param bits the 48 bits in the low part
public record MacAddress(long bits) {
    public static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final long GROUP_BIT = 0x0100_0000_0000L;

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /// Reads six pairs of hexadecimal digits with `-` or `:` between them.
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static MacAddress parse(String text) {
        if (!text.matches("(?i)[0-9a-f]{2}([-:][0-9a-f]{2}){5}")) {
            throw new IllegalArgumentException(
                    text
                            + ": a MAC address is six pairs of hexadecimal digits, as 02-00-5E-00-00-01");
        }
        return new MacAddress(Long.parseLong(text.replaceAll("[-:]", ""), 16));
    }

    /// Group (multicast or broadcast) addresses have the lowest bit of the first octet set.
    public static boolean isGroup(long bits) {
        return (bits & GROUP_BIT) != 0;
    }

    public boolean isGroup() {
        return isGroup(bits);
    }

    @Override
    public String toString() {
        String hex = "%012X".formatted(bits);
        return String.join("-", hex.split("(?<=\\G..)"));
    }
}
