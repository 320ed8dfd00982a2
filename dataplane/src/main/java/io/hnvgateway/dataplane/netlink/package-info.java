/// The kernel's links, addresses, routes and neighbours, mirrored over NETLINK_ROUTE (RFC 3549).
///
/// The host's own tools configure interfaces, VLANs and routes; the gateway reads them. A
/// [KernelMirror] holds the last [KernelState], an immutable value, and tells of changes from its
/// own thread. Neighbours are followed message by message; links, addresses and routes are dumped
/// anew on any change of them, because the kernel removes IPv4 routes of a downed link without a
/// word. Lost messages (ENOBUFS) lead to a new dump of all. A neighbour that is needed is asked for
/// through the kernel (NTF_USE), which also refreshes it.
///
/// [NetlinkSocket] and [NetlinkMessage] also carry the guard's requests to netfilter.
///
/// A VLAN interface is known with its parent and identifier, so that its frames stay the host's. A
/// route has all its living next hops with their weights. An address under duplicate address
/// detection, or refused by it, is none yet.
@NullMarked
package io.hnvgateway.dataplane.netlink;

import org.jspecify.annotations.NullMarked;
