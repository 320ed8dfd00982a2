/// The support bundle: one archive of what is known of a gateway and its host, without secrets.
///
/// Everything goes through [io.hnvgateway.app.support.Redaction] before it is written, whoever says
/// that it holds none. Every part and the whole are bounded.
@NullMarked
package io.hnvgateway.app.support;

import org.jspecify.annotations.NullMarked;
