/// The control socket: how `hnvctl` talks to a running gateway.
///
/// A UNIX stream socket, mode 0600 in a directory of mode 0700: who may open it may administer. One
/// JSON object a line in, one JSON object a line out, as many as the client likes:
///
/// ```
///   {"request":"apply","document":{…},"dryRun":false}   → {"ok":true,"result":{"changed":true,"changes":[…]}}
///                                                        or {"ok":false,"faults":["path: value: rule; hint",…]}
///   {"request":"diff","document":{…}}                    → as apply with dryRun
///   {"request":"put","document":{…},"delete":["/…"]}    → as apply; what is not named stays
///   {"request":"delete","delete":["/loadBalancers/a"]}   → as put
///   {"request":"watch","topics":[…],"compartment":"…"}   → {"ok":true,"result":{"watching":…}}, then a line an event
///   {"request":"desired"}                                → {"ok":true,"result":{the canonical document}}
///   {"request":"show","topic":"drops","tenant":"contoso"} → {"ok":true,"result":[{…},…]}  one flat object a row
///   {"request":"explain","tenant":…,"source":…,"destination":…,"protocol":"tcp",
///    "sourcePort":…,"destinationPort":…}                 → {"ok":true,"result":{"steps":[…],"verdict":…}}
///   {"request":"status"}                                 → {"ok":true,"result":{…}}
///   {"request":"access","action":"list"}                 → who may ask the management API; see
///                                                          io.hnvgateway.app.access.AccessRequests
///   anything else                                        → {"ok":false,"faults":["request: … "]}
/// ```
///
/// **Threads and limits.** Each client has a virtual thread with blocking I/O, and at most
/// [io.hnvgateway.app.control.ControlServer#MAX_CLIENTS] are served at once. A line may have 128
/// MiB; beyond 64 KiB only one line is read at a time, so that memory is bounded by one document. A
/// client that neither sends nor reads for ten seconds is disconnected by a watch that closes its
/// channel. Nothing here runs on, or waits for, a worker; what a request needs from one, the
/// implementation of [io.hnvgateway.app.control.ControlBackend] asks by command.
@NullMarked
package io.hnvgateway.app.control;

import org.jspecify.annotations.NullMarked;
