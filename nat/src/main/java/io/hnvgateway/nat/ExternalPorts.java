package io.hnvgateway.nat;

import org.jspecify.annotations.Nullable;

/// Takes an external address and port for a new mapping, and gives them back. Owner: one worker
/// thread; what it takes from is shared.
final class ExternalPorts {
    private final ExternalAddresses addresses;
    private final PortGenerator candidates;
    private final long seed;
    private final int worker;

    ExternalPorts(NatShared shared, int worker) {
        addresses = shared.externals;
        candidates = new PortGenerator(shared.secrets);
        seed = shared.secrets.hashSeed();
        this.worker = worker;
    }

    /// Takes a free port of one external address for the tuple's inside endpoint, and fills both
    /// in.
    ///
    /// @return false when no port is free
    boolean take(Tuple t, NatPolicy policy, int address) {
        candidates.begin(policy.identity(), t.insideAddress, t.protocol, t.insidePort);
        int port = ExternalAddress.RETIRED;
        while (port == ExternalAddress.RETIRED) {
            port = addresses.of(address).take(t.protocol, policy.inbound(), candidates, worker);
        }
        t.externalAddress = address;
        t.externalPort = port;
        return port != 0;
    }

    /// As [#take], for an inside address that has no mapping: of the external addresses with a free
    /// port the one with the highest score of (secret, compartment, inside address, external
    /// address). So a host comes back to its address, and adding or removing one moves only the
    /// hosts that must move.
    boolean takeAny(Tuple t, NatPolicy policy) {
        long host = SplitMix.mix(SplitMix.mix(seed ^ policy.identity()) + t.insideAddress);
        int left = policy.externalAddresses().length;
        long below = 0;
        boolean first = true;
        while (left-- > 0) {
            int address = best(policy, host, below, first);
            if (take(t, policy, address)) {
                return true;
            }
            below = score(host, address);
            first = false;
        }
        return false;
    }

    /// The address that [#takeAny] tries first; 0 when the policy has none.
    int favourite(Tuple t, NatPolicy policy) {
        long host = SplitMix.mix(SplitMix.mix(seed ^ policy.identity()) + t.insideAddress);
        return best(policy, host, 0, true);
    }

    /// The port that [#take] tries first.
    int favouritePort(Tuple t, NatPolicy policy) {
        candidates.begin(policy.identity(), t.insideAddress, t.protocol, t.insidePort);
        return candidates.candidate(0);
    }

    /// The address's ports, or null when it never had any.
    @Nullable ExternalAddress find(int address) {
        return addresses.find(address);
    }

    /// The address with the highest score, or the highest below one.
    private static int best(NatPolicy policy, long host, long below, boolean any) {
        int best = 0;
        long bestScore = 0;
        for (int address : policy.externalAddresses()) {
            long score = score(host, address);
            boolean eligible = any || Long.compareUnsigned(score, below) < 0;
            if (eligible && (best == 0 || Long.compareUnsigned(score, bestScore) > 0)) {
                best = address;
                bestScore = score;
            }
        }
        return best;
    }

    private static long score(long host, int external) {
        return SplitMix.mix(host + Integer.toUnsignedLong(external));
    }

    /// Takes the external endpoint of a mapping that an earlier process made.
    ///
    /// @return false when it is taken
    boolean adopt(int address, int protocol, int port) {
        return addresses.of(address).adopt(protocol, port, worker);
    }

    void release(int address, int protocol, int port) {
        ExternalAddress external = addresses.find(address);
        if (external != null) {
            external.release(protocol, port, worker);
        }
    }
}
