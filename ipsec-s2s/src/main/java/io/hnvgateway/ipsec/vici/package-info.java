/// Client of VICI, charon's configuration interface, over its UNIX socket.
///
/// ```
///  frame    0        4      5         6 …            charon answers requests of one socket in their
///          ┌────────┬──────┬─────────┬──────┬──────┐ order and without numbers: so one socket for
///          │ length │ type │ length  │ name │ body │ events, one for short commands by turns, and
///          └────────┴──────┴─────────┴──────┴──────┘ one for each command that takes long
/// ```
///
/// [io.hnvgateway.ipsec.vici.ViciCodec] believes no length,
/// [io.hnvgateway.ipsec.vici.ViciConnection] is one socket, [io.hnvgateway.ipsec.vici.Charon] the
/// typed commands, [io.hnvgateway.ipsec.vici.CharonEvents] the events and
/// [io.hnvgateway.ipsec.vici.CharonLog] the log, both with reconnecting. All calls block and belong
/// on virtual threads; Netty's thread only moves packets into bounded queues. Bodies may hold keys
/// and are never logged.
///
/// The protocol stands in strongSwan's `src/libcharon/plugins/vici/README.md`.
@NullMarked
package io.hnvgateway.ipsec.vici;

import org.jspecify.annotations.NullMarked;
