package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.desired.TenantNetwork.TranslatedPrefix;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A network and what became of it.
///
/// @param digest of all that its flows are decided by: see [#digest(TenantNetwork)], and what is
///   learned
record CompiledNetwork(
        TenantNetwork source,
        LearnedRoutes learned,
        long digest,
        Compartment compartment,
        @Nullable NatPolicy nat) {
    List<Integer> publicAddresses() {
        return nat == null ? List.of() : IntStream.of(nat.publicAddresses()).boxed().toList();
    }

    /// Prefixes of the outside that lead to the network by translation.
    Stream<IpPrefix> outsidePrefixes() {
        return source.translatedPrefixes().stream().map(TranslatedPrefix::outside);
    }

    /// Whether the other one asks for the same translation.
    boolean translatesAs(TenantNetwork other) {
        return source.nat().equals(other.nat())
                && source.translatedPrefixes().equals(other.translatedPrefixes());
    }

    /// Whether both have the same compartment, and all that no other network may have: subnets,
    /// public addresses, outside prefixes, provider addresses of VMs with IP rewrite.
    boolean claimsAs(CompiledNetwork other) {
        return compartment.index() == other.compartment.index()
                && source.rdid().equals(other.source.rdid())
                && source.subnets().equals(other.source.subnets())
                && source.directPrefixes().equals(other.source.directPrefixes())
                && publicAddresses().equals(other.publicAddresses())
                && source.translatedPrefixes().equals(other.source.translatedPrefixes())
                && compartment
                        .records()
                        .rewriteAddresses()
                        .equals(other.compartment.records().rewriteAddresses());
    }

    /// Adjacency slots that a network needs at most.
    static int slots(TenantNetwork network) {
        return network.lookupRecords().size() * (1 + network.gatewayInterfaces().size());
    }

    /// Whether flows that were decided by the other one need not be decided again. A lookup record
    /// takes effect by its adjacency, so most records alone change no decision: see
    /// [RecordDecisions].
    boolean decidesAs(TenantNetwork other) {
        return source.rdid().equals(other.rdid())
                && source.subnets().equals(other.subnets())
                && source.gatewayInterfaces().equals(other.gatewayInterfaces())
                && source.routes().equals(other.routes())
                && source.addressSpace().equals(other.addressSpace())
                && source.directPrefixes().equals(other.directPrefixes())
                && translatesAs(other)
                && source.backEnd().equals(other.backEnd())
                && decisive(source).equals(decisive(other))
                && RecordDecisions.of(source).equals(RecordDecisions.of(other));
    }

    /// The digest of all that [#decidesAs] compares: equal ones need no flow decided anew. Lists
    /// are stored in another order than they were applied in, and none of their orders decides a
    /// flow.
    static long digest(TenantNetwork network) {
        RecordDecisions records = RecordDecisions.of(network);
        Map<String, Object> decisive = new HashMap<>();
        decisive.put("rdid", network.rdid());
        decisive.put("subnets", network.subnets());
        decisive.put("interfaces", network.gatewayInterfaces());
        decisive.put("routes", network.routes());
        decisive.put("space", network.addressSpace());
        decisive.put("direct", network.directPrefixes());
        decisive.put("nat", network.nat());
        decisive.put("translated", network.translatedPrefixes());
        decisive.put("backEnd", network.backEnd());
        decisive.put("records", records);
        decisive.put("connections", decisive(network));
        return CanonicalDigest.ofUnordered(decisive);
    }

    private static Set<TenantConnection.Decisive> decisive(TenantNetwork network) {
        return network.connections().stream()
                .map(TenantConnection::decisive)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The same in another generation.
    CompiledNetwork in(int generation) {
        return new CompiledNetwork(source, learned, digest, compartment.in(generation), nat);
    }
}
