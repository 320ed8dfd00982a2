package io.hnvgateway.dataplane.guard;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// nft's words for one device's table.
final class GuardScript {
    private static final String PREFIX = "hnv_guard_";
    private static final String ENCODED_NAME = "([A-Za-z0-9]|_[0-9a-f]{2})+";

    private final String device;
    private final String name;
    private final String table;

    GuardScript(String device) {
        this.device = device;
        this.name = PREFIX + encode(device);
        this.table = "netdev " + name;
    }

    /// The table's name, without its family `netdev`.
    String name() {
        return name;
    }

    /// As nft names it: family and name.
    String table() {
        return table;
    }

    static boolean isTable(String name) {
        return name.matches(PREFIX + ENCODED_NAME);
    }

    static String deviceOf(String tableName) {
        return decode(tableName.substring(PREFIX.length()));
    }

    /// A table's name has letters, digits and `_` only: other characters become `_xx`.
    static String encode(String device) {
        return device.chars()
                .mapToObj(c ->
                        Character.isLetterOrDigit(c) && c < 128
                                ? Character.toString(c)
                                : "_%02x".formatted(c))
                .collect(Collectors.joining());
    }

    static String decode(String encoded) {
        StringBuilder device = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '_' && i + 2 < encoded.length()) {
                device.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                device.append(c);
            }
        }
        return device.toString();
    }

    String removal() {
        return "add table %1$s\ndelete table %1$s\n".formatted(table);
    }

    /// Sets and rules without the prefixes' own; keeps elements that stand already.
    ///
    /// @param closed nothing is left that the host could forward (`ip_forward`)
    String declaration(boolean closed) {
        return """
        table %1$s {
            set provider_addresses { type ipv4_addr; }
            set provider_addresses6 { type ipv6_addr; }
            set host_addresses { type ipv4_addr; }
            set host_addresses6 { type ipv6_addr; }
            set vpn_addresses { type ipv4_addr; }
            set vpn_addresses6 { type ipv6_addr; }
            set rewrite_sources { type ipv4_addr; }
            set rewrite_sources6 { type ipv6_addr; }
            set bgp_peers { type ipv4_addr; }
            set bgp_peers6 { type ipv6_addr; }
            set gateway_vlans { typeof vlan id; }
            set host_vlans { typeof vlan id; }
            chain tunnels {
            }
            chain bgp {
            }
            chain public {
            }
            chain addressed {
            }
            chain host_vlan {
            }
            chain ingress {
                type filter hook ingress device "%2$s" priority -500; policy accept;
            }
        }
        flush chain %1$s tunnels
        flush chain %1$s bgp
        flush chain %1$s public
        flush chain %1$s addressed
        flush chain %1$s host_vlan
        flush chain %1$s ingress
        add rule %1$s tunnels ip frag-off & 0x3fff != 0 ip protocol { udp, gre, esp } counter drop
        add rule %1$s tunnels ip6 nexthdr 44 @nh,320,8 { 17, 47, 50 } counter drop
        add rule %1$s tunnels meta l4proto { gre, esp } counter drop
        add rule %1$s tunnels udp dport 4500 @th,64,32 != 0 counter drop
        add rule %1$s addressed ip daddr @vpn_addresses jump tunnels
        add rule %1$s addressed ip6 daddr @vpn_addresses6 jump tunnels
        add rule %1$s bgp tcp dport 179 counter drop
        add rule %1$s bgp tcp sport 179 counter drop
        add rule %1$s addressed ip saddr @bgp_peers jump bgp
        add rule %1$s addressed ip6 saddr @bgp_peers6 jump bgp
        add rule %1$s addressed ip daddr @host_addresses accept
        add rule %1$s addressed ip6 daddr @host_addresses6 accept
        add rule %1$s addressed ip6 daddr { fe80::/10, ff00::/8 } accept
        add rule %1$s addressed jump public
        add rule %1$s host_vlan jump addressed
        add rule %1$s host_vlan accept
        add rule %1$s ingress vlan id @gateway_vlans counter drop
        add rule %1$s ingress ip protocol gre ip daddr @provider_addresses counter drop
        add rule %1$s ingress meta l4proto gre ip6 daddr @provider_addresses6 counter drop
        add rule %1$s ingress vlan id @host_vlans goto host_vlan
        add rule %1$s ingress ether type 8021ad vlan id @host_vlans goto host_vlan
        add rule %1$s ingress icmpv6 type { 133, 134, 135, 136, 137 } accept
        add rule %1$s ingress ip saddr @rewrite_sources counter drop
        add rule %1$s ingress ip6 saddr @rewrite_sources6 counter drop
        add rule %1$s ingress jump addressed
        %3$s\
        """
                .formatted(table, device, closed ? closing() : "");
    }

    /// What is neither the gateway's nor for an address of the host would be forwarded.
    private String closing() {
        return """
        add rule %1$s ingress udp dport 68 accept
        add rule %1$s ingress fib daddr type { unicast, unreachable, prohibit } counter drop
        """
                .formatted(table);
    }

    String prefixRules(Iterable<PrefixSet> sets) {
        StringBuilder rules = new StringBuilder();
        for (PrefixSet set : sets) {
            rules.append(set.declaration(table)).append(set.rule(table));
        }
        return rules.toString();
    }

    String additions(GuardElements elements) {
        return additions(elements.addresses()) + additions(elements.vlans());
    }

    private <T> String additions(Map<String, List<T>> bySet) {
        return bySet.entrySet().stream()
                .map(e ->
                        "add element %s %s { %s }\n"
                                .formatted(table, e.getKey(), words(e.getValue())))
                .collect(Collectors.joining());
    }

    private static String words(List<?> elements) {
        return elements.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
