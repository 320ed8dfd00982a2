/// The guard: nftables rules that keep the gateway's traffic out of the host's stack.
///
/// With AF_PACKET the kernel sees each frame too and would answer what it does not know (ICMP
/// protocol unreachable for NVGRE, RST). With XDP nothing of it arrives, until the program is gone
/// with its process. So each device has a table `netdev hnv_guard_<device>` at its ingress hook
/// (packet sockets tap earlier): dropped are NVGRE to a provider address, what IP-rewrite VMs send
/// to a back end, everything in a VLAN that the gateway tags itself, everything to a public prefix
/// that is not the host's own address, and what the host would forward. The rules stand before the
/// first socket opens and stay when the process ends, however it ends: a dead gateway is a closed
/// one. Only `detach` takes them away.
///
/// Prefixes stand in a hash set for each prefix length, with a rule that masks the destination: an
/// interval set would be read whole for each change of one element.
///
/// [Nft] runs the nft program for tables, chains and rules ([GuardScript]). Elements change with
/// each tenant: [NfTables] has the kernel carry out a batch of netlink messages ([ElementBatch])
/// within a millisecond.
@NullMarked
package io.hnvgateway.dataplane.guard;

import org.jspecify.annotations.NullMarked;
