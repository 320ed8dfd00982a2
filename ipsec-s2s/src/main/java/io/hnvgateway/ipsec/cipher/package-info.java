/// Encryption and authentication of one packet at a time, in place, at native addresses.
///
/// ```
///  EspCiphers: chosen at start, by what the machine has
///    IPSEC_MB   AES-GCM by Intel's ipsec-mb      97 ns for 1400 B
///    OPENSSL    AES-GCM, AES-CBC + HMAC          380 ns
///    JCE        both, by copying; makes garbage  380 ns
/// ```
///
/// The only place of this module with foreign calls. They are critical ones: short, without a call
/// back, on off-heap memory only. Keys live in [io.hnvgateway.ipsec.cipher.KeyMemory] (ipsec-mb),
/// in OpenSSL's contexts, or in JCE objects, for as long as their SA.
///
/// RFC 4106 (AES-GCM), RFC 3602 (AES-CBC), RFC 2404 and 4868 (HMAC), NIST SP 800-38A and -38D.
@NullMarked
package io.hnvgateway.ipsec.cipher;

import org.jspecify.annotations.NullMarked;
