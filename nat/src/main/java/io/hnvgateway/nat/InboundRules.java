package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Address;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The inbound rules of one compartment, found by external endpoint and by inside endpoint without
/// an allocation. Immutable.
final class InboundRules {
    private static final Comparator<InboundRule> BY_EXTERNAL =
            Comparator.comparingLong(r -> key(r.externalAddress(), r.ports().first()));
    private static final Comparator<InboundRule> BY_INSIDE =
            Comparator.comparingLong(r -> key(r.insideAddress(), r.insidePort()));

    private final InboundRule[] tcp;
    private final InboundRule[] udp;
    private final InboundRule[] byInside;

    /// Index in [#byInside] of an inside address's first rule.
    private final AddressMap firstOfInside;

    InboundRules(List<InboundRule> rules) {
        tcp = sorted(rules, IpProtocol.TCP);
        udp = sorted(rules, IpProtocol.UDP);
        byInside = rules.stream().sorted(BY_INSIDE).toArray(InboundRule[]::new);
        int[] addresses = new int[byInside.length];
        int[] indices = new int[byInside.length];
        for (int i = byInside.length - 1; i >= 0; i--) {
            addresses[byInside.length - 1 - i] = byInside[i].insideAddress();
            indices[byInside.length - 1 - i] = i;
        }
        firstOfInside = new AddressMap(addresses, indices);
    }

    /// The rule that an external endpoint falls under.
    @Nullable InboundRule serving(int address, int protocol, int port) {
        InboundRule[] rules = rules(protocol);
        int i = lastNotAbove(rules, key(address, port));
        return i >= 0 && rules[i].serves(address, protocol, port) ? rules[i] : null;
    }

    /// The first rule that leads to an inside endpoint.
    @Nullable InboundRule leadingTo(int address, int protocol, int port) {
        if (rules(protocol).length == 0) {
            return null;
        }
        int i = firstOfInside.value(address);
        while (i >= 0 && i < byInside.length && byInside[i].insideAddress() == address) {
            if (byInside[i].leadsTo(address, protocol, port)) {
                return byInside[i];
            }
            i++;
        }
        return null;
    }

    /// The ports of an external address that dynamic mappings must not take; null when none.
    long @Nullable [] reservedPorts(int address, int protocol) {
        long[] bits = null;
        for (InboundRule rule : rules(protocol)) {
            if (rule.externalAddress() == address) {
                bits = bits == null ? PortSpace.emptyBits() : bits;
                PortSpace.setRange(bits, rule.ports());
            }
        }
        return bits;
    }

    int size() {
        return byInside.length;
    }

    private InboundRule[] rules(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> tcp;
            case IpProtocol.UDP -> udp;
            default -> NONE;
        };
    }

    private static final InboundRule[] NONE = {};

    private static int lastNotAbove(InboundRule[] rules, long key) {
        int low = 0;
        int high = rules.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            InboundRule rule = rules[middle];
            if (key(rule.externalAddress(), rule.ports().first()) <= key) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private static InboundRule[] sorted(List<InboundRule> rules, int protocol) {
        InboundRule[] sorted =
                rules.stream()
                        .filter(r -> r.protocol().covers(protocol))
                        .sorted(BY_EXTERNAL)
                        .toArray(InboundRule[]::new);
        for (int i = 1; i < sorted.length; i++) {
            refuseOverlap(sorted[i - 1], sorted[i]);
        }
        return sorted;
    }

    private static void refuseOverlap(InboundRule one, InboundRule other) {
        if (one.externalAddress() == other.externalAddress()
                && one.ports().overlaps(other.ports())) {
            throw new IllegalArgumentException(
                    "two inbound rules serve the same ports of "
                            + Ipv4Address.toString(one.externalAddress()));
        }
    }

    private static long key(int address, int port) {
        return Integer.toUnsignedLong(address) << 16 | port;
    }
}
