package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a worker does when a configuration of many tenants changes: it stands between the packets
/// of all of them.
class ConfigurationTest {
    private static final int TENANTS = 10_000;
    private static final int PAGE = 256;
    private static final int CHANGED = 5000;

    private final Configuration configuration = new Configuration();
    private final NatSnapshot first = NatSnapshot.EMPTY.with(tenants());

    ConfigurationTest() {
        configuration.adopt(first);
    }

    private static Map<Integer, NatPolicy> tenants() {
        Map<Integer, NatPolicy> policies = new HashMap<>();
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            policies.put(tenant, policy(tenant, tenant));
        }
        return policies;
    }

    private static NatPolicy policy(int tenant, int address) {
        return NatPolicy.builder("tenant " + tenant).externalAddress(address).build();
    }

    private static NatSnapshot with(NatSnapshot before, @Nullable NatPolicy changed) {
        return before.with(Collections.singletonMap(CHANGED, changed));
    }

    @Test
    void oneChangedTenantCostsOnePageOfThem() {
        assertThat(configuration.adopt(with(first, policy(CHANGED, 1 << 20)))).isEqualTo(PAGE);
        assertThat(configuration.owner(1 << 20)).isEqualTo(CHANGED);
        assertThat(configuration.policies()).isEqualTo(TENANTS);
    }

    @Test
    void aTenantThatGoesAndAnotherThatComesCostThatMuchToo() {
        int tenure = configuration.tenure(CHANGED);
        NatSnapshot without = with(first, null);
        assertThat(configuration.adopt(without)).isEqualTo(PAGE);
        assertThat(configuration.policies()).isEqualTo(TENANTS - 1);
        assertThat(configuration.adopt(with(without, policy(0, CHANGED)))).isEqualTo(PAGE);
        assertThat(configuration.policies()).isEqualTo(TENANTS);
        assertThat(configuration.tenure(CHANGED)).isEqualTo(tenure + 2);
        assertThat(configuration.tenure(CHANGED + 1)).isEqualTo(tenure);
    }

    @Test
    void whatIsNoChangeOfNatCostsNothing() {
        NatSnapshot same = with(first, first.policy(CHANGED));
        assertThat(same).isSameAs(first);
        assertThat(configuration.adopt(same)).isZero();
    }
}
