package io.hnvgateway.ipsec.vici;

import java.util.List;
import java.util.Map;

/// An IKE_SA as charon describes it.
///
/// @param name of its connection; of one that is not known yet empty
/// @param uniqueId charon's number of it
/// @param state charon's word, such as `CONNECTING` or `ESTABLISHED`
/// @param initiator whether this side began it
/// @param encryption algorithms in charon's words
/// @param establishedSeconds how long it is up
/// @param interfaceId of the connection; 0 none
/// @param children CHILD_SAs that are in use or on their way out
public record IkeSa(
        String name,
        long uniqueId,
        String state,
        boolean initiator,
        Peer local,
        Peer remote,
        String encryption,
        long establishedSeconds,
        long interfaceId,
        List<ChildSa> children) {

    public IkeSa {
        children = List.copyOf(children);
    }

    /// One of the two sides.
    ///
    /// @param identity empty before it is known
    /// @param behindNat what NAT detection found (RFC 7296 §2.23)
    public record Peer(String address, int port, String identity, boolean behindNat) {}

    public boolean isEstablished() {
        return state.equals("ESTABLISHED");
    }

    /// Whether it may set CHILD_SAs up: established, and not yet replaced by another.
    public boolean mayHaveChildren() {
        return isEstablished() || state.equals("REKEYING");
    }

    static IkeSa of(String name, ViciSection sa) {
        return new IkeSa(
                name,
                sa.number("uniqueid", 0),
                sa.text("state"),
                sa.isYes("initiator"),
                peer(sa, "local"),
                peer(sa, "remote"),
                Algorithms.of(sa, "encr-alg", "encr-keysize", "integ-alg", "prf-alg", "dh-group"),
                sa.number("established", 0),
                sa.hexadecimal("if-id-in", 0),
                sa.section("child-sas").sections().values().stream().map(ChildSa::of).toList());
    }

    /// All in a body, each under the name of its connection.
    static List<IkeSa> allOf(ViciSection body) {
        return body.sections().entrySet().stream().map(IkeSa::of).toList();
    }

    private static IkeSa of(Map.Entry<String, ViciSection> entry) {
        return of(entry.getKey(), entry.getValue());
    }

    private static Peer peer(ViciSection sa, String side) {
        return new Peer(
                sa.text(side + "-host"),
                (int) sa.number(side + "-port", 0),
                sa.text(side + "-id"),
                sa.isYes("nat-" + side));
    }
}
