package io.hnvgateway.ipsec.connection;

import static io.hnvgateway.ipsec.vici.TwoCharons.HERE;
import static io.hnvgateway.ipsec.vici.TwoCharons.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.ipsec.certificate.KeyKind;
import io.hnvgateway.ipsec.certificate.TestAuthority;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Start;
import io.hnvgateway.ipsec.connection.ConnectionStatus.State;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.ipsec.vici.TwoCharons;
import io.hnvgateway.ipsec.vici.ViciClient;
import io.hnvgateway.packet.IpAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Certificates with real charons: trusted by their own connection alone.
@Tag("net")
class CertificateNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String OFFICE = "tenant-a/office";

    private final TestAuthority ours = new TestAuthority("Contoso Root", KeyKind.ECDSA_P384);
    private final TestAuthority others = new TestAuthority("Woodgrove Root", KeyKind.ECDSA_P256);

    @Test
    void onlyTheOwnTenantsAuthorityLetsAPeerIn() throws Exception {
        try (TwoCharons charons = new TwoCharons();
                ViciClient client = new ViciClient(charons.here().socket());
                ViciClient peerClient = new ViciClient(charons.there().socket());
                Connections here = new Connections(client, ConnectionSpecs.SEAL, (name, up) -> {});
                Connections peer =
                        new Connections(peerClient, ConnectionSpecs.SEAL, (name, up) -> {})) {
            ConnectionSpec office = spec(OFFICE, 1, HERE, THERE, ours, ours);
            ConnectionSpec stranger =
                    spec("tenant-b/office", 2, HERE, "192.0.2.77", others, others);
            here.apply(List.of(office, stranger));
            await(here, OFFICE, State.WAITING);
            await(here, stranger.name(), State.WAITING);

            peer.apply(List.of(spec("tenant-a/office", 1, THERE, HERE, others, ours)));
            await(peer, OFFICE, State.WAITING);
            peer.demand(OFFICE);
            await(peer, OFFICE, State.BACKING_OFF);
            assertThat(here.status(OFFICE).orElseThrow().state()).isEqualTo(State.WAITING);
            assertThat(Objects.requireNonNull(peer.status(OFFICE).orElseThrow().failure()).kind())
                    .isEqualTo(ConnectionFailure.Kind.AUTHENTICATION);

            peer.apply(List.of(spec("tenant-a/office", 1, THERE, HERE, ours, ours)));
            await(peer, OFFICE, State.WAITING);
            peer.demand(OFFICE);
            await(here, OFFICE, State.ESTABLISHED);
        }
    }

    /// @param by who certifies this side
    /// @param trusted who must have certified the other
    private static ConnectionSpec spec(
            String name,
            int interfaceId,
            String local,
            String remote,
            TestAuthority by,
            TestAuthority trusted)
            throws Exception {
        KeyPair key = KeyKind.ECDSA_P256.generate();
        String own = id(local);
        var certificate =
                CertificateImport.pem(
                        TestAuthority.pem(key),
                        by.certify(key.getPublic(), own),
                        trusted.pem(),
                        Instant.now());
        boolean here = local.equals(HERE);
        return new ConnectionSpec(
                name,
                interfaceId,
                new ConnectionSpec.Sides(
                        IpAddress.parse(local),
                        List.of(IpAddress.parse(remote)),
                        own,
                        id(remote),
                        false),
                new ConnectionSpec.Certified(certificate),
                new ConnectionSpec.Ike(Proposals.ike(null, null, null), 28_800, 15, true),
                new ConnectionSpec.Child(
                        Proposals.esp(null, null, Proposals.groups()),
                        3_600,
                        0,
                        0,
                        List.of(net(here ? "10.0.1." : "10.0.2.")),
                        List.of(net(here ? "10.0.2." : "10.0.1."))),
                Start.ON_DEMAND);
    }

    private static String id(String address) {
        return "host-" + address.replace('.', '-') + ".example";
    }

    private static TrafficSelector net(String prefix) {
        return new TrafficSelector(
                IpAddress.parse(prefix + "0"), IpAddress.parse(prefix + "255"), 0, 0, 65_535);
    }

    private static void await(Connections of, String name, State state)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (of.status(name).orElseThrow().state() != state) {
            assertThat(System.nanoTime()).as(() -> of.status(name).toString()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
