package io.hnvgateway.dataplane.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteeringStateTest {
    private final SteeringState state = new SteeringState();
    private final Written written = new Written();
    private final Random random = new Random(4);

    /// What was written, and how much.
    private static final class Written implements SteeringTables {
        final Map<IpAddress, Integer> addresses = new HashMap<>();
        final Map<IpPrefix, Integer> prefixes = new HashMap<>();
        final Map<Integer, Integer> compartments = new HashMap<>();
        Map<String, PortPolicy> ports = Map.of();
        int writes;
        int failAt = -1;

        private void write() {
            if (++writes == failAt) {
                throw new IllegalStateException("map is full");
            }
        }

        @Override
        public void address(IpAddress address, int flags) {
            write();
            if (flags == 0) {
                assertThat(addresses.remove(address)).as("removed once").isNotNull();
            } else {
                addresses.put(address, flags);
            }
        }

        @Override
        public void publicPrefix(IpPrefix prefix, int compartment) {
            write();
            Integer before = prefixes.put(prefix, compartment);
            assertThat(Integer.valueOf(compartment).equals(before)).as("written twice").isFalse();
        }

        @Override
        public void removePublicPrefix(IpPrefix prefix) {
            write();
            assertThat(prefixes.remove(prefix)).as("removed once").isNotNull();
        }

        @Override
        public void compartment(int vsid, int compartment) {
            write();
            if (compartment == 0) {
                compartments.remove(vsid);
            } else {
                compartments.put(vsid, compartment);
            }
        }

        @Override
        public void ports(Map<String, PortPolicy> policies) {
            write();
            ports = policies;
        }
    }

    private SteeringPolicy randomPolicy() {
        return new SteeringPolicy(
                Map.of("p", PortPolicy.of(role())),
                addresses(),
                addresses().stream()
                        .map(IpPrefix::host)
                        .collect(Collectors.toMap(prefix -> prefix, _ -> random.nextInt(3))),
                addresses(),
                addresses(),
                addresses(),
                addresses(),
                addresses(),
                IntStream.range(0, 4).boxed().collect(Collectors.toMap(v -> v, _ -> vsid())));
    }

    private PortRole role() {
        return random.nextBoolean() ? PortRole.BACK_END : PortRole.FRONT_END;
    }

    private int vsid() {
        return 1 + random.nextInt(3);
    }

    private Set<IpAddress> addresses() {
        return IntStream.range(0, 6)
                .filter(_ -> random.nextBoolean())
                .mapToObj(IpAddress::ofIpv4)
                .collect(Collectors.toSet());
    }

    private void assertWritten(SteeringPolicy policy) {
        SteeringState fresh = new SteeringState();
        Written expected = new Written();
        fresh.apply(SteeringChange.between(SteeringPolicy.EMPTY, policy), expected);
        assertThat(written.addresses).isEqualTo(expected.addresses);
        assertThat(written.prefixes).isEqualTo(expected.prefixes);
        assertThat(written.compartments).isEqualTo(expected.compartments);
        assertThat(written.ports).isEqualTo(expected.ports);
    }

    @Test
    void writesByDifferencesWhatItWouldWriteAtOnce() {
        SteeringPolicy before = SteeringPolicy.EMPTY;
        for (int i = 0; i < 300; i++) {
            SteeringPolicy after = randomPolicy();
            state.apply(SteeringChange.between(before, after), written);
            assertWritten(after);
            assertThat(state.policy()).isEqualTo(after);
            before = after;
        }
    }

    @Test
    void writesNothingThatStands() {
        SteeringPolicy policy = TestPolicies.everything("p", PortRole.BACK_END);
        SteeringChange all = SteeringChange.between(SteeringPolicy.EMPTY, policy);
        state.apply(all, written);
        int writes = written.writes;
        assertThat(state.effective(all).ports()).isNull();
        state.apply(state.effective(all), written);
        assertThat(written.writes).isEqualTo(writes);
    }

    @Test
    void writesOneElementForAChangeOfOneAmongMany() {
        Set<IpPrefix> many =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> IpPrefix.host(IpAddress.ofIpv4(i)))
                        .collect(Collectors.toSet());
        SteeringPolicy policy = SteeringPolicy.EMPTY.withPublic(many, Set.of());
        state.apply(SteeringChange.between(SteeringPolicy.EMPTY, policy), written);
        int writes = written.writes;
        many.add(IpPrefix.parse("192.0.2.0/24"));
        SteeringPolicy next = policy.withPublic(many, Set.of());
        state.apply(SteeringChange.between(policy, next), written);
        assertThat(written.writes).isEqualTo(writes + 1);
    }

    @Test
    void canBeGivenAChangeAgainThatFailedHalfway() {
        for (int i = 0; i < 100; i++) {
            SteeringPolicy after = randomPolicy();
            written.failAt = written.writes + 1 + random.nextInt(5);
            SteeringChange change = SteeringChange.between(state.policy(), after);
            int needed = written.failAt - written.writes;
            if (sizeOf(change) >= needed) {
                assertThatThrownBy(() -> state.apply(change, written)).hasMessage("map is full");
            }
            written.failAt = -1;
            state.apply(change, written);
            assertWritten(after);
        }
    }

    /// Writes that a change takes.
    private int sizeOf(SteeringChange change) {
        SteeringState copy = new SteeringState();
        Written count = new Written();
        copy.apply(SteeringChange.between(SteeringPolicy.EMPTY, state.policy()), count);
        int before = count.writes;
        copy.apply(change, count);
        return count.writes - before;
    }
}
