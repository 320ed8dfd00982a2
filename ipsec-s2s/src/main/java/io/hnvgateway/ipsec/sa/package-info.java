/// Security associations: what a peer and the gateway agreed on for one direction (RFC 4301 §4.1).
@NullMarked
package io.hnvgateway.ipsec.sa;

import org.jspecify.annotations.NullMarked;
