/// What learning routes costs: tenants' routers are BIRD in VMs behind an Open vSwitch host, all
/// with the same addresses and AS; the gateway is a process with speakers of its own.
///
/// - [io.hnvgateway.benchmarks.bgp.Routers] is the scene.
/// - [io.hnvgateway.benchmarks.bgp.OneRouteBench] has one tenant: a route that comes and goes, and
///   ten thousand at once.
/// - [io.hnvgateway.benchmarks.bgp.ManyPeersBench] has a hundred tenants: all from cold, and one
///   peer that is added, changed and removed beside the others.
/// - [io.hnvgateway.benchmarks.bgp.DeadPeerBench] has a router that falls silent and is watched by
///   BFD, in the lab's network.
@NullMarked
package io.hnvgateway.benchmarks.bgp;

import org.jspecify.annotations.NullMarked;
