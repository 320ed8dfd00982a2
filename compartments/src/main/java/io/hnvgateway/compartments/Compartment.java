package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpPrefix;
import java.util.List;

/// One customer network on this gateway, compiled and immutable. What changes with traffic stands
/// in [CompartmentState], which outlives this object.
///
/// @param identity who it is
/// @param topology subnets and the gateway's own interfaces in them
/// @param records lookup records
/// @param forwarding routes and rules
/// @param state counters, limits
public record Compartment(
        Identity identity,
        Topology topology,
        LookupTable records,
        Forwarding forwarding,
        CompartmentState state) {

    /// Names of a compartment.
    ///
    /// @param index 1..65535, valid while the compartment exists; 0 is the default compartment
    /// @param generation grows when flows must be decided anew; entries of another one are not run
    /// @param name resource id of the customer network
    public record Identity(int index, int generation, RoutingDomainId rdid, String name) {}

    /// What it consists of.
    ///
    /// @param sendsUnreachable a host that sends a frame for a station that is not the gateway is
    ///   told so (MS-NVGREE §3.1.5.4)
    public record Topology(
            List<VirtualSubnet> subnets, GatewayInterfaces interfaces, boolean sendsUnreachable) {
        public Topology(List<VirtualSubnet> subnets, GatewayInterfaces interfaces) {
            this(subnets, interfaces, true);
        }
    }

    /// How it forwards.
    ///
    /// @param routes as configured and derived, for display
    /// @param groups of equal-cost routes: what GROUP entries of `fib` name
    /// @param directSources prefixes whose packets leave untranslated
    /// @param mtuBytes largest inner IP packet that reaches every VM; the adjacency of each knows
    ///   its own
    public record Forwarding(
            List<Route> routes,
            Fib fib,
            NextHopGroups groups,
            List<IpPrefix> directSources,
            SourceCheck sourceCheck,
            int mtuBytes) {
        /// Whether the address lies inside: the gateway's, a VM's, or one behind a VM or a tunnel.
        public boolean isInside(long high, long low) {
            return switch (FibEntry.kind(fib.lookup(high, low))) {
                case FibEntry.SUBNET,
                        FibEntry.VIA,
                        FibEntry.GROUP,
                        FibEntry.LOCAL,
                        FibEntry.TUNNEL ->
                        true;
                default -> false;
            };
        }

        /// The [FibEntry] for an address; where next hops are of equal cost, that of the flow.
        ///
        /// @param flowHash the same for all packets of a flow
        public int route(long high, long low, int flowHash) {
            return groups.resolve(fib.lookup(high, low), flowHash);
        }

        public boolean isDirectSource(long high, long low) {
            for (int i = 0; i < directSources.size(); i++) {
                if (directSources.get(i).contains(high, low)) {
                    return true;
                }
            }
            return false;
        }
    }

    public int index() {
        return identity.index();
    }

    public int generation() {
        return identity.generation();
    }

    /// The same compartment in another generation.
    public Compartment in(int generation) {
        Identity other = new Identity(identity.index, generation, identity.rdid, identity.name);
        return new Compartment(other, topology, records, forwarding, state);
    }
}
