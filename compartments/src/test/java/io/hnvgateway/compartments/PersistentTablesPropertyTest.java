package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PersistentTablesPropertyTest {
    private record Version(PersistentTable table, Map<IpAddress, Integer> model) {}

    @Property(tries = 60)
    void everyVersionOfATableHoldsWhatItsModelHolds(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4000) int keys) {
        Random random = new Random(seed);
        Map<IpAddress, Integer> model = new HashMap<>();
        PersistentTable table = PersistentTable.EMPTY;
        List<Version> versions = new ArrayList<>();
        for (int change = 0; change < 20; change++) {
            PersistentTable.Editor editor = table.edit();
            for (int i = random.nextInt(1 + keys / 4); i >= 0; i--) {
                IpAddress key = new IpAddress(random.nextInt(4), random.nextInt(keys));
                int value = random.nextInt(3) - 1;
                editor.put(key.high(), key.low(), value);
                put(model, key, value);
            }
            table = editor.build();
            versions.add(new Version(table, Map.copyOf(model)));
        }
        for (Version version : versions) {
            holds(version, keys);
        }
    }

    private static <K> void put(Map<K, Integer> model, K key, int value) {
        if (value == 0) {
            model.remove(key);
        } else {
            model.put(key, value);
        }
    }

    private static void holds(Version version, int keys) {
        assertThat(version.table.size()).isEqualTo(version.model.size());
        for (int high = 0; high < 4; high++) {
            for (int low = 0; low < keys; low++) {
                assertThat(version.table.get(high, low))
                        .isEqualTo(version.model.getOrDefault(new IpAddress(high, low), 0));
            }
        }
        Map<IpAddress, Integer> visited = new HashMap<>();
        version.table.forEach((high, low, value) ->
                assertThat(visited.put(new IpAddress(high, low), value)).isNull());
        assertThat(visited).isEqualTo(version.model);
    }

    @Property(tries = 100)
    void thePrefixTableFindsTheLongestPrefixOfTheFamily(@ForAll long seed) {
        Random random = new Random(seed);
        Map<IpPrefix, Integer> model = new HashMap<>();
        PrefixTable table = PrefixTable.EMPTY;
        for (int change = 0; change < 10; change++) {
            PrefixTable.Editor editor = table.edit();
            for (int i = 0; i < 10; i++) {
                IpPrefix prefix = prefix(random);
                int entry = random.nextInt(4);
                editor.put(prefix, entry);
                put(model, prefix, entry);
            }
            table = editor.build();
            assertThat(table.size()).isEqualTo(model.size());
            for (int i = 0; i < 100; i++) {
                IpAddress address = address(random);
                assertThat(table.lookup(address.high(), address.low()))
                        .as("%s in %s", address, model)
                        .isEqualTo(longest(model, address));
            }
        }
        PrefixTable last = table;
        model.forEach((prefix, entry) -> assertThat(last.get(prefix)).isEqualTo(entry));
    }

    private static int longest(Map<IpPrefix, Integer> model, IpAddress address) {
        return model.entrySet().stream()
                .filter(e -> e.getKey().contains(address))
                .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(IpPrefix::bits)))
                .map(Map.Entry::getValue)
                .orElse(0);
    }

    /// Few different ones, so that they meet.
    private static IpAddress address(Random random) {
        return random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt(8) << 29 | random.nextInt(4))
                : new IpAddress((long) random.nextInt(8) << 61, random.nextInt(4));
    }

    private static IpPrefix prefix(Random random) {
        IpAddress address = address(random);
        int[] lengths =
                address.isIpv4() ? new int[] {0, 1, 3, 31, 32} : new int[] {0, 2, 3, 127, 128};
        return IpPrefix.of(address, lengths[random.nextInt(lengths.length)]);
    }

    @Property(tries = 50)
    void aPagedArrayHoldsWhatItsModelHoldsAndOldOnesStayAsTheyWere(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Integer, Integer> model = new HashMap<>();
        PagedArray<Integer> array = PagedArray.empty();
        List<PagedArray<Integer>> versions = new ArrayList<>();
        List<Map<Integer, Integer>> models = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int index = random.nextInt(2000);
            int value = random.nextInt(3);
            array = array.with(index, value == 0 ? null : value);
            put(model, index, value);
            versions.add(array);
            models.add(Map.copyOf(model));
        }
        for (int v = 0; v < versions.size(); v++) {
            for (int index = 0; index < 2100; index++) {
                assertThat(versions.get(v).get(index)).isEqualTo(models.get(v).get(index));
            }
        }
    }

    @Property(tries = 50)
    void differencesOfTwoVersionsLeadFromOneToTheOther(@ForAll long seed) {
        Random random = new Random(seed);
        List<PagedArray<Integer>> versions = new ArrayList<>(List.of(PagedArray.empty()));
        for (int i = 0; i < 60; i++) {
            int value = random.nextInt(3);
            versions.add(versions.getLast().with(random.nextInt(2000), value == 0 ? null : value));
        }
        for (int i = 0; i < 60; i++) {
            PagedArray<Integer> from = versions.get(random.nextInt(versions.size()));
            PagedArray<Integer> to = versions.get(random.nextInt(versions.size()));
            Map<Integer, Integer> before = contents(from);
            from.differences(
                    to,
                    (index, old, now) -> {
                        assertThat(before.get(index)).isEqualTo(old).isNotEqualTo(now);
                        put(before, index, now == null ? 0 : now);
                    });
            assertThat(before).isEqualTo(contents(to));
        }
    }

    private static Map<Integer, Integer> contents(PagedArray<Integer> array) {
        Map<Integer, Integer> contents = new HashMap<>();
        for (int index = 0; index < array.limit(); index++) {
            Integer value = array.get(index);
            put(contents, index, value == null ? 0 : value);
        }
        return contents;
    }

    @Property(tries = 20)
    void oneReplacedElementCostsTheComparisonOfOnePage(@ForAll long seed) {
        Random random = new Random(seed);
        PagedArray<Integer> array = PagedArray.empty();
        for (int index = 0; index < 2000; index++) {
            array = array.with(index, index);
        }
        PagedArray<Integer> changed = array.with(random.nextInt(2000), -1);
        assertThat(array.differences(changed, (_, _, _) -> {})).isEqualTo(256);
        assertThat(array.differences(array, (_, _, _) -> {})).isZero();
    }
}
