package io.hnvgateway.ipsec.sa;

import io.hnvgateway.ipsec.sa.SaParameters.Endpoints;
import io.hnvgateway.ipsec.sa.SaParameters.Features;
import io.hnvgateway.ipsec.sa.SaParameters.Keys;
import io.hnvgateway.ipsec.sa.SaParameters.Lifetime;
import io.hnvgateway.ipsec.sa.SaParameters.Selectors;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.Random;

/// Parameters of SAs, as charon would give them, step by step. The keys depend on the seed only, so
/// that two with the same seed understand each other.
public final class TestSas {
    public static final TrafficSelector ANY4 = selector("0.0.0.0", "255.255.255.255", 0, 0, 65535);
    public static final TrafficSelector ANY6 =
            selector("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 0, 0, 65535);

    private boolean inbound;
    private int spi = 0x1234_5678;
    private String connection = "contoso";
    private Endpoints endpoints = endpoints("192.0.2.1", "198.51.100.7");
    private Features features = new Features(false, 64, 0, true, true);
    private EspTransform transform = EspTransform.AES_GCM_128;
    private long seed = 1;
    private Selectors selectors = new Selectors(List.of(ANY4, ANY6), List.of(ANY4, ANY6));
    private Lifetime lifetime = new Lifetime(0, 0, 0, 0);

    private TestSas() {}

    public static TestSas inbound(int spi) {
        TestSas sas = outbound(spi);
        sas.inbound = true;
        return sas;
    }

    public static TestSas outbound(int spi) {
        TestSas sas = new TestSas();
        sas.spi = spi;
        return sas;
    }

    public static TrafficSelector selector(
            String from, String to, int protocol, int fromPort, int toPort) {
        return new TrafficSelector(
                IpAddress.parse(from), IpAddress.parse(to), protocol, fromPort, toPort);
    }

    public static Endpoints endpoints(String local, String remote) {
        return new Endpoints(IpAddress.parse(local), 0, IpAddress.parse(remote), 0, false);
    }

    public static Endpoints udp(String local, int localPort, String remote, int remotePort) {
        return new Endpoints(
                IpAddress.parse(local), localPort, IpAddress.parse(remote), remotePort, true);
    }

    /// Uses up all sequence numbers to this one.
    public static void skipTo(OutboundSa sa, long sequence) {
        sa.skipTo(sequence);
    }

    public TestSas connection(String name) {
        connection = name;
        return this;
    }

    public TestSas endpoints(Endpoints value) {
        endpoints = value;
        return this;
    }

    public TestSas transform(EspTransform value) {
        transform = value;
        return this;
    }

    public TestSas seed(long value) {
        seed = value;
        return this;
    }

    public TestSas extended() {
        features =
                new Features(
                        true,
                        features.replayWindow(),
                        features.tfcBytes(),
                        features.copiesDf(),
                        features.copiesEcn());
        return this;
    }

    public TestSas window(int packets) {
        features =
                new Features(
                        features.extendedSequenceNumbers(),
                        packets,
                        features.tfcBytes(),
                        features.copiesDf(),
                        features.copiesEcn());
        return this;
    }

    public TestSas tfc(int bytes) {
        features =
                new Features(
                        features.extendedSequenceNumbers(),
                        features.replayWindow(),
                        bytes,
                        features.copiesDf(),
                        features.copiesEcn());
        return this;
    }

    public TestSas copies(boolean df, boolean ecn) {
        features =
                new Features(
                        features.extendedSequenceNumbers(),
                        features.replayWindow(),
                        features.tfcBytes(),
                        df,
                        ecn);
        return this;
    }

    public TestSas selectors(TrafficSelector local, TrafficSelector remote) {
        selectors = new Selectors(List.of(local), List.of(remote));
        return this;
    }

    public TestSas selectors(List<TrafficSelector> local, List<TrafficSelector> remote) {
        selectors = new Selectors(local, remote);
        return this;
    }

    public TestSas lifetime(long softBytes, long hardBytes, long softPackets, long hardPackets) {
        lifetime = new Lifetime(softBytes, hardBytes, softPackets, hardPackets);
        return this;
    }

    public SaParameters build() {
        Random random = new Random(seed);
        byte[] encryption = new byte[transform.encryptionKeyBytes()];
        byte[] integrity = new byte[transform.integrityKeyBytes()];
        random.nextBytes(encryption);
        random.nextBytes(integrity);
        return new SaParameters(
                inbound,
                spi,
                1,
                connection,
                1,
                endpoints,
                features,
                new Keys(transform, encryption, integrity),
                selectors,
                lifetime);
    }
}
