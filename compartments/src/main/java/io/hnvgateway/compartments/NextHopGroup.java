package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Next hops of equal cost, immutable: a fixed number of buckets, each of which leads to one member
/// (resilient hashing). A flow belongs to the bucket that its hash names; when members change, the
/// flows of most buckets stay where they were.
///
/// Made by [NextHopBalance]; any thread reads it.
public final class NextHopGroup {
    /// Buckets of a group; a share of less than one bucket may get none.
    public static final int BUCKETS = 256;

    private static final int BUCKET_SHIFT = 24;

    /// Other buckets that the flow of a silent member tries, before any member will do.
    private static final int TRIES = 8;

    /// Of the golden ratio (Knuth, TAOCP 3, §6.4).
    private static final int MULTIPLIER = 0x9e37_79b9;

    /// One next hop.
    ///
    /// @param link index of the link; 0 inside a compartment
    /// @param weight 1 and more: its share among the members
    /// @param entry the [FibEntry] that leads there: VIA or GATEWAY
    public record Member(IpAddress nextHop, int link, int weight, int entry) {
        public Member {
            if (weight < 1) {
                throw new IllegalArgumentException(nextHop + ": weight " + weight + ": is below 1");
            }
        }

        boolean isSameNextHop(Member other) {
            return link == other.link && nextHop.equals(other.nextHop);
        }
    }

    private final List<Member> members;
    private final byte[] buckets;
    private final int[] entries;

    /// @param buckets index of the member of each bucket
    NextHopGroup(List<Member> members, byte[] buckets) {
        this.members = List.copyOf(members);
        this.buckets = buckets.clone();
        entries = new int[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            entries[i] = members.get(buckets[i] & 0xff).entry();
        }
    }

    /// The member's [FibEntry] for a flow.
    ///
    /// @param flowHash its high bits choose the bucket
    public int entry(int flowHash) {
        return entries[flowHash >>> BUCKET_SHIFT];
    }

    /// Tells which next hops answer.
    @FunctionalInterface
    public interface Liveness {
        /// @param entry a member's [FibEntry]
        boolean answers(int entry);
    }

    /// As [#entry], past members that do not answer: the flows of the others stay where they are,
    /// those of a silent one go where other buckets lead, so that all get more by their weights.
    /// When it answers again, its buckets are its own. The member of the bucket when none answers.
    public int entry(int flowHash, Liveness liveness) {
        int home = entry(flowHash);
        if (liveness.answers(home)) {
            return home;
        }
        int hash = flowHash;
        for (int tries = 0; tries < TRIES; tries++) {
            hash = (hash ^ hash >>> 15) * MULTIPLIER + 1;
            int other = entry(hash);
            if (other != home && liveness.answers(other)) {
                return other;
            }
        }
        return anyThatAnswers(home, liveness);
    }

    private int anyThatAnswers(int home, Liveness liveness) {
        for (int i = 0; i < members.size(); i++) {
            int entry = members.get(i).entry();
            if (entry != home && liveness.answers(entry)) {
                return entry;
            }
        }
        return home;
    }

    public List<Member> members() {
        return members;
    }

    /// Index of the member that a bucket leads to.
    int member(int bucket) {
        return buckets[bucket] & 0xff;
    }

    /// Equal groups send every flow the same way.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NextHopGroup group
                && members.equals(group.members)
                && Arrays.equals(buckets, group.buckets);
    }

    @Override
    public int hashCode() {
        return 31 * members.hashCode() + Arrays.hashCode(buckets);
    }
}
