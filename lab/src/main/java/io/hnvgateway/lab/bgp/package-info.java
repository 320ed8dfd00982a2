/// BGP between tenants' routers and the gateway, with real programs on both sides.
///
/// - [Bird] is a router's program; it knows nothing of where it runs.
/// - [RoutedTenants] is the lab's network with two routers in each of two tenants, whose addresses
///   are the same in both.
/// - [RouterSite] is where such a router stands: whoever starts a program there needs no more.
@NullMarked
package io.hnvgateway.lab.bgp;

import org.jspecify.annotations.NullMarked;
