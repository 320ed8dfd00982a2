/// HTTPS: the management API as HTTP/1.1 and HTTP/2 over TLS 1.3, at one address and port. No other
/// package knows Armeria. Design: `docs/decisions/033-https.md`.
///
/// **Threads.** Two event loops read and write; each request that is let in has a virtual thread,
/// which may block. Nothing here runs on, or waits for, a worker.
///
/// **What a stranger may use** is bounded before it is looked at:
///
/// ```
///   TCP  ─► ConnectionGate  ─► TLS ─► Http1Guard ─► Armeria ─► RestService
///           places in all,            framing of   HTTP/2's    host, path, who, rate,
///           per source; time          HTTP/1.1     limits      body, then the Api
/// ```
@NullMarked
package io.hnvgateway.app.rest;

import org.jspecify.annotations.NullMarked;
