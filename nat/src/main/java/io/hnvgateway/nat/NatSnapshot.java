package io.hnvgateway.nat;

import io.hnvgateway.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The NAT part of a forwarding snapshot: the policies by compartment index, and who owns which
/// public address. Immutable.
public final class NatSnapshot {
    public static final NatSnapshot EMPTY = new NatSnapshot(List.of());

    private final @Nullable NatPolicy[] policies;
    private final AddressMap owners;
    private final int publicAddresses;

    /// Builds it.
    ///
    /// @param policies by compartment index; null (or missing at the end): the compartment
    ///   translates nothing. Index 0, the default compartment, has none
    /// @throws IllegalArgumentException when two compartments claim one public address
    public NatSnapshot(List<? extends @Nullable NatPolicy> policies) {
        this.policies = policies.toArray(NatPolicy[]::new);
        owners = owners(this.policies);
        publicAddresses = count(this.policies);
    }

    private static AddressMap owners(@Nullable NatPolicy[] policies) {
        List<int[]> owned = new ArrayList<>();
        for (int i = 0; i < policies.length; i++) {
            NatPolicy policy = policies[i];
            if (policy == null) {
                continue;
            }
            if (i == 0) {
                throw new IllegalArgumentException("the default compartment has no NAT policy");
            }
            for (int address : policy.publicAddresses()) {
                owned.add(new int[] {address, i});
            }
        }
        AddressMap map =
                new AddressMap(
                        owned.stream().mapToInt(o -> o[0]).toArray(),
                        owned.stream().mapToInt(o -> o[1]).toArray());
        for (int[] o : owned) {
            refuseSecondOwner(map, o[0], o[1]);
        }
        return map;
    }

    private static int count(@Nullable NatPolicy[] policies) {
        int count = 0;
        for (NatPolicy policy : policies) {
            count += policy == null ? 0 : policy.publicAddresses().length;
        }
        return count;
    }

    private static void refuseSecondOwner(AddressMap map, int address, int compartment) {
        if (map.value(address) != compartment) {
            throw new IllegalArgumentException(
                    "%s belongs to compartments %d and %d"
                            .formatted(
                                    Ipv4Address.toString(address),
                                    compartment,
                                    map.value(address)));
        }
    }

    /// The policy of a compartment, or null.
    public @Nullable NatPolicy policy(int compartment) {
        return compartment >= 0 && compartment < policies.length ? policies[compartment] : null;
    }

    /// Index of the compartment that owns a public address; 0: nobody.
    public int owner(int publicAddress) {
        return Math.max(0, owners.value(publicAddress));
    }

    /// How many public addresses the compartments own.
    int publicAddresses() {
        return publicAddresses;
    }

    /// One more than the highest compartment index that may have a policy.
    int size() {
        return policies.length;
    }
}
