package io.hnvgateway.lab.equality;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Packets that Java executed from the flow table, some of each kind: they may be sent again.
final class KnownFlows {
    private static final int MOST_OF_A_KIND = 256;

    /// Kinds of what both executors execute: from or to VMs, of either family.
    private static final int OF_BOTH = 4;

    /// One pick of so many is a packet that Java alone executes.
    private static final int OF_JAVA_ONE_IN = 6;

    private final List<List<Known>> kinds =
            Stream.generate(() -> (List<Known>) new ArrayList<Known>()).limit(OF_BOTH + 1).toList();
    private final Random random;

    /// A frame without options or tags.
    ///
    /// @param overlay whether it came by NVGRE
    @SuppressWarnings("ArrayRecordComponent") // one test, never compared
    record Known(int port, byte[] frame, boolean overlay) {}

    KnownFlows(Random random) {
        this.random = random;
    }

    void add(Known flow, boolean ipv6, boolean ofBoth) {
        int number = ofBoth ? (flow.overlay ? 0 : 1) + (ipv6 ? 2 : 0) : OF_BOTH;
        List<Known> kind = kinds.get(number);
        if (kind.size() < MOST_OF_A_KIND) {
            kind.add(flow);
        } else {
            kind.set(random.nextInt(MOST_OF_A_KIND), flow);
        }
    }

    boolean isEmpty() {
        return kinds.stream().allMatch(List::isEmpty);
    }

    Known any() {
        boolean ofJava = random.nextInt(OF_JAVA_ONE_IN) == 0;
        int first = ofJava ? OF_BOTH : random.nextInt(OF_BOTH);
        List<Known> kind =
                IntStream.range(first, first + kinds.size())
                        .mapToObj(i -> kinds.get(i % kinds.size()))
                        .filter(some -> !some.isEmpty())
                        .findFirst()
                        .orElseThrow();
        return kind.get(random.nextInt(kind.size()));
    }
}
