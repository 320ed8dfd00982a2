package io.hnvgateway.nat;

import io.hnvgateway.packet.IpPrefix;

/// One inside IPv6 prefix and the outside prefix that stands for it (RFC 6296, NPTv6): stateless,
/// one address to one address, and neutral for checksums, so that no transport header changes.
///
/// The prefix is replaced; what that adds to the one's complement sum is taken off one 16-bit word
/// of the address: bits 48..63 where the prefix has up to 48 bits (§3.4), else the first word of
/// the interface identifier that is not 0xffff (§3.5). Prefixes of different lengths count as both
/// of the longer length, the shorter one extended with zeros (§3.7). Immutable.
public final class PrefixTranslation {
    private static final int MOST_BITS = 64;
    private static final int SUBNET_BITS = 48;
    private static final int ONES = 0xffff;

    private final IpPrefix inside;
    private final IpPrefix outside;
    private final long mask;

    /// What a word gains on the way out, in one's complement.
    private final int adjustment;

    /// Pairs two prefixes.
    ///
    /// @throws IllegalArgumentException naming the prefixes and the rule that they break
    public PrefixTranslation(IpPrefix inside, IpPrefix outside) {
        if (inside.isIpv4() || outside.isIpv4()) {
            throw fault(inside, outside, "both prefixes must be IPv6");
        }
        int bits = Math.max(inside.bits(), outside.bits());
        if (bits > MOST_BITS || inside.bits() == 0 || outside.bits() == 0) {
            throw fault(inside, outside, "prefix lengths must be 1..64");
        }
        if (inside.overlaps(outside)) {
            throw fault(inside, outside, "the two prefixes must not overlap");
        }
        this.inside = IpPrefix.of(inside.address(), bits);
        this.outside = IpPrefix.of(outside.address(), bits);
        mask = -1L << (MOST_BITS - bits);
        adjustment = plus(sum(inside.address().high()), ~sum(outside.address().high()) & ONES);
    }

    private static IllegalArgumentException fault(IpPrefix inside, IpPrefix outside, String rule) {
        return new IllegalArgumentException(inside + " and " + outside + ": " + rule);
    }

    /// The inside prefix, as long as the longer of the two.
    public IpPrefix inside() {
        return inside;
    }

    /// The outside prefix, as long as the longer of the two.
    public IpPrefix outside() {
        return outside;
    }

    /// Whether an address of one of the prefixes has one of the other. It has none when the word to
    /// adjust is 0xffff, which cannot be told from 0 afterwards: subnet 0xffff, or an interface
    /// identifier of all ones; nor has an interface identifier of zeros where that would have to be
    /// adjusted (§3.7).
    public boolean isTranslatable(long high, long low) {
        return inside.bits() <= SUBNET_BITS ? (high & ONES) != ONES : low != 0 && low != -1;
    }

    /// High half of the outside address of an inside one that [#isTranslatable].
    public long outsideHigh(long high) {
        return high(high, outside, adjustment);
    }

    public long outsideLow(long low) {
        return low(low, adjustment);
    }

    /// High half of the inside address of an outside one that [#isTranslatable].
    public long insideHigh(long high) {
        return high(high, inside, ~adjustment & ONES);
    }

    public long insideLow(long low) {
        return low(low, ~adjustment & ONES);
    }

    private long high(long high, IpPrefix to, int gain) {
        long moved = to.address().high() | (high & ~mask);
        if (inside.bits() > SUBNET_BITS) {
            return moved;
        }
        return (moved & ~(long) ONES) | adjusted((int) moved & ONES, gain);
    }

    private long low(long low, int gain) {
        if (inside.bits() <= SUBNET_BITS) {
            return low;
        }
        int shift = 48;
        while (shift > 0 && (low >>> shift & ONES) == ONES) {
            shift -= 16;
        }
        long word = adjusted((int) (low >>> shift) & ONES, gain);
        return (low & ~((long) ONES << shift)) | word << shift;
    }

    /// A word that is not 0xffff never becomes it, so that the way back is the same.
    private static int adjusted(int word, int gain) {
        int sum = plus(word, gain);
        return sum == ONES ? 0 : sum;
    }

    private static int sum(long half) {
        int first = plus((int) (half >>> 48) & ONES, (int) (half >>> 32) & ONES);
        return plus(first, plus((int) (half >>> 16) & ONES, (int) half & ONES));
    }

    /// One's complement addition of 16 bits.
    private static int plus(int one, int other) {
        int sum = one + other;
        return (sum & ONES) + (sum >>> 16);
    }

    @Override
    public String toString() {
        return inside + " <-> " + outside;
    }
}
