package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.compartments.NextHopGroup.Member;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NextHopGroupTest {
    private static final IpPrefix PREFIX = IpPrefix.parse("2001:db8::/32");

    private static Member member(int n, int weight) {
        return new Member(IpAddress.ofIpv4(n), 0, weight, FibEntry.of(FibEntry.VIA, n));
    }

    private static List<Member> members(List<Integer> weights) {
        List<Member> members = new ArrayList<>();
        for (int n = 0; n < weights.size(); n++) {
            members.add(member(n, weights.get(n)));
        }
        return members;
    }

    @Property(tries = 300)
    void eachMemberHasItsShare(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 256) Integer> before,
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 256) Integer> after) {
        NextHopGroup first = NextHopBalance.group(null, members(before));
        assertShares(first);
        assertShares(NextHopBalance.group(first, members(after)));
    }

    private static void assertShares(NextHopGroup group) {
        double weights = group.members().stream().mapToInt(Member::weight).sum();
        int[] counts = new int[group.members().size()];
        for (int bucket = 0; bucket < NextHopGroup.BUCKETS; bucket++) {
            counts[group.member(bucket)]++;
        }
        for (int i = 0; i < counts.length; i++) {
            double share = NextHopGroup.BUCKETS * group.members().get(i).weight() / weights;
            assertThat(Math.abs(counts[i] - share)).isLessThan(1);
        }
    }

    @Property(tries = 300)
    void onlyBucketsOfLostMembersMove(
            @ForAll @IntRange(min = 2, max = 60) int count,
            @ForAll @Size(max = 59) List<@IntRange(max = 59) Integer> lost) {
        List<Member> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            all.add(member(n, 1));
        }
        List<Member> left =
                all.stream().filter(m -> !lost.contains(m.nextHop().ipv4Bits())).toList();
        if (left.isEmpty()) {
            return;
        }
        NextHopGroup before = NextHopBalance.group(null, all);
        NextHopGroup after = NextHopBalance.group(before, left);

        for (int bucket = 0; bucket < NextHopGroup.BUCKETS; bucket++) {
            Member old = before.members().get(before.member(bucket));
            if (left.contains(old)) {
                assertThat(after.members().get(after.member(bucket))).isEqualTo(old);
            }
        }
    }

    /// A new member takes its own share from the others, and nothing moves among these but what
    /// rounding asks for.
    @Property(tries = 300)
    void aNewMemberMovesItsShareOnly(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 16) Integer> weights,
            @ForAll @IntRange(min = 1, max = 16) int weight) {
        List<Member> more = new ArrayList<>(members(weights));
        Member added = member(1000, weight);
        more.add(added);
        NextHopGroup before = NextHopBalance.group(null, members(weights));
        NextHopGroup after = NextHopBalance.group(before, more);

        int moved = 0;
        for (int bucket = 0; bucket < NextHopGroup.BUCKETS; bucket++) {
            Member old = before.members().get(before.member(bucket));
            moved += after.members().get(after.member(bucket)).equals(old) ? 0 : 1;
        }
        double share =
                (double) NextHopGroup.BUCKETS
                        * weight
                        / more.stream().mapToInt(Member::weight).sum();
        assertThat(moved).isLessThanOrEqualTo((int) Math.ceil(share) + weights.size());
    }

    @Test
    void unchangedMembersMoveNothingInWhateverOrderTheyCome() {
        List<Member> members = members(List.of(3, 1, 7));
        NextHopGroup before = NextHopBalance.group(null, members);
        NextHopGroup after = NextHopBalance.group(before, members.reversed());

        for (int hash = 0; hash < NextHopGroup.BUCKETS; hash++) {
            assertThat(after.entry(hash << 24)).isEqualTo(before.entry(hash << 24));
        }
    }

    @Test
    void aNextHopIsTheSameWhateverEntryLeadsThere() {
        NextHopGroup before = NextHopBalance.group(null, members(List.of(1, 1)));
        Member renumbered = new Member(IpAddress.ofIpv4(1), 0, 1, FibEntry.of(FibEntry.VIA, 77));
        NextHopGroup after = NextHopBalance.group(before, List.of(member(0, 1), renumbered));

        for (int bucket = 0; bucket < NextHopGroup.BUCKETS; bucket++) {
            assertThat(after.member(bucket)).isEqualTo(before.member(bucket));
        }
        assertThat(after.entry(-1)).isEqualTo(FibEntry.of(FibEntry.VIA, 77));
    }

    @Test
    void refusesAGroupOfNobody() {
        assertThatThrownBy(() -> NextHopBalance.group(null, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> member(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFlowResolvesToOneMemberAndAnOtherEntryToItself() {
        var builder = new NextHopGroups.Builder(NextHopGroups.EMPTY);
        int group = builder.entry(PREFIX, members(List.of(1, 1)));
        int single = builder.entry(IpPrefix.ALL_IPV4, members(List.of(1)));
        NextHopGroups groups = builder.build();

        assertThat(FibEntry.kind(group)).isEqualTo(FibEntry.GROUP);
        assertThat(groups.resolve(group, 0)).isEqualTo(FibEntry.of(FibEntry.VIA, 0));
        assertThat(groups.resolve(group, -1)).isEqualTo(FibEntry.of(FibEntry.VIA, 1));
        assertThat(single).isEqualTo(FibEntry.of(FibEntry.VIA, 0));
        assertThat(groups.resolve(single, -1)).isEqualTo(single);
        assertThat(groups.members(group)).hasSize(2);
    }

    @Test
    void prefixesThatAreBalancedAlikeShareAGroup() {
        var builder = new NextHopGroups.Builder(NextHopGroups.EMPTY);
        int one = builder.entry(PREFIX, members(List.of(1, 1)));
        int other = builder.entry(IpPrefix.ALL_IPV6, members(List.of(1, 1)));

        assertThat(other).isEqualTo(one);
        assertThat(builder.build().size()).isEqualTo(1);
    }

    @Test
    void aPrefixKeepsTheBucketsOfItsGroupInTheTableBefore() {
        var builder = new NextHopGroups.Builder(NextHopGroups.EMPTY);
        int entry = builder.entry(PREFIX, members(List.of(1, 1, 1)));
        NextHopGroups before = builder.build();
        var next = new NextHopGroups.Builder(before);
        int smaller = next.entry(PREFIX, members(List.of(1, 1)));
        NextHopGroups after = next.build();

        int lost = FibEntry.of(FibEntry.VIA, 2);
        for (int bucket = 0; bucket < NextHopGroup.BUCKETS; bucket++) {
            int old = before.resolve(entry, bucket << 24);
            if (old != lost) {
                assertThat(after.resolve(smaller, bucket << 24)).isEqualTo(old);
            }
        }
    }

    private static NextHopGroup.Liveness allBut(int silent) {
        return entry -> entry != FibEntry.of(FibEntry.VIA, silent);
    }

    /// One hash for each bucket, with many different low bits.
    private static int[] hashes() {
        return new Random(7).ints(1 << 14).toArray();
    }

    @Test
    void flowsOfASilentMemberAloneGoElsewhereAndReturnWithIt() {
        NextHopGroup group = NextHopBalance.group(null, members(List.of(1, 1, 1)));
        int silent = FibEntry.of(FibEntry.VIA, 1);
        for (int hash : hashes()) {
            int without = group.entry(hash, allBut(1));
            assertThat(without).isNotEqualTo(silent);
            if (group.entry(hash) != silent) {
                assertThat(without).isEqualTo(group.entry(hash));
            }
            assertThat(group.entry(hash, _ -> true)).isEqualTo(group.entry(hash));
        }
    }

    @Test
    void flowsOfASilentMemberAreSpreadByTheWeightsOfTheOthers() {
        NextHopGroup group = NextHopBalance.group(null, members(List.of(3, 2, 1)));
        int[] moved = new int[3];
        for (int hash : hashes()) {
            if (group.entry(hash) == FibEntry.of(FibEntry.VIA, 1)) {
                moved[FibEntry.argument(group.entry(hash, allBut(1)))]++;
            }
        }
        assertThat((double) moved[0] / moved[2]).isBetween(2.5, 3.5);
    }

    @Test
    void aMemberWithOneBucketTakesTheFlowsOfASilentOne() {
        NextHopGroup group = NextHopBalance.group(null, members(List.of(255, 1)));
        for (int hash : hashes()) {
            assertThat(group.entry(hash, allBut(0))).isEqualTo(FibEntry.of(FibEntry.VIA, 1));
        }
    }

    @Test
    void whenNoneAnswersEachFlowStaysAtItsMember() {
        NextHopGroup group = NextHopBalance.group(null, members(List.of(1, 1)));
        for (int hash : hashes()) {
            assertThat(group.entry(hash, _ -> false)).isEqualTo(group.entry(hash));
        }
    }
}
