package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What workers share, with workers that really run at once, and what must not depend on how many
/// there are.
class SharedNatTest {
    private static final int WORKERS = 4;
    private static final InboundRules NO_RULES = new InboundRules(List.of());

    /// Runs a task for each worker at once.
    ///
    /// @return the sum of what they return
    private static int atOnce(IntUnaryOperator task) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int worker = i;
                results.add(threads.submit(() -> task.applyAsInt(worker)));
            }
            int sum = 0;
            for (Future<Integer> result : results) {
                sum += result.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static PortGenerator generator(int worker, int i) {
        var generator = new PortGenerator(NatSecrets.ofSeed(worker));
        generator.begin(1, i, IpProtocol.UDP, worker);
        return generator;
    }

    /// Ports come and go near the end of the pool, so that leases change hands and are borrowed.
    @Test
    void noPortIsGivenToTwoWorkersAndAReaderFindsItsHolder() throws InterruptedException {
        var space = new PortSpace();
        long[] most = PortSpace.emptyBits();
        PortSpace.setRange(most, new PortRange(1, 65_535 - 512));
        var reserved = new ReservedPorts(NO_RULES, most);
        var owners = new AtomicIntegerArray(65_536);
        int kept =
                atOnce(worker -> {
                    var random = new Random(worker);
                    List<Integer> own = new ArrayList<>();
                    for (int i = 0; i < 50_000; i++) {
                        int port =
                                random.nextInt(3) == 0
                                        ? 0
                                        : space.take(generator(worker, i), reserved, worker);
                        if (port != 0) {
                            assertThat(owners.compareAndSet(port, 0, worker + 1)).isTrue();
                            assertThat(space.holder(port)).isEqualTo(worker);
                            own.add(port);
                        } else if (!own.isEmpty()) {
                            int given = own.remove(random.nextInt(own.size()));
                            assertThat(space.holder(given)).isEqualTo(worker);
                            owners.set(given, 0);
                            space.release(given, worker);
                        }
                    }
                    return own.size();
                });
        assertThat(kept).isBetween(1, 512);
        for (int port = 1024; port < 65_536; port++) {
            assertThat(space.holder(port)).isEqualTo(owners.get(port) - 1);
        }
    }

    @Test
    void aQuotaIsExactWhenAllAskAtOnce() throws InterruptedException {
        List<String> warnings = new ArrayList<>();
        var reached = new AtomicInteger();
        var usage =
                new Usage((name, which, used, limit) -> {
                    synchronized (warnings) {
                        warnings.add(name + " of " + limit);
                        reached.set(used);
                    }
                });
        usage.grow(8);
        var policy = NatPolicy.builder("contoso").quotas(new NatQuotas(50_000, 1)).build();
        int granted =
                atOnce(_ -> {
                    int own = 0;
                    for (int i = 0; i < 20_000; i++) {
                        own += usage.take(7, Quota.PORTS, policy) ? 1 : 0;
                    }
                    return own;
                });
        assertThat(granted).isEqualTo(50_000);
        assertThat(usage.used(7, Quota.PORTS)).isEqualTo(50_000);
        assertThat(warnings).containsExactly("contoso of 50000");
        // Whoever took number 40,000 may be overtaken before it warns.
        assertThat(reached.get()).isBetween(40_000, 50_000);
    }

    /// An address that left the configuration is dropped while others take ports of it.
    @Test
    void anAddressIsNeverDroppedWithAPortOut() throws InterruptedException {
        var externals = new ExternalAddresses();
        for (int i = 0; i < 1000; i++) {
            externals.of(P + 1000 + i);
        }
        var done = new AtomicBoolean();
        var port = new AtomicIntegerArray(65_536);
        int taken =
                atOnce(worker -> {
                    if (worker == 0) {
                        while (!done.get()) {
                            externals.of(P + 1000);
                            for (int i = 0; i < 70; i++) {
                                externals.of(P + 2000 + i);
                            }
                            externals.prune(NatSnapshot.EMPTY);
                        }
                        return 0;
                    }
                    int got = 0;
                    for (int i = 0; i < 50_000; i++) {
                        got += takeAndGive(externals, worker, i, port);
                    }
                    done.set(true);
                    return got;
                });
        assertThat(taken).isGreaterThan(50_000);
    }

    private static int takeAndGive(
            ExternalAddresses externals, int worker, int i, AtomicIntegerArray owners) {
        ExternalAddress address = externals.of(P);
        int port = address.take(IpProtocol.UDP, NO_RULES, generator(worker, i % 4), worker);
        if (port == ExternalAddress.RETIRED) {
            return 0;
        }
        assertThat(owners.compareAndSet(port, 0, worker + 1)).isTrue();
        ExternalAddress found = externals.find(P);
        assertThat(found == null ? -1 : found.holder(IpProtocol.UDP, port)).isEqualTo(worker);
        owners.set(port, 0);
        address.release(IpProtocol.UDP, port, worker);
        return 1;
    }

    @Test
    void thePortsAreTheSameWithAnyNumberOfWorkers() {
        var one = new NatLab(1);
        var two = new NatLab(2);
        var four = new NatLab(4);
        for (int host = 0; host < 30; host++) {
            String external = one.out(one.frames.udp(X + host, 7, E1, 53)).source();
            assertThat(two.out(two.frames.udp(X + host, 7, E1, 53)).source()).isEqualTo(external);
            assertThat(four.out(four.frames.udp(X + host, 7, E1, 53)).source()).isEqualTo(external);
        }
    }

    /// RFC 6888 REQ-14 with hosts that the hash spreads over the workers as it likes.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aPoolIsUsedUpWholeBeforeAMappingFails(int workers) {
        var lab = new NatLab(workers, new NatCapacity(1 << 14, 1 << 14));
        var allBut8192 = new InboundRule(RuleProtocol.UDP, P, new PortRange(1, 57_343), Y, 1);
        lab.contoso(b -> b.externalAddress(P).inbound(allBut8192));
        Set<String> endpoints = new HashSet<>();
        for (int i = 0; i < 8192; i++) {
            Sent sent = lab.out(lab.frames.udp(X + 10 + i % 7, 1 + i / 7, E1, 53));
            assertThat(endpoints.add(sent.source())).isTrue();
            Packet back = lab.frames.udp(E2, 9, P, sent.port());
            assertThat(lab.in(back).destination()).endsWith(":" + (1 + i / 7));
        }
        Sent refused = lab.out(lab.frames.udp(X + 10, 60_000, E1, 53));
        assertThat(refused.reason()).isEqualTo(DropReason.NAT_PORTS_EXHAUSTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void quotasCountOverAllWorkers(int workers) {
        var lab = new NatLab(workers);
        lab.contoso(b -> b.externalAddress(P).quotas(new NatQuotas(20, 25)));
        int passed = 0;
        for (int host = 0; host < 40; host++) {
            passed += lab.out(lab.frames.udp(X + host, 7, E1, 53)).passed() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(20);
        for (int host = 0; host < 20; host++) {
            passed += lab.out(lab.frames.udp(X + host, 7, E2, 53)).passed() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(25);
        assertThat(lab.out(WOODGROVE, lab.frames.udp(X, 7, E1, 53)).passed()).isTrue();
    }
}
