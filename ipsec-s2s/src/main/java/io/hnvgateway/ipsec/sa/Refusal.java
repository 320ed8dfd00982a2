package io.hnvgateway.ipsec.sa;

/// Why a tunnel does not get an association.
public enum Refusal {
    TUNNEL_LIMIT(
            "the peer has "
                    + SaDatabase.MAX_SPIS_OF_TUNNEL
                    + " CHILD_SAs already, rekeyed ones included: join its traffic selectors"),
    SELECTORS_OF_SIDE(
            "more than "
                    + SelectorPair.MAX_OF_SIDE
                    + " traffic selectors of one side were agreed on: join them to prefixes"),
    SELECTORS_OF_TUNNEL(
            "the CHILD_SAs of the connection, rekeyed ones included, have more than "
                    + SaDatabase.MAX_SELECTORS_OF_TUNNEL
                    + " traffic selectors: join them to prefixes"),
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
