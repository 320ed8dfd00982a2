/// The service-provider interface over the gateway's REST API.
///
/// ```
///   RestGatewaySession ─┬─ ResourceClient ──┐                  ┌─ TlsTrust: the fingerprint, else authorities
///                       ├─ repair.*         ├─► RestConnection ┤
///                       ├─ EventPoller      │   tries again    └─ JDK's HTTP client, TLS 1.3
///                       └─ probing.*  ──────┘
/// ```
///
/// A write carries an id of its own (`x-ms-client-request-id`), the same on every attempt, so that
/// one whose answer was lost is made once. Tried again is what was not answered, 429 and 503; no
/// other refusal. Answers are bounded in bytes and in time, for what answers need not be a gateway.
/// Any thread; nothing is kept but the connections, and digests of the secrets that were written.
@NullMarked
package io.hnvgateway.provider.client;

import org.jspecify.annotations.NullMarked;
