/// Site-to-site connections: IKEv2 by charon, ESP by the gateway's workers, GRE.
///
/// ```
///  networkConnections ──► connection ──VICI──► vici ◄──socket──► charon ─┐ IKEv2 with the peer
///                              │ state, reasons                          │
///                              ▼                          kernel-hnv (plugin in charon)
///                        sa: SaDatabase ◄── kernel ◄──socket─────────────┘ SAs, keys, expiry
///                              │ one inbound SA per SPI, one current outbound SA per tunnel
///                              ▼
///        workers: stage ──► esp (headers, window, limits) ──► cipher (AES-GCM, AES-CBC + HMAC)
/// ```
///
/// charon negotiates and knows nothing of packets; the workers know nothing of IKE. Keys travel
/// from charon over a UNIX socket into [io.hnvgateway.ipsec.sa.SaParameters] and from there into
/// native memory of one cipher each; they are never logged, shown or stored.
///
/// RFC 7296 (IKEv2), RFC 4301 (architecture), RFC 4303 (ESP), RFC 3948 (UDP encapsulation), RFC
/// 4106 (AES-GCM), RFC 2784 and 2890 (GRE).
@NullMarked
package io.hnvgateway.ipsec;

import org.jspecify.annotations.NullMarked;
