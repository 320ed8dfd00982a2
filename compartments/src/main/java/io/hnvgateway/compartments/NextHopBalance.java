package io.hnvgateway.compartments;

import io.hnvgateway.compartments.NextHopGroup.Member;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Gives the buckets of a [NextHopGroup] to its members by weight, and moves as few as needed when
/// the members change: those of members that left, and those that a member has too many of.
///
/// Each member gets its share rounded down or up; up first for those that hold that many already.
final class NextHopBalance {
    /// Members that a group may have; further ones are left out.
    static final int MOST_MEMBERS = 128;

    private static final int FREE = -1;

    private final List<Member> members;
    private final int[] owners = new int[NextHopGroup.BUCKETS];
    private final int[] held;

    private NextHopBalance(@Nullable NextHopGroup previous, List<Member> members) {
        this.members = members;
        held = new int[members.size()];
        for (int bucket = 0; bucket < owners.length; bucket++) {
            owners[bucket] =
                    previous == null
                            ? FREE
                            : indexOf(previous.members().get(previous.member(bucket)));
            if (owners[bucket] != FREE) {
                held[owners[bucket]]++;
            }
        }
    }

    /// Builds a group.
    ///
    /// @param previous the group that it takes the place of, or null
    /// @param members one at least, of different next hops
    static NextHopGroup group(@Nullable NextHopGroup previous, List<Member> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a group has one member at least");
        }
        List<Member> taken = members.stream().limit(MOST_MEMBERS).toList();
        return new NextHopBalance(previous, taken).balanced();
    }

    private int indexOf(Member old) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).isSameNextHop(old)) {
                return i;
            }
        }
        return FREE;
    }

    private NextHopGroup balanced() {
        int[] quotas = quotas();
        release(quotas);
        fill(quotas);
        byte[] buckets = new byte[owners.length];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = (byte) owners[i];
        }
        return new NextHopGroup(members, buckets);
    }

    /// Whole shares; what rounding down leaves over goes to those that hold more than that, then by
    /// the part that was cut off.
    private int[] quotas() {
        long weights = members.stream().mapToLong(Member::weight).sum();
        int[] quotas = new int[members.size()];
        long[] cutOff = new long[members.size()];
        for (int i = 0; i < quotas.length; i++) {
            long share = (long) NextHopGroup.BUCKETS * members.get(i).weight();
            quotas[i] = (int) (share / weights);
            cutOff[i] = share % weights;
        }
        int left = NextHopGroup.BUCKETS - Arrays.stream(quotas).sum();
        IntStream.range(0, quotas.length)
                .boxed()
                .filter(i -> cutOff[i] > 0)
                .sorted(
                        Comparator.comparing((Integer i) -> held[i] <= quotas[i])
                                .thenComparing(i -> -cutOff[i]))
                .limit(left)
                .forEach(i -> quotas[i]++);
        return quotas;
    }

    private void release(int[] quotas) {
        for (int bucket = 0; bucket < owners.length; bucket++) {
            int owner = owners[bucket];
            if (owner != FREE && held[owner] > quotas[owner]) {
                held[owner]--;
                owners[bucket] = FREE;
            }
        }
    }

    private void fill(int[] quotas) {
        int next = 0;
        for (int bucket = 0; bucket < owners.length; bucket++) {
            if (owners[bucket] == FREE) {
                while (held[next] >= quotas[next]) {
                    next++;
                }
                owners[bucket] = next;
                held[next]++;
            }
        }
    }
}
