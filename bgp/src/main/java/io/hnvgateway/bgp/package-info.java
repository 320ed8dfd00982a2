/// BGP (RFC 4271) for tenants' compartments: what the protocol's words mean, without speaking it.
/// The speaker is another process; `docs/decisions/028-bgp.md` draws who knows what.
@NullMarked
package io.hnvgateway.bgp;

import org.jspecify.annotations.NullMarked;
