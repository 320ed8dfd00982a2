/// The lab: a provider's network in miniature, in network namespaces on one machine, and the demo
/// that proves the gateway in it with real programs.
///
/// ```
///   Internet hosts 198.18.0.100, .101, 2001:db8:e::100
///          │
///   routers 198.51.100.254, .253        data-centre host 198.51.100.50 (10.0.1.0/24 via the
///           2001:db8:f::fe                                              gateway)
///          └──────────┬──────────────────┘
///              front-end switch 198.51.100.0/24         NAT pool 203.0.113.0/24 and Fabrikam's
///                     │         2001:db8:f::/64         2001:db8:fa::/48, routed to the gateway
///              front  198.51.100.1, 2001:db8:f::1
///                 G A T E W A Y
///              back   192.0.2.1         Contoso: VSID 5000, CA 10.254.254.2, 02-00-5E-00-50-02
///                     fd00:b::1         Woodgrove: VSID 6000, CA 10.254.254.2, 02-00-5E-00-60-02
///                     │                 Fabrikam: VSID 7000, CA fd00:10:0:fe::2, 02-00-5E-00-70-02
///              provider switch 192.0.2.0/24, fd00:b::/64
///          ┌──────────┴──────┬──────────────────┬──────────────────────┐
///   host1 192.0.2.11    host2 192.0.2.12    host3 fd00:b::13      host4 192.0.2.14
///   Open vSwitch        Open vSwitch        Open vSwitch          IP rewrite
///     ├ contoso-web1      ├ contoso-data1     └ fabrikam-data1      └ contoso-rw1  10.0.0.30
///     │ 10.0.0.10         │ 10.0.1.20           fd00:10:0:2::20       as 192.0.2.130
///     │ VSID 5001         │ VSID 5002           VSID 7002             VSID 5001
///     └ woodgrove-web1    └ fabrikam-web1
///       10.0.0.10           fd00:10:0:1::10
///       VSID 6001           VSID 7001
/// ```
///
/// The demo's gateway has a third interface, mg 198.19.1.1, to which a controller's namespace has a
/// cable; a second gateway, 198.51.100.2 and 192.0.2.2, comes and goes ([SecondGateway]). A
/// [LabController] tells both what to do, over HTTPS; labs of other tests use `hnvctl`.
///
/// Every box is a namespace of its own, the gateway's too: nothing touches the host's network. The
/// switches' ports towards the gateway carry an XDP program, so that the gateway may redirect into
/// them. VMs have MTU 1500, the provider network too: what a VM may send is 42 bytes less, or 62
/// over IPv6.
///
/// - [io.hnvgateway.lab.Demo] is `./hnv demo`.
/// - [io.hnvgateway.lab.LabNetwork] builds the picture; `netns`, `ovs`, `traffic` and `gateway` are
///   its parts.
/// - `stream` counts what is lost of traffic that runs through a restart.
/// - `proof` holds one class for each thing proved. A proof fails when its feature is switched off;
///   a test shows that.
@NullMarked
package io.hnvgateway.lab;

import org.jspecify.annotations.NullMarked;
