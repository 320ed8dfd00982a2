package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.packet.IpAddress;
import java.util.Collections;
import java.util.List;

/// Puts a spec together; what is not said is the same on both sides.
final class ConnectionSpecs {
    /// Under a key that all tests share.
    static final SpecSeal SEAL = new SpecSeal(() -> new byte[32]);

    static final String GCM = "aes256gcm16-prfsha256-ecp256";

    private final ConnectionSpec.Start start;
    private final String local;
    private final String localId;
    private String remoteId;
    private String name;
    private String remote;
    private String ike = GCM;
    private String esp = "aes256gcm16";
    private String localNet = "10.0.1.0";
    private String remoteNet = "10.0.2.0";
    private String secret = "open sesame";
    private int nets = 1;
    private int ikeSeconds = 28_800;
    private boolean initiateOnly;

    ConnectionSpecs(
            String name,
            ConnectionSpec.Start start,
            String local,
            String remote,
            String localId,
            String remoteId) {
        this.name = name;
        this.start = start;
        this.local = local;
        this.remote = remote;
        this.localId = localId;
        this.remoteId = remoteId;
    }

    ConnectionSpecs named(String other) {
        name = other;
        return this;
    }

    ConnectionSpecs to(String other) {
        remote = other;
        return this;
    }

    ConnectionSpecs ike(String proposal) {
        ike = proposal;
        return this;
    }

    ConnectionSpecs esp(String proposal) {
        esp = proposal;
        return this;
    }

    ConnectionSpecs nets(String here, String there) {
        localNet = here;
        remoteNet = there;
        return this;
    }

    ConnectionSpecs secret(String other) {
        secret = other;
        return this;
    }

    ConnectionSpecs remoteId(String other) {
        remoteId = other;
        return this;
    }

    /// charon uses one IKE_SA for connections that differ in nothing but their name.
    ConnectionSpecs ikeSeconds(int seconds) {
        ikeSeconds = seconds;
        return this;
    }

    ConnectionSpecs manyNets(int count) {
        nets = count;
        return this;
    }

    ConnectionSpecs initiateOnly() {
        initiateOnly = true;
        return this;
    }

    ConnectionSpec build() {
        return new ConnectionSpec(
                name,
                17,
                new ConnectionSpec.Sides(
                        IpAddress.parse(local),
                        List.of(IpAddress.parse(remote)),
                        localId,
                        remoteId,
                        initiateOnly),
                new ConnectionSpec.Psk(secret),
                new ConnectionSpec.Ike(List.of(ike), ikeSeconds, 15, true),
                new ConnectionSpec.Child(
                        List.of(esp),
                        3_600,
                        0,
                        0,
                        Collections.nCopies(nets, net(localNet)),
                        List.of(net(remoteNet))),
                start);
    }

    /// All with the first three bytes of an address.
    static TrafficSelector net(String first) {
        String last = first.substring(0, first.lastIndexOf('.')) + ".255";
        return new TrafficSelector(IpAddress.parse(first), IpAddress.parse(last), 0, 0, 65_535);
    }
}
