package io.hnvgateway.nat;

import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.packet.Ipv4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The NAT part of a forwarding snapshot: the policies by compartment index, and who owns which
/// public address. Immutable; one made by [#with] shares with its origin what did not change.
public final class NatSnapshot {
    public static final NatSnapshot EMPTY =
            new NatSnapshot(PagedArray.empty(), PersistentTable.EMPTY);

    private final PagedArray<NatPolicy> policies;

    /// (0, public address) → compartment index.
    private final PersistentTable owners;

    private NatSnapshot(PagedArray<NatPolicy> policies, PersistentTable owners) {
        this.policies = policies;
        this.owners = owners;
    }

    /// Builds it.
    ///
    /// @param policies by compartment index; null (or missing at the end): the compartment
    ///   translates nothing. Index 0, the default compartment, has none
    /// @throws IllegalArgumentException when two compartments claim one public address
    public NatSnapshot(List<? extends @Nullable NatPolicy> policies) {
        NatSnapshot all = EMPTY.with(byIndex(policies));
        this.policies = all.policies;
        this.owners = all.owners;
    }

    private static Map<Integer, @Nullable NatPolicy> byIndex(
            List<? extends @Nullable NatPolicy> policies) {
        Map<Integer, @Nullable NatPolicy> byIndex = new HashMap<>();
        for (int i = 0; i < policies.size(); i++) {
            byIndex.put(i, policies.get(i));
        }
        return byIndex;
    }

    /// The same with the policies of some compartments replaced; this one when none of them is
    /// another object than before.
    ///
    /// @param named by compartment index; null: it translates nothing any more
    /// @throws IllegalArgumentException when two compartments claim one public address
    @SuppressWarnings("ReferenceEquality") // another object is another policy
    public NatSnapshot with(Map<Integer, ? extends @Nullable NatPolicy> named) {
        Map<Integer, @Nullable NatPolicy> changed = new HashMap<>(named);
        changed.entrySet().removeIf(entry -> policies.get(entry.getKey()) == entry.getValue());
        if (changed.isEmpty()) {
            return this;
        }
        PagedArray<NatPolicy> changedPolicies = policies;
        PersistentTable.Editor editor = owners.edit();
        for (int index : changed.keySet()) {
            disown(editor, policies.get(index));
        }
        for (Map.Entry<Integer, @Nullable NatPolicy> entry : changed.entrySet()) {
            NatPolicy policy = entry.getValue();
            changedPolicies = changedPolicies.with(entry.getKey(), policy);
            if (policy != null) {
                own(editor, entry.getKey(), policy);
            }
        }
        return new NatSnapshot(changedPolicies, editor.build());
    }

    private static void disown(PersistentTable.Editor editor, @Nullable NatPolicy policy) {
        if (policy != null) {
            for (int address : policy.publicAddresses()) {
                editor.put(0, address, PersistentTable.ABSENT);
            }
        }
    }

    private static void own(PersistentTable.Editor editor, int compartment, NatPolicy policy) {
        if (compartment == 0) {
            throw new IllegalArgumentException("the default compartment has no NAT policy");
        }
        for (int address : policy.publicAddresses()) {
            int other = editor.get(0, address);
            if (other != PersistentTable.ABSENT) {
                throw new IllegalArgumentException(
                        "%s belongs to compartments %d and %d"
                                .formatted(Ipv4Address.toString(address), other, compartment));
            }
            editor.put(0, address, compartment);
        }
    }

    /// Visits the compartments whose policy is another object in `next`: at the cost of those, when
    /// one of the two was made of the other.
    ///
    /// @return how many were compared
    int differences(NatSnapshot next, PagedArray.Difference<NatPolicy> visitor) {
        return policies.differences(next.policies, visitor);
    }

    /// The policy of a compartment, or null.
    public @Nullable NatPolicy policy(int compartment) {
        return compartment < 0 ? null : policies.get(compartment);
    }

    /// Index of the compartment that owns a public address; 0: nobody.
    public int owner(int publicAddress) {
        return owners.get(0, publicAddress);
    }

    /// How many public addresses the compartments own.
    int publicAddresses() {
        return owners.size();
    }

    /// One more than the highest compartment index that may have a policy.
    int size() {
        return policies.limit();
    }
}
