package io.hnvgateway.bgp.bfd;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/// Two ends and a link between them that the test makes worse; the clock jumps from one event to
/// the next.
final class Link implements AutoCloseable {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Flight(long atNs, long order, BfdEnd to, byte[] bytes) {}

    final BfdEnd a;
    final BfdEnd b;
    double loss;
    double duplication;
    long delayNs;
    long jitterNs;

    /// False: packets keep their order, whatever the jitter.
    boolean reorders;

    private final Random random;
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(
                    Comparator.<Flight>comparingLong(flight -> flight.atNs() - BfdEnd.START_NS)
                            .thenComparingLong(Flight::order));
    private final long[] lastNs = {BfdEnd.START_NS, BfdEnd.START_NS};
    private long sent;

    Link(BfdSettings ofA, BfdSettings ofB, long seed) {
        random = new Random(seed);
        a = new BfdEnd(ofA, BfdEnd.A, BfdEnd.B, seed);
        b = new BfdEnd(ofB, BfdEnd.B, BfdEnd.A, seed + 1);
    }

    long nowNs() {
        return a.nowNs;
    }

    void run(long ns) {
        long endNs = nowNs() + ns;
        settle(nowNs());
        while (true) {
            long next = earlier(a.nextNs, b.nextNs);
            Flight flight = flights.peek();
            next = flight == null ? next : earlier(next, flight.atNs());
            if (next - endNs > 0) {
                settle(endNs);
                return;
            }
            settle(next);
        }
    }

    /// Packets first, then work, as the owner's round has it.
    private void settle(long nowNs) {
        a.nowNs = nowNs;
        b.nowNs = nowNs;
        Flight flight = flights.peek();
        while (flight != null && flight.atNs() - nowNs <= 0) {
            flights.poll();
            flight.to().arrival.ttl = 255;
            flight.to().hear(flight.bytes(), flight.bytes().length);
            flight = flights.peek();
        }
        a.work();
        b.work();
        carry(a, b, 0);
        carry(b, a, 1);
    }

    private void carry(BfdEnd from, BfdEnd to, int direction) {
        for (BfdEnd.Sent packet : from.take()) {
            int copies = random.nextDouble() < duplication ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                if (random.nextDouble() >= loss) {
                    flights.add(flight(to, packet.bytes(), direction));
                }
            }
        }
    }

    private Flight flight(BfdEnd to, byte[] bytes, int direction) {
        long atNs = nowNs() + delayNs + (jitterNs == 0 ? 0 : random.nextLong(jitterNs));
        if (!reorders && atNs - lastNs[direction] < 0) {
            atNs = lastNs[direction];
        }
        lastNs[direction] = atNs;
        return new Flight(atNs, sent++, to, bytes);
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
