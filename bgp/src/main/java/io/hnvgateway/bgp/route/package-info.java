/// Routes as BGP carries them: immutable, validated values that know nothing of sessions, RIBs or
/// policies.
///
/// A [io.hnvgateway.bgp.route.PathAttributes] is shared by all the prefixes that were announced
/// with it, so it is compared and hashed often and held once; what is long in it (the AS path,
/// lists of communities) is held as plain numbers and limited: a constructor refuses what no honest
/// peer sends, and the caller treats those prefixes as withdrawn (RFC 7606 §2).
///
/// Numbers of 32 bits (AS numbers, identifiers, communities, metrics) are unsigned. What the RIB
/// judges by (loops, next hops, limits that an operator sets) is not judged here.
///
/// RFC departure: extended communities and optional transitive attributes that are unknown here are
/// not passed on (RFC 4271 §5 would have them pass with the Partial bit); the speaker ends the way
/// of both.
///
/// RFC 4271, 1997 (communities), 4456 (reflection), 4760 (families), 6286 (identifiers), 6793 (AS
/// numbers of four octets), 8092 (large communities).
@NullMarked
package io.hnvgateway.bgp.route;

import org.jspecify.annotations.NullMarked;
