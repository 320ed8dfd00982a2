package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.Ipv4Prefix;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Immutable set of IPv4 prefixes: one hash table for each prefix length in use.
final class PrefixTable {
    private final int[] masks;
    private final IntTable[] tables;

    PrefixTable(Collection<Ipv4Prefix> prefixes) {
        TreeMap<Integer, Map<Integer, Integer>> byLength =
                prefixes.stream()
                        .distinct()
                        .collect(
                                Collectors.groupingBy(
                                        Ipv4Prefix::length,
                                        TreeMap::new,
                                        Collectors.toMap(Ipv4Prefix::bits, _ -> 1)));
        masks = byLength.keySet().stream().mapToInt(PrefixTable::mask).toArray();
        tables = byLength.values().stream().map(IntTable::new).toArray(IntTable[]::new);
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    boolean contains(int address) {
        for (int i = 0; i < masks.length; i++) {
            if (tables[i].get(address & masks[i]) != 0) {
                return true;
            }
        }
        return false;
    }
}
