package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What one compartment may translate, and how. Immutable; two snapshots that share the instance
/// leave the compartment's sessions alone without a check.
public final class NatPolicy {
    private final String compartment;
    private final long identity;
    private final int[] externalAddresses;
    private final int[] publicAddresses;
    private final OutboundRule[] outbound;
    private final InboundRules inbound;
    private final List<InboundRule> inboundList;
    private final List<OneToOneRule> oneToOneList;
    private final AddressMap externalOfInside;
    private final AddressMap insideOfExternal;
    private final Filtering udpFiltering;
    private final Filtering tcpFiltering;
    private final NatTimers timers;
    private final NatQuotas quotas;
    private final PrefixTranslations prefixes;

    private NatPolicy(Builder b) {
        compartment = b.compartment;
        identity = PortGenerator.identity(compartment);
        oneToOneList = List.copyOf(b.oneToOne);
        inboundList = List.copyOf(b.inbound);
        int[] external = oneToOneList.stream().mapToInt(OneToOneRule::externalAddress).toArray();
        int[] inside = oneToOneList.stream().mapToInt(OneToOneRule::insideAddress).toArray();
        externalOfInside = new AddressMap(inside, external);
        insideOfExternal = new AddressMap(external, inside);
        externalAddresses =
                b.external.stream()
                        .mapToInt(Integer::intValue)
                        .distinct()
                        .filter(a -> insideOfExternal.value(a) == AddressMap.ABSENT)
                        .toArray();
        outbound = b.outbound.toArray(OutboundRule[]::new);
        inbound = new InboundRules(inboundList);
        udpFiltering = b.udpFiltering;
        tcpFiltering = b.tcpFiltering;
        timers = b.timers;
        quotas = b.quotas;
        prefixes = b.prefixes;
        publicAddresses = gatherPublicAddresses();
        refuseConflicts(external, inside);
    }

    private void refuseConflicts(int[] external, int[] inside) {
        if (IntStream.of(external).distinct().count() != external.length
                || IntStream.of(inside).distinct().count() != inside.length) {
            throw new IllegalArgumentException("two 1:1 rules share an address");
        }
        for (InboundRule rule : inboundList) {
            if (insideOfExternal.value(rule.externalAddress()) != AddressMap.ABSENT) {
                throw new IllegalArgumentException(
                        Ipv4Address.toString(rule.externalAddress())
                                + ": an address of a 1:1 rule cannot have inbound rules");
            }
        }
    }

    /// Starts a policy.
    ///
    /// @param compartment what identifies the compartment for ever (its routing domain): when it
    ///   changes under the same index, all sessions of that index end
    public static Builder builder(String compartment) {
        return new Builder(compartment);
    }

    /// IPv6 prefixes and what stands for them outside.
    public PrefixTranslations prefixes() {
        return prefixes;
    }

    public String compartment() {
        return compartment;
    }

    /// A number that follows from the compartment's name, and from nothing else.
    long identity() {
        return identity;
    }

    /// The external addresses of dynamic mappings: those given, without the ones of 1:1 rules.
    int[] externalAddresses() {
        return externalAddresses;
    }

    /// Every public address that this compartment owns, once each.
    public int[] publicAddresses() {
        return publicAddresses.clone();
    }

    private int[] gatherPublicAddresses() {
        return IntStream.concat(
                        IntStream.of(externalAddresses),
                        IntStream.concat(
                                inboundList.stream().mapToInt(InboundRule::externalAddress),
                                oneToOneList.stream().mapToInt(OneToOneRule::externalAddress)))
                .distinct()
                .toArray();
    }

    boolean hasExternalAddress(int address) {
        for (int external : externalAddresses) {
            if (external == address) {
                return true;
            }
        }
        return false;
    }

    /// True when an outbound rule lets the source go out under a dynamic mapping.
    boolean coversOutbound(int source, int protocol) {
        for (OutboundRule rule : outbound) {
            if (rule.protocol().covers(protocol) && rule.sources().contains(source)) {
                return true;
            }
        }
        return false;
    }

    InboundRules inbound() {
        return inbound;
    }

    boolean hasOneToOneInside(int inside) {
        return externalOfInside.value(inside) != AddressMap.ABSENT;
    }

    boolean hasOneToOneExternal(int external) {
        return insideOfExternal.value(external) != AddressMap.ABSENT;
    }

    /// The external address of an inside address with a 1:1 rule.
    int externalOf(int inside) {
        return externalOfInside.value(inside);
    }

    /// The inside address of an external address with a 1:1 rule.
    int insideOf(int external) {
        return insideOfExternal.value(external);
    }

    Filtering filtering(int protocol) {
        return protocol == IpProtocol.TCP ? tcpFiltering : udpFiltering;
    }

    NatTimers timers() {
        return timers;
    }

    public NatQuotas quotas() {
        return quotas;
    }

    /// Collects a policy; faults of the operator are found before this, what is refused here is a
    /// fault of the program that compiles the configuration.
    public static final class Builder {
        private final String compartment;
        private final List<Integer> external = new ArrayList<>();
        private final List<OutboundRule> outbound = new ArrayList<>();
        private final List<InboundRule> inbound = new ArrayList<>();
        private final List<OneToOneRule> oneToOne = new ArrayList<>();
        private Filtering udpFiltering = Filtering.ENDPOINT_INDEPENDENT;
        private Filtering tcpFiltering = Filtering.ENDPOINT_INDEPENDENT;
        private NatTimers timers = NatTimers.DEFAULT;
        private NatQuotas quotas = NatQuotas.DEFAULT;
        private PrefixTranslations prefixes = PrefixTranslations.NONE;

        private Builder(String compartment) {
            this.compartment = compartment;
        }

        public Builder externalAddress(int address) {
            external.add(address);
            return this;
        }

        public Builder outbound(OutboundRule rule) {
            outbound.add(rule);
            return this;
        }

        public Builder inbound(InboundRule rule) {
            inbound.add(rule);
            return this;
        }

        public Builder oneToOne(OneToOneRule rule) {
            oneToOne.add(rule);
            return this;
        }

        /// For TCP, UDP and ICMP alike.
        public Builder filtering(Filtering filtering) {
            udpFiltering = filtering;
            tcpFiltering = filtering;
            return this;
        }

        /// For TCP alone (RFC 5382 REQ-3).
        public Builder tcpFiltering(Filtering filtering) {
            tcpFiltering = filtering;
            return this;
        }

        public Builder timers(NatTimers newTimers) {
            timers = newTimers;
            return this;
        }

        public Builder prefixes(PrefixTranslations translations) {
            prefixes = translations;
            return this;
        }

        public Builder quotas(NatQuotas newQuotas) {
            quotas = newQuotas;
            return this;
        }

        /// Builds it.
        ///
        /// @throws IllegalArgumentException when rules contradict one another
        public NatPolicy build() {
            return new NatPolicy(this);
        }
    }
}
