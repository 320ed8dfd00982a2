/// Open vSwitch as an independent NVGRE host, in place of a Hyper-V server.
///
/// Each host is a namespace with an Open vSwitch of its own (user-space datapath, no kernel
/// module):
///
/// ```
///   VM ── veth ── overlay (OpenFlow = the host's HNV policy) ── gre port ┐
///                                                                        │ encapsulated by PA
///   provider network ── veth "phy" ── underlay (PA on its internal port) ┘
/// ```
///
/// The policy is what an HNV host does: it answers ARP for the subnet's router and for known CAs,
/// sends to a VM of the same virtual subnet straight to that VM's PA with the subnet's VSID, and
/// everything else to the gateway's PA with the **gateway VSID** and the gateway's MAC, each with a
/// FlowID. Towards a VM it takes only frames of that VM's VSID and MAC (any FlowID) whose outer
/// source and inner source MAC are the gateway's or a known neighbour's.
@NullMarked
package io.hnvgateway.lab.ovs;

import org.jspecify.annotations.NullMarked;
