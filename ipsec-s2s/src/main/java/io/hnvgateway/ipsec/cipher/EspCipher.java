package io.hnvgateway.ipsec.cipher;

/// Encrypts or decrypts the ESP packets of one SA, in place (RFC 4303 §3.3.2, §3.4.4).
///
/// ```
///  esp        +8          +8+iv                       +8+iv+text
///   ├──────────┼───────────┼───────────────────────────┼─────────┤
///   │ SPI, seq │    IV     │ text: packet, padding,    │   ICV   │
///   │          │           │ trailer                   │         │
/// ```
///
/// Addresses are absolute, as [io.hnvgateway.packet.Memory] takes them; the caller has checked that
/// the whole packet lies in its frame. Owner: one worker. Nothing is allocated, except where the
/// provider says so.
public interface EspCipher extends AutoCloseable {
    /// Writes the IV, encrypts the text and writes the ICV. The SPI and the low half of the
    /// sequence number stand in the packet.
    ///
    /// @param esp address of the ESP header
    /// @param textBytes a multiple of the transform's alignment
    /// @param sequence whole 64 bits, never the same twice: the IV comes from it
    void seal(long esp, int textBytes, long sequence);

    /// Checks the ICV and decrypts the text. When it returns false the bytes of the text mean
    /// nothing, and nobody may look at them.
    ///
    /// @param sequence whole 64 bits, as the replay window has inferred them
    /// @return whether the packet is authentic; found out in a time that does not depend on which
    ///   byte differs
    boolean open(long esp, int textBytes, long sequence);

    /// Overwrites the keys. Nothing may be called afterwards.
    @Override
    void close();
}
