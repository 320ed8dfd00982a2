/// Which frames are the gateway's, which are the host's, and which are nobody's.
///
/// A [SteeringPolicy] names addresses, prefixes, and the role of each link: a port's untagged
/// frames, or one VLAN of it. It is executed twice: by the XDP program (`src/main/c/hnv_xdp.bpf.c`)
/// and by [SteeringFilter] for AF_PACKET; a test compares both over the same frames. Every frame
/// gets exactly one [SteeringVerdict].
///
/// Rules, for IPv4 and IPv6 alike:
/// - NVGRE (IP protocol 47) to a provider address is the gateway's on back-end links and is never
///   passed to the kernel; over IPv6 so is what hides behind extension headers.
/// - Packets to public prefixes are the gateway's on front-end links and never passed. An address
///   of the host inside a public prefix stays the host's.
/// - What comes from the provider address of an IP-rewrite VM on a back-end link is the gateway's,
///   except neighbour discovery with the host.
/// - ARP and neighbour discovery of an address that only the gateway owns are the gateway's.
/// - In a VLAN that the gateway tags itself (802.1Q) all ARP and discovery and all to its addresses
///   there is the gateway's, and nothing is the host's. In a VLAN of the host all is the host's but
///   NVGRE to provider addresses and packets to public ones, which are dropped.
/// - The host gets what is addressed to its own addresses, other ARP and discovery, DHCP replies,
///   IGMP, IPv6 of the link's scope, LLDP.
///
/// A change of a few elements is a [SteeringChange]; it costs what it changes, however large the
/// policy is. [SteeringState] is the policy in force and writes what differs to [SteeringTables].
///
/// Threads: [Steering#apply] belongs to one control thread; filters read tables that it changes
/// element by element, without a lock.
@NullMarked
package io.hnvgateway.dataplane.steering;

import org.jspecify.annotations.NullMarked;
