/// Which frames are the gateway's, which are the host's, and which are nobody's.
///
/// A [SteeringPolicy] names addresses, prefixes and port roles. It is executed twice: by the XDP
/// program (`src/main/c/hnv_xdp.bpf.c`) and by [SteeringFilter] for AF_PACKET; a test compares both
/// over the same frames. Every frame gets exactly one [SteeringVerdict].
///
/// Rules: NVGRE (IP protocol 47) to a provider address is the gateway's on back-end ports and is
/// never passed to the kernel; packets to public prefixes are the gateway's on front-end ports and
/// never passed; ARP for an address that only the gateway owns is the gateway's; the host gets what
/// is addressed to its own addresses, other ARP, neighbour discovery, DHCP replies, IGMP, LLDP and
/// its VLANs. An address of the host inside a public prefix stays the host's.
///
/// Threads: [Steering#apply] belongs to one control thread; filters read an immutable index that is
/// swapped by one reference.
@NullMarked
package io.hnvgateway.dataplane.steering;

import org.jspecify.annotations.NullMarked;
