package io.hnvgateway.bgp.bridge;

import com.google.protobuf.ByteString;
import io.hnvgateway.bgp.contract.Agreed;
import io.hnvgateway.bgp.contract.Attributes;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.packet.IpAddress;
import java.util.List;

/// One line of ExaBGP's, typed. Peers are named by their alias.
sealed interface Line {
    /// A command was carried out.
    record Done() implements Line {}

    /// A command was not carried out; the log says why.
    record Failed() implements Line {}

    /// A line of an answer in plain text, before its [Done].
    record Text(String text) implements Line {}

    record Connected(IpAddress peer) implements Line {}

    record Opened(IpAddress peer, Agreed agreed) implements Line {}

    record Up(IpAddress peer) implements Line {}

    record Down(IpAddress peer, String reason) implements Line {}

    /// An UPDATE.
    ///
    /// @param fault why ExaBGP takes its routes as withdrawn (RFC 7606), or empty
    /// @param discarded which attributes were left out as malformed, or empty
    record Routes(
            IpAddress peer,
            Attributes attributes,
            String fault,
            String discarded,
            List<Batch> announced,
            List<Batch> withdrawn)
            implements Line {}

    record EndOfRib(IpAddress peer, Family family) implements Line {}

    /// RFC 7313: the peer begins or ends to say all its routes again.
    record Refresh(IpAddress peer, Family family, boolean begins) implements Line {}

    /// Of no interest: a request for our routes, which ExaBGP answers by itself, and its own end.
    record Other(String type) implements Line {}

    /// Prefixes of one family and next hop; a withdrawal has none (empty).
    record Batch(Family family, ByteString nextHop, ByteString prefixes, int count) {}
}
