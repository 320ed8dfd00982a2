package io.hnvgateway.nat;

import java.nio.charset.StandardCharsets;

/// The external ports that an inside endpoint may get, in order (RFC 6056 §3.3.3: a keyed hash).
///
/// They follow from the endpoint and the secret alone, not from who else asks, when, or on which
/// worker; nobody can compute them without the key. In 64-bit arithmetic without sign, for
/// `attempt` 0, 1, …:
///
/// ```
/// identity = FNV-1a-64 of the compartment's name (its routing domain) in UTF-8
/// endpoint = inside address << 32 | protocol << 16 | inside port
/// r        = SipHash-2-4(key, identity, endpoint, attempt)     three words, 24 bytes
/// port     = 1024 + ((r >> 32) * 64512 >> 32)
/// ```
///
/// A flyweight: one a worker.
final class PortGenerator {
    private final SipHash hash;
    private long identity;
    private long endpoint;

    PortGenerator(NatSecrets secrets) {
        hash = new SipHash(secrets.portKey0(), secrets.portKey1());
    }

    /// Begins with an inside endpoint.
    ///
    /// @param compartmentIdentity [NatPolicy#identity]
    /// @param port or the identifier of an ICMP query
    void begin(long compartmentIdentity, int address, int protocol, int port) {
        identity = compartmentIdentity;
        endpoint = (long) address << 32 | (long) protocol << 16 | port;
    }

    /// A port within 1024..65535.
    int candidate(int attempt) {
        long random = hash.hash(identity, endpoint, attempt);
        return PortSpace.FIRST + (int) (((random >>> 32) * PortSpace.SIZE) >>> 32);
    }

    /// FNV-1a of 64 bits over the name's UTF-8.
    static long identity(String name) {
        long value = 0xcbf2_9ce4_8422_2325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            value = (value ^ (b & 0xff)) * 0x100_0000_01b3L;
        }
        return value;
    }
}
