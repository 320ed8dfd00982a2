package io.hnvgateway.ipsec.sa;

/// Names one SA. Inbound the SPI alone would do; an outbound SPI is the peer's choice, and two
/// peers may have made the same, so that the connection belongs to it.
///
/// @param inbound from the peer to here
public record SaId(String connection, boolean inbound, int spi) {
    public static SaId of(SaParameters parameters) {
        return new SaId(parameters.connection(), parameters.inbound(), parameters.spi());
    }
}
