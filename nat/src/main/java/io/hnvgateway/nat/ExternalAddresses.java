package io.hnvgateway.nat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The external addresses of all compartments and their ports. An address that left the
/// configuration stays until its last port is given back. Owner: one worker thread.
final class ExternalAddresses {
    private List<ExternalAddress> all = List.of();
    private AddressMap indices = new AddressMap(new int[0], new int[0]);

    /// Follows a new configuration.
    void adopt(NatSnapshot snapshot) {
        Map<Integer, ExternalAddress> wanted = new LinkedHashMap<>();
        for (int i = 0; i < snapshot.size(); i++) {
            NatPolicy policy = snapshot.policy(i);
            if (policy != null) {
                keep(policy, wanted);
            }
        }
        for (ExternalAddress old : all) {
            if (!old.unused()) {
                wanted.putIfAbsent(old.address(), old);
            }
        }
        all = new ArrayList<>(wanted.values());
        indices = index(all);
    }

    private void keep(NatPolicy policy, Map<Integer, ExternalAddress> wanted) {
        for (int address : policy.externalAddresses()) {
            ExternalAddress known = find(address);
            if (known != null) {
                known.reserve(policy.inbound());
            }
            wanted.put(address, known == null ? new ExternalAddress(address) : known);
        }
    }

    private static AddressMap index(List<ExternalAddress> addresses) {
        int[] keys = new int[addresses.size()];
        int[] values = new int[addresses.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = addresses.get(i).address();
            values[i] = i;
        }
        return new AddressMap(keys, values);
    }

    @Nullable ExternalAddress find(int address) {
        int index = indices.value(address);
        return index == AddressMap.ABSENT ? null : all.get(index);
    }

    /// The external address for an inside address that has no mapping: among those with a free port
    /// the one with the highest score of (secret, compartment, inside address, external address).
    /// So a host comes back to its address, and adding or removing one moves only the hosts that
    /// must move.
    ///
    /// @return the address, or 0 when every one is full
    int preferred(NatPolicy policy, Tuple t, long seed) {
        int best = 0;
        long bestScore = 0;
        for (int address : policy.externalAddresses()) {
            long score = score(address, t, seed);
            boolean better = best == 0 || Long.compareUnsigned(score, bestScore) > 0;
            if (better && hasFreePort(address, t.protocol, policy)) {
                best = address;
                bestScore = score;
            }
        }
        return best;
    }

    private static long score(int external, Tuple t, long seed) {
        long host = (long) t.compartment << 32 | Integer.toUnsignedLong(t.insideAddress);
        return SplitMix.mix(SplitMix.mix(seed ^ host) + Integer.toUnsignedLong(external));
    }

    private boolean hasFreePort(int address, int protocol, NatPolicy policy) {
        ExternalAddress external = find(address);
        return external != null && external.space(protocol, policy.inbound()).freePorts() > 0;
    }
}
