/// Keys and certificates of connections: made, asked for, read in, checked.
///
/// Bouncy Castle reads and writes the forms (X.509, PKCS#8, PKCS#10, PKCS#12 in DER and PEM); paths
/// are validated by the JDK (RFC 5280 §6). A certificate of a connection is trusted by that
/// connection alone: its authorities go to charon as `cacerts` of the connection, together with the
/// peer's identity, never as authorities for everybody.
@NullMarked
package io.hnvgateway.ipsec.certificate;

import org.jspecify.annotations.NullMarked;
