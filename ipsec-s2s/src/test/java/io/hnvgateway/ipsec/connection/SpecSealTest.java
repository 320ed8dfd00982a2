package io.hnvgateway.ipsec.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.certificate.KeyKind;
import io.hnvgateway.ipsec.certificate.TestAuthority;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Child;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Credential;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Ike;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Psk;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Sides;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Start;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.packet.IpAddress;
import java.lang.reflect.RecordComponent;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecSealTest {
    private static final IpAddress ONE = IpAddress.parse("192.0.2.1");
    private static final IpAddress TWO = IpAddress.parse("192.0.2.2");
    private static final TrafficSelector NET =
            new TrafficSelector(ONE, IpAddress.parse("192.0.2.9"), 6, 80, 89);
    private static final ConnectionSpec SPEC =
            new ConnectionSpec(
                    "contoso/office",
                    7,
                    new Sides(ONE, List.of(TWO), "gateway", "office", false),
                    new Psk("open sesame"),
                    new Ike(List.of("aes128"), 28_800, 15, false),
                    new Child(List.of("aes256"), 3_600, 9, 8, List.of(NET), List.of(NET)),
                    Start.ON_DEMAND);

    private final SpecSeal seal = new SpecSeal(() -> "a key".getBytes(US_ASCII));

    /// Of a process of another day: computed apart, by Python's hmac.
    @Test
    void theNameIsTheSameOverAllRestarts() {
        assertThat(seal.childName(SPEC)).isEqualTo("net-7245570393c39354");
    }

    @Test
    void equalSpecsHaveEqualNamesAndAnotherKeyGivesOthers() throws Exception {
        ConnectionCertificate certificate = certificate();
        Function<Credential, ConnectionSpec> with =
                credential ->
                        new ConnectionSpec(
                                "a",
                                1,
                                SPEC.sides(),
                                credential,
                                SPEC.ike(),
                                SPEC.child(),
                                Start.ALWAYS);
        assertThat(seal.childName(with.apply(new ConnectionSpec.Certified(certificate))))
                .isEqualTo(seal.childName(with.apply(new ConnectionSpec.Certified(certificate))));
        SpecSeal other = new SpecSeal(() -> "another".getBytes(US_ASCII));
        assertThat(other.childName(SPEC)).isNotEqualTo(seal.childName(SPEC));
    }

    /// A component that is added to one of the records is missed here, too: add a variant.
    @Test
    void whateverDiffersChangesTheName() throws Exception {
        List<ConnectionSpec> all = variants();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.stream().map(seal::childName).toList()).doesNotHaveDuplicates();
        assertThat(
                        Arrays.asList(
                                ConnectionSpec.class,
                                Sides.class,
                                Psk.class,
                                Ike.class,
                                Child.class,
                                TrafficSelector.class))
                .extracting(record -> record.getRecordComponents().length)
                .as("components that this test knows")
                .containsExactly(7, 5, 1, 4, 6, 5);
    }

    private static List<ConnectionSpec> variants() throws Exception {
        List<ConnectionSpec> all = new ArrayList<>(List.of(SPEC));
        all.add(with(SPEC, "name", "contoso/other"));
        all.add(with(SPEC, "interfaceId", 8));
        all.add(with(SPEC, "start", Start.ALWAYS));
        all.add(with(SPEC, "credential", new Psk("barley sugar")));
        all.add(with(SPEC, "credential", new ConnectionSpec.Certified(certificate())));
        all.add(with(SPEC, "credential", new ConnectionSpec.Certified(certificate())));
        Sides sides = SPEC.sides();
        for (Sides other :
                List.of(
                        new Sides(null, sides.remotes(), "gateway", "office", false),
                        new Sides(TWO, sides.remotes(), "gateway", "office", false),
                        with(sides, "remotes", List.of()),
                        with(sides, "remotes", List.of(TWO, ONE)),
                        new Sides(ONE, sides.remotes(), null, "office", false),
                        new Sides(ONE, sides.remotes(), "gateway", null, false),
                        with(sides, "localId", ""),
                        with(sides, "localId", "gatewayo"), // where one text ends counts
                        new Sides(ONE, sides.remotes(), "gatewayo", "ffice", false),
                        with(sides, "remoteId", "Office"),
                        with(sides, "initiateOnly", true))) {
            all.add(with(SPEC, "sides", other));
        }
        for (Ike other :
                List.of(
                        with(SPEC.ike(), "proposals", List.of("aes128", "aes256")),
                        with(SPEC.ike(), "proposals", List.of("aes256", "aes128")),
                        with(SPEC.ike(), "rekeySeconds", 28_801),
                        with(SPEC.ike(), "deadPeerSeconds", 16),
                        with(SPEC.ike(), "forcesEncapsulation", true))) {
            all.add(with(SPEC, "ike", other));
        }
        for (Child other :
                List.of(
                        with(SPEC.child(), "proposals", List.of()),
                        with(SPEC.child(), "rekeySeconds", 3_601),
                        with(SPEC.child(), "rekeyBytes", 10L),
                        with(SPEC.child(), "idleSeconds", 9),
                        with(SPEC.child(), "local", List.of()),
                        with(SPEC.child(), "remote", List.of()),
                        with(SPEC.child(), "local", List.of(with(NET, "from", TWO))),
                        with(SPEC.child(), "local", List.of(with(NET, "to", TWO))),
                        with(SPEC.child(), "local", List.of(with(NET, "protocol", 17))),
                        with(SPEC.child(), "local", List.of(with(NET, "fromPort", 79))),
                        with(SPEC.child(), "remote", List.of(with(NET, "toPort", 90))))) {
            all.add(with(SPEC, "child", other));
        }
        return all;
    }

    /// A record with another value of one component.
    private static <R extends Record> R with(R record, String component, Object value)
            throws Exception {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean known = false;
        for (int i = 0; i < values.length; i++) {
            boolean meant = components[i].getName().equals(component);
            known |= meant;
            values[i] = meant ? value : components[i].getAccessor().invoke(record);
        }
        assertThat(known).as(component).isTrue();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        @SuppressWarnings("unchecked") // the record's own class
        R made = (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
        return made;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sesame", "office", "gateway"})
    void theNameShowsNothing(String part) {
        assertThat(seal.childName(SPEC)).matches("net-[0-9a-f]{16}").doesNotContain(part);
    }

    private static ConnectionCertificate certificate() throws Exception {
        TestAuthority authority = new TestAuthority("Root", KeyKind.ECDSA_P256);
        KeyPair key = KeyKind.ECDSA_P256.generate();
        return CertificateImport.pem(
                TestAuthority.pem(key),
                authority.certify(key.getPublic(), "office.example"),
                authority.pem(),
                Instant.now());
    }
}
