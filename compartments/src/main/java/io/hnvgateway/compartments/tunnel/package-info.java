/// Tunnels of tenants to their own sites, as the data path knows them whatever carries them: ESP,
/// GRE, or a VLAN of the front end.
///
/// A route `TUNNEL(index)` of a compartment names one;
/// [io.hnvgateway.compartments.tunnel.TunnelTable] finds it. What is configured is immutable in
/// [io.hnvgateway.compartments.tunnel.Tunnel]; what changes with traffic stands in
/// [io.hnvgateway.compartments.tunnel.TunnelState], which outlives a change of configuration. All
/// packets of a tunnel, in both directions, go by one worker, its *owner*: so they keep their
/// order, and neither rate limits nor sequence numbers need a lock.
///
/// Keys and security associations are not here: they belong to the module of site-to-site tunnels.
///
/// RFC 4301 (IPsec), RFC 2784 and 2890 (GRE).
@NullMarked
package io.hnvgateway.compartments.tunnel;

import org.jspecify.annotations.NullMarked;
