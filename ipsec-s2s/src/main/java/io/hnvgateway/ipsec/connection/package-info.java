/// Connections: what charon shall have, what it has, and why a tunnel is not up.
///
/// ```
///  apply(specs) ──► Connections ──load-conn, initiate, terminate──► charon
///  demand(name) ──►     │  ▲
///                       │  └── events: ike/child up, down, rekeyed; log lines ──► FailureLog
///                       ▼                      alerts of the plugin ──► ConnectionAlerts
///             ConnectionStatus, ConnectionListener (routes, tunnels)
/// ```
///
/// charon's name of a connection is its handle, `<routing domain>/<connection id>`, the same over
/// all restarts; each has an interface id of its own, or charon would take equal selectors of two
/// tenants for one. Pre-shared keys never reach charon's store, where every peer would be tried
/// against every key: the plugin asks for the one of a connection. Duplicates end by connection,
/// since INITIAL_CONTACT would let one tenant end another's tunnel (`unique = never`).
///
/// All state is under one lock; whatever waits for charon or a peer does so on virtual threads
/// without it. After charon's end everything is pushed again. After the gateway's own end, IKE_SAs
/// that charon still has are adopted if they come of the connection as it is now, its secrets
/// included ([io.hnvgateway.ipsec.connection.SpecSeal]); others end before anything is pushed, and
/// before their CHILD_SAs get keys again.
@NullMarked
package io.hnvgateway.ipsec.connection;

import org.jspecify.annotations.NullMarked;
