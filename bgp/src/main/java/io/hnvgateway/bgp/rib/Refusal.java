package io.hnvgateway.bgp.rib;

/// Why a peer's route is not used.
public enum Refusal {
    MALFORMED("malformed", "attributes could not be read; taken as withdrawn (RFC 7606 §2)"),
    OWN_AS("own-as", "the own AS is in the AS path: a loop (RFC 4271 §9.1.2)"),
    FIRST_AS("first-as", "the AS path does not begin with the peer's AS (RFC 4271 §6.3)"),
    CONFEDERATION("confederation", "the AS path has a confederation's segment (RFC 7606 §7.2)"),
    PATH_TOO_LONG("path-too-long", "the AS path has more numbers than are allowed"),
    TOO_MANY_COMMUNITIES("too-many-communities", "more communities than are allowed"),
    REFLECTED("reflected", "it was reflected back to where it came from (RFC 4456 §8)"),
    PREFIX("prefix", "the prefix is no place for unicast: multicast, loopback, link-local"),
    OWN_PREFIX("own-prefix", "the prefix is one of the gateway's own addresses"),
    NEXT_HOP("next-hop", "the next hop is no unicast address of the prefix's family"),
    OWN_NEXT_HOP("own-next-hop", "the next hop is one of the gateway's own addresses"),
    ONLY_TOLD(
            "only-told",
            "no route is taken from the provider's routers: tenants' packets leave by the host's"
                    + " routes or FrontEndGateway"),
    POLICY("policy", "denied by the policy map for what comes in"),
    OVER_TOTAL(
            "over-total",
            "the compartment has as many learned routes as are allowed, or AS numbers and"
                    + " communities in them");

    private final String label;
    private final String sentence;

    Refusal(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }
}
