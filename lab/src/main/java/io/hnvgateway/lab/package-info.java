/// The lab: a provider's network in miniature, in network namespaces on one machine, and the demo
/// that proves the gateway in it with real programs.
///
/// ```
///   Internet hosts 198.18.0.100, .101
///          │
///   router 198.51.100.254        data-centre host 198.51.100.50 (10.0.1.0/24 via the gateway)
///          └──────────┬──────────────────┘
///              front-end switch 198.51.100.0/24         NAT pool 203.0.113.0/24, routed
///                     │                                 to the gateway by the router
///              front  198.51.100.1
///                 G A T E W A Y
///              back   192.0.2.1      Contoso: VSID 5000, CA 10.254.254.2, 02-00-5E-00-50-02
///                     │              Woodgrove: VSID 6000, CA 10.254.254.2, 02-00-5E-00-60-02
///              provider switch 192.0.2.0/24, NVGRE
///          ┌──────────┴──────────────────┐
///   host1 192.0.2.11 (Open vSwitch)   host2 192.0.2.12 (Open vSwitch)
///     ├ contoso-web1    10.0.0.10       └ contoso-data1  10.0.1.20
///     │   VSID 5001                         VSID 5002
///     └ woodgrove-web1  10.0.0.10
///         VSID 6001
/// ```
///
/// Every box is a namespace of its own, the gateway's too: nothing touches the host's network. The
/// switches' ports towards the gateway carry an XDP program, so that the gateway may redirect into
/// them. VMs have MTU 1500, the provider network too: what a VM may send is 42 bytes less.
///
/// - [io.hnvgateway.lab.Demo] is `./hnv demo`.
/// - [io.hnvgateway.lab.LabNetwork] builds the picture; `netns`, `ovs`, `traffic` and `gateway` are
///   its parts.
/// - `proof` holds one class for each thing proved. A proof fails when its feature is switched off;
///   a test shows that.
@NullMarked
package io.hnvgateway.lab;

import org.jspecify.annotations.NullMarked;
