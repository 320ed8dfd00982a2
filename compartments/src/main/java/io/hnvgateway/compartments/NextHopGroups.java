package io.hnvgateway.compartments;

import io.hnvgateway.compartments.NextHopGroup.Member;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The groups that the GROUP entries of one [Fib] name, immutable.
public final class NextHopGroups {
    public static final NextHopGroups EMPTY = new NextHopGroups(List.of(), Map.of());

    private final NextHopGroup[] groups;
    private final Map<IpPrefix, NextHopGroup> byPrefix;

    private NextHopGroups(List<NextHopGroup> groups, Map<IpPrefix, NextHopGroup> byPrefix) {
        this.groups = groups.toArray(NextHopGroup[]::new);
        this.byPrefix = Map.copyOf(byPrefix);
    }

    /// What a [FibEntry] means for one flow: that of the member for a GROUP, itself for any other.
    ///
    /// @param flowHash the same for all packets of a flow; its high bits are used
    public int resolve(int entry, int flowHash) {
        return FibEntry.kind(entry) == FibEntry.GROUP
                ? groups[FibEntry.argument(entry)].entry(flowHash)
                : entry;
    }

    /// As [#resolve], past members of a group that do not answer.
    public int resolve(int entry, int flowHash, NextHopGroup.Liveness liveness) {
        return FibEntry.kind(entry) == FibEntry.GROUP
                ? groups[FibEntry.argument(entry)].entry(flowHash, liveness)
                : entry;
    }

    /// The members of a GROUP entry.
    public List<Member> members(int entry) {
        return groups[FibEntry.argument(entry)].members();
    }

    /// Number of groups.
    public int size() {
        return groups.length;
    }

    /// Collects the groups of a new table; each prefix keeps what it can of its group in the
    /// previous one. Prefixes that are balanced alike share a group.
    public static final class Builder {
        private final NextHopGroups previous;
        private final List<NextHopGroup> groups = new ArrayList<>();
        private final Map<NextHopGroup, Integer> indices = new HashMap<>();
        private final Map<IpPrefix, NextHopGroup> byPrefix = new HashMap<>();

        public Builder(NextHopGroups previous) {
            this.previous = previous;
        }

        /// The [FibEntry] for a prefix: that of its only member, or a GROUP.
        ///
        /// @param members one at least, of different next hops
        public int entry(IpPrefix prefix, List<Member> members) {
            if (members.size() == 1) {
                return members.getFirst().entry();
            }
            NextHopGroup group = NextHopBalance.group(previous.byPrefix.get(prefix), members);
            byPrefix.put(prefix, group);
            return FibEntry.of(FibEntry.GROUP, indices.computeIfAbsent(group, this::add));
        }

        private int add(NextHopGroup group) {
            groups.add(group);
            return groups.size() - 1;
        }

        public NextHopGroups build() {
            return groups.isEmpty() ? EMPTY : new NextHopGroups(groups, byPrefix);
        }
    }
}
