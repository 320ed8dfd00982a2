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
/// without it. After charon's end everything is pushed again; after the gateway's own end, what
/// charon still has is adopted or ended.
@NullMarked
package io.hnvgateway.ipsec.connection;

import org.jspecify.annotations.NullMarked;
