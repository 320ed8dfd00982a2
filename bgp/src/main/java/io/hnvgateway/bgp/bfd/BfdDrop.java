package io.hnvgateway.bgp.bfd;

/// Why a control packet was not taken; counted by [BfdSessions].
public enum BfdDrop {
    WRONG_TTL("ttl", "The TTL is not 255: it came from behind a router.", "RFC 5881 §5"),
    TRUNCATED("truncated", "The payload ends inside the mandatory section.", "RFC 5880 §6.8.6"),
    VERSION("version", "The version is not 1.", "RFC 5880 §6.8.6"),
    SHORT_LENGTH("short-length", "The length field is below its minimum.", "RFC 5880 §6.8.6"),
    LONG_LENGTH("long-length", "The length field exceeds the payload.", "RFC 5880 §6.8.6"),
    ZERO_MULTIPLIER("zero-multiplier", "The detection multiplier is 0.", "RFC 5880 §6.8.6"),
    MULTIPOINT("multipoint", "The multipoint bit is set.", "RFC 5880 §6.8.6"),
    ZERO_DISCRIMINATOR("zero-discriminator", "The peer's discriminator is 0.", "RFC 5880 §6.8.6"),
    UNDIRECTED_STATE(
            "undirected-state",
            "Our discriminator is 0 in a state other than Down and AdminDown.",
            "RFC 5880 §6.8.6"),
    UNKNOWN_DISCRIMINATOR(
            "unknown-discriminator", "No session has this discriminator.", "RFC 5880 §6.8.6"),
    OTHER_ADDRESSES(
            "other-addresses",
            "The session of this discriminator has another compartment, peer or local address.",
            "design"),
    UNKNOWN_PEER("unknown-peer", "No session is configured with this peer.", "RFC 5880 §6.8.6"),
    AUTHENTICATION(
            "authentication",
            "The packet is authenticated, which no session is configured for.",
            "RFC 5880 §6.8.6"),
    UNDIRECTED_LIMIT(
            "undirected-limit",
            "Too many packets a second named the peer without knowing our discriminator.",
            "design"),
    PEER_LIMIT("peer-limit", "The peer sends far more than was negotiated.", "RFC 5880 §6.8.3");

    private final String label;
    private final String sentence;
    private final String reference;

    BfdDrop(String label, String sentence, String reference) {
        this.label = label;
        this.sentence = sentence;
        this.reference = reference;
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }

    public String reference() {
        return reference;
    }
}
