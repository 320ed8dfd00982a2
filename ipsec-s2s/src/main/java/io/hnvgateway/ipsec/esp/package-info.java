/// ESP in tunnel mode: IP packets into ESP packets and back (RFC 4303), with the rules for the
/// outer header (RFC 4301 §5.1.2, RFC 6040) and UDP encapsulation (RFC 3948). All on the worker
/// that owns the SA, in place in the frame.
@NullMarked
package io.hnvgateway.ipsec.esp;

import org.jspecify.annotations.NullMarked;
