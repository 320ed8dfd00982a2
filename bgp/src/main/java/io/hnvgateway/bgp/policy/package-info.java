/// What a tenant wants of routes that come and go: a [io.hnvgateway.bgp.policy.PolicyMap] is a list
/// of rules, each a match and what to do with a route that it fits.
///
/// The first rule that fits decides (permit or deny), but one that says *next* only sets something
/// and lets the rules behind it go on with the result. What no rule fits is permitted, as on the
/// gateways that this one follows, unless the map says otherwise.
///
/// All values are immutable and hold no state, so any thread may apply them; the result for the
/// same prefix and attributes is always the same, which lets a RIB judge again without asking the
/// peer. A match on the AS path or next hop sees them as they are in the RIB: before the own AS is
/// put in front, and before the gateway's own address becomes the next hop.
@NullMarked
package io.hnvgateway.bgp.policy;

import org.jspecify.annotations.NullMarked;
