package io.hnvgateway.nat;

import io.hnvgateway.compartments.PagedArray;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The configuration in force, and per compartment index two numbers that tell old from new: the
/// *epoch* changes with the policy, the *tenure* when the index goes to another tenant or loses its
/// policy. A mapping of another tenure is never allowed again. Owner: one worker thread.
final class Configuration {
    private NatSnapshot snapshot = NatSnapshot.EMPTY;
    private int size = 1;
    private int[] epochs = new int[1];
    private int[] tenures = new int[1];

    /// The epoch of what was checked under no configuration of this process.
    static final int NEVER = -1;

    /// The tenure that a compartment has when its first policy is adopted.
    static final int FIRST_TENURE = 1;

    private int lastEpoch;
    private int policies;

    /// A field, for a worker makes no objects.
    private final PagedArray.Difference<NatPolicy> difference = this::changed;

    /// Costs a worker what was changed, not what there is.
    ///
    /// @return how many policies were compared
    int adopt(NatSnapshot next) {
        grow(next.size());
        int compared = snapshot.differences(next, difference);
        snapshot = next;
        return compared;
    }

    /// Makes room for the compartments 0..`compartments` - 1, and for half as many more: those that
    /// an earlier process left come one by one.
    void grow(int compartments) {
        size = Math.max(size, compartments);
        if (compartments > epochs.length) {
            epochs = Arrays.copyOf(epochs, compartments + (compartments >> 1));
            tenures = Arrays.copyOf(tenures, epochs.length);
        }
    }

    private void changed(int compartment, @Nullable NatPolicy before, @Nullable NatPolicy after) {
        policies += (after == null ? 0 : 1) - (before == null ? 0 : 1);
        epochs[compartment] = ++lastEpoch;
        boolean sameTenant =
                before != null && after != null && before.compartment().equals(after.compartment());
        if (!sameTenant) {
            tenures[compartment]++;
        }
    }

    /// How many compartment indices there have been so far.
    int size() {
        return size;
    }

    /// How many compartments have a policy.
    int policies() {
        return policies;
    }

    @Nullable NatPolicy policy(int compartment) {
        return snapshot.policy(compartment);
    }

    int owner(int publicAddress) {
        return snapshot.owner(publicAddress);
    }

    int tenure(int compartment) {
        return tenures[compartment];
    }

    /// Whether the configuration still allows a mapping; remembered in it until the next change.
    boolean allows(long m) {
        int compartment = MappingRecord.compartment(m);
        int epoch = epochs[compartment];
        if (MappingRecord.checkedEpoch(m) == epoch) {
            return true;
        }
        NatPolicy policy = policy(compartment);
        boolean allowed =
                policy != null
                        && MappingRecord.tenure(m) == tenures[compartment]
                        && allows(policy, m);
        if (allowed) {
            MappingRecord.checkedEpoch(m, epoch);
        }
        return allowed;
    }

    private static boolean allows(NatPolicy policy, long m) {
        return switch (MappingRecord.kind(m)) {
            case MappingRecord.DYNAMIC -> allowsDynamic(policy, m);
            case MappingRecord.INBOUND -> allowsInbound(policy, m);
            default ->
                    policy.insideOf(MappingRecord.externalAddress(m))
                            == MappingRecord.insideAddress(m);
        };
    }

    private static boolean allowsDynamic(NatPolicy policy, long m) {
        int protocol = MappingRecord.protocol(m);
        int external = MappingRecord.externalAddress(m);
        int inside = MappingRecord.insideAddress(m);
        return policy.hasExternalAddress(external)
                && policy.coversOutbound(inside, protocol)
                && !policy.hasOneToOneInside(inside)
                && policy.inbound().serving(external, protocol, MappingRecord.externalPort(m))
                        == null;
    }

    private static boolean allowsInbound(NatPolicy policy, long m) {
        int port = MappingRecord.externalPort(m);
        InboundRule rule =
                policy.inbound()
                        .serving(MappingRecord.externalAddress(m), MappingRecord.protocol(m), port);
        return rule != null
                && rule.insideAddress() == MappingRecord.insideAddress(m)
                && rule.insidePortOf(port) == MappingRecord.insidePort(m);
    }
}
