package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.IpAddress;
import java.util.Arrays;
import java.util.List;

/// What charon hands over with a new SA of one direction. Holds keys: whoever has built the cipher
/// calls [#close], which overwrites them; [#toString] never shows them.
///
/// @param inbound from the peer to here; `spi` is ours then, else the peer's
/// @param spi 256 and more, as an unsigned number
/// @param reqid number of the CHILD_SA through all its rekeys
/// @param connection name of the connection, as [io.hnvgateway.ipsec] gives it to charon
/// @param childId charon's number of this CHILD_SA
/// @param endpoints outer addresses
/// @param features what was negotiated beside the keys
/// @param keys transform and keying material
/// @param selectors which packets it may carry
/// @param lifetime when it must be replaced and when it ends
public record SaParameters(
        boolean inbound,
        int spi,
        int reqid,
        String connection,
        int childId,
        Endpoints endpoints,
        Features features,
        Keys keys,
        Selectors selectors,
        Lifetime lifetime)
        implements AutoCloseable {

    /// Outer addresses from the gateway's point of view, whatever the direction.
    ///
    /// @param localPort, remotePort UDP ports, of meaning with UDP encapsulation only
    /// @param udpEncapsulation RFC 3948
    public record Endpoints(
            IpAddress local,
            int localPort,
            IpAddress remote,
            int remotePort,
            boolean udpEncapsulation) {}

    /// @param extendedSequenceNumbers 64-bit sequence numbers (RFC 4303 §2.2.1)
    /// @param replayWindow packets, 0 (no check) .. 4096
    /// @param tfcBytes traffic flow confidentiality: packets are padded to this size (RFC 4303
    ///   §2.7); 0 none
    /// @param copiesDf, copiesEcn RFC 6040 and RFC 4301 §8.1
    public record Features(
            boolean extendedSequenceNumbers,
            int replayWindow,
            int tfcBytes,
            boolean copiesDf,
            boolean copiesEcn) {}

    /// @param encryption as [EspTransform#encryptionKeyBytes]
    /// @param integrity as [EspTransform#integrityKeyBytes]
    @SuppressWarnings("ArrayRecordComponent") // overwritten by close; never compared
    public record Keys(EspTransform transform, byte[] encryption, byte[] integrity) {
        @Override
        public String toString() {
            return transform.toString();
        }
    }

    /// @param local inside addresses on this side
    /// @param remote inside addresses on the peer's side
    public record Selectors(List<TrafficSelector> local, List<TrafficSelector> remote) {
        public Selectors {
            local = List.copyOf(local);
            remote = List.copyOf(remote);
        }
    }

    /// Limits; 0 = none. At the soft one charon is asked to rekey, at the hard one the SA ends.
    /// Time limits are kept by the plugin, the others by the worker.
    public record Lifetime(long softBytes, long hardBytes, long softPackets, long hardPackets) {}

    /// Overwrites the keys.
    @Override
    public void close() {
        Arrays.fill(keys.encryption, (byte) 0);
        Arrays.fill(keys.integrity, (byte) 0);
    }
}
