/// Tunnels as the pipeline meets them: what carries a packet out, and what an outer packet brings
/// in, be it ESP or GRE.
///
/// [io.hnvgateway.ipsec.stage.TunnelEncapsulator] chooses by the tunnel's kind and, of ESP, by the
/// traffic selectors; [io.hnvgateway.ipsec.stage.TunnelDecapsulator] finds the tunnel of an outer
/// packet and opens it. Routes, next hops and compartments are the pipeline's affair.
///
/// Owner of every object: one worker. RFC 4301 §5 (ESP), RFC 2784 and 2890 (GRE), RFC 6040
/// (congestion through tunnels).
@NullMarked
package io.hnvgateway.ipsec.stage;

import org.jspecify.annotations.NullMarked;
