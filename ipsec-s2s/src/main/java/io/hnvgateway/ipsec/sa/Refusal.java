package io.hnvgateway.ipsec.sa;

/// Why a tunnel does not get an association.
public enum Refusal {
    TUNNEL_LIMIT(
            "the peer has "
                    + SaDatabase.MAX_SPIS_OF_TUNNEL
                    + " CHILD_SAs already, rekeyed ones included: join its traffic selectors"),
    NO_SPI("all SPIs of the gateway are in use"),
    NO_MEMORY("there is no memory for its keys");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /// For an operator.
    public String text() {
        return text;
    }
}
