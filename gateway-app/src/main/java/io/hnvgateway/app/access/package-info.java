/// Who may ask the management API for what: tokens and certificates, roles, and the audit log.
///
/// No secret stands here in the clear: of a token its SHA-256 is kept.
@NullMarked
package io.hnvgateway.app.access;

import org.jspecify.annotations.NullMarked;
