package io.hnvgateway.ipsec.cipher;

/// AES-CBC and an HMAC under one pair of keys, as a provider has them; [EspCbc] makes ESP of it.
/// All arguments but lengths are absolute addresses.
interface AesCbcHmac extends AutoCloseable {
    int BLOCK_BYTES = 16;

    /// Longest HMAC, of SHA-384.
    int MAX_MAC_BYTES = 48;

    /// Encrypts whole blocks in place in a chain that begins with zeros: the first one, encrypted,
    /// is the IV of those behind.
    void encrypt(long blocks, int bytes);

    /// Decrypts the text behind an IV, in place.
    void decrypt(long iv, long text, int bytes);

    /// Writes the whole HMAC of some bytes and, if `more` is not 0, of the 4 bytes there.
    void authenticate(long from, int bytes, long more, long mac);

    /// Overwrites the keys.
    @Override
    void close();
}
