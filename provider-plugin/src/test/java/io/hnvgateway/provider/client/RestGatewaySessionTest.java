package io.hnvgateway.provider.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.provider.Connections;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.client.LoopbackServer.Answer;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.DriftReport.Kind;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.RepairReport;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Scope;
import io.hnvgateway.provider.spi.Stored;
import io.hnvgateway.provider.value.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestGatewaySessionTest {
    private static final GatewayCredentials CREDENTIALS =
            GatewayCredentials.token(LoopbackServer.TOKEN.toCharArray());

    private final LoopbackGateway gateway = new LoopbackGateway();
    private LoopbackServer server;
    private GatewaySession session;

    @BeforeEach
    void open() throws FaultsException {
        server = new LoopbackServer(gateway::answer);
        session = GatewayProvider.load().open(server.connectionString(), CREDENTIALS);
    }

    @AfterEach
    void close() {
        session.close();
        server.close();
    }

    @Test
    void putReadListAndDeleteGoThere() {
        DesiredState wanted = TwoTenants.document().state();
        VirtualNetwork contoso = wanted.virtualNetworks().getFirst();
        Stored<VirtualNetwork> stored = session.put(contoso);
        assertThat(session.put(contoso).etag()).isEqualTo(stored.etag());
        assertThat(session.read(ResourceType.VIRTUAL_NETWORKS, "CONTOSO"))
                .map(Stored::etag)
                .contains(stored.etag());
        assertThat(session.list(ResourceType.VIRTUAL_NETWORKS)).hasSize(1);
        session.delete(contoso.reference());
        session.delete(contoso.reference());
        assertThat(session.read(ResourceType.VIRTUAL_NETWORKS, "contoso")).isEmpty();
    }

    @Test
    void aListHasAllPages() {
        session.apply(
                IntStream.range(0, 10)
                        .mapToObj(i ->
                                ResourceChange.put(
                                        new ProviderAddress(
                                                "host" + i, IpAddress.parse("192.0.2." + (i + 1)))))
                        .toList());
        assertThat(session.list(ResourceType.PROVIDER_ADDRESSES)).hasSize(10);
    }

    @Test
    void aChangedResourceIsNotReplacedByItsOldEtag() {
        VirtualNetwork contoso = TwoTenants.document().state().virtualNetworks().getFirst();
        Stored<VirtualNetwork> stored = session.put(contoso);
        VirtualNetwork other =
                new VirtualNetwork(
                        "contoso",
                        contoso.routingDomainId(),
                        contoso.addressPrefixes(),
                        contoso.subnets(),
                        List.of(),
                        List.of());
        session.put(other, stored.etag());
        assertThatThrownBy(() -> session.put(contoso, stored.etag()))
                .isInstanceOf(GatewayException.PreconditionFailed.class);
    }

    @Test
    void aRefusalHasCodeTargetAndSentence() {
        server.layReady(
                Answer.error(400, "InvalidValue", "must be a prefix", "properties.addressPrefix"));
        VirtualNetwork contoso = TwoTenants.document().state().virtualNetworks().getFirst();
        assertThatThrownBy(() -> session.put(contoso))
                .isInstanceOfSatisfying(
                        GatewayException.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("InvalidValue");
                            assertThat(refused.target()).isEqualTo("properties.addressPrefix");
                        })
                .hasMessage(
                        "PUT /networking/v1/virtualNetworks/contoso: 400"
                                + " properties.addressPrefix: must be a prefix (InvalidValue)");
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void aBusyGatewayIsAskedAgainWithTheSameRequestId() {
        server.layReady(Answer.error(503, "Busy", "later", "").with("Retry-After", "0"));
        server.layReady(Answer.error(429, "TooMany", "later", "").with("Retry-After", "0"));
        session.put(TwoTenants.document().state().virtualNetworks().getFirst());
        Set<String> ids =
                server.seen().stream()
                        .map(asked -> asked.header("X-ms-client-request-id"))
                        .collect(Collectors.toSet());
        assertThat(server.seen()).hasSize(3);
        assertThat(ids).hasSize(1).doesNotContain("");
    }

    @Test
    void aGatewayThatStaysBusyIsGivenUp() {
        server.layReady(Answer.error(503, "Busy", "later", "").with("Retry-After", "3600"));
        assertThatThrownBy(() -> session.list(ResourceType.GATEWAYS))
                .isInstanceOf(GatewayException.Busy.class);
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void nothingIsSentToAnotherCertificate() throws FaultsException {
        String other = server.connectionString().replaceAll("[0-9a-f]{64}", "ab".repeat(32));
        try (GatewaySession strange = GatewayProvider.load().open(other, CREDENTIALS)) {
            assertThatThrownBy(() -> strange.list(ResourceType.GATEWAYS))
                    .isInstanceOf(GatewayException.Untrusted.class)
                    .hasMessageContaining(LoopbackServer.CERTIFICATE.fingerprint());
        }
        String unpinned = server.connectionString().replaceAll(";Fingerprint.*", "");
        try (GatewaySession strange = GatewayProvider.load().open(unpinned, CREDENTIALS)) {
            assertThatThrownBy(() -> strange.list(ResourceType.GATEWAYS))
                    .isInstanceOf(GatewayException.Untrusted.class);
        }
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void aGivenAuthorityIsTrustedWithoutAFingerprint(@TempDir Path directory) throws Exception {
        Path pem = directory.resolve("ca.pem");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        LoopbackServer.CERTIFICATE.certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        String unpinned = server.connectionString().replaceAll(";Fingerprint.*", "");
        try (GatewaySession trusting =
                GatewayProvider.load().open(unpinned, CREDENTIALS.trusting(pem))) {
            assertThat(trusting.list(ResourceType.GATEWAYS)).isEmpty();
        }
    }

    @Test
    void aTokenFileThatOthersMayReadIsRefused(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("token");
        Files.writeString(file, LoopbackServer.TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        GatewayCredentials credentials = GatewayCredentials.tokenFile(file);
        String connection = server.connectionString();
        assertThatThrownBy(() -> GatewayProvider.load().open(connection, credentials))
                .isInstanceOf(FaultsException.class)
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (GatewaySession opened = GatewayProvider.load().open(connection, credentials)) {
            assertThat(opened.list(ResourceType.GATEWAYS)).isEmpty();
        }
    }

    @Test
    void anInterruptEndsACall() throws InterruptedException {
        server.layReady(Answer.error(503, "Busy", "later", "").with("Retry-After", "20"));
        Thread[] caller = new Thread[1];
        Throwable[] thrown = new Throwable[1];
        caller[0] =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                session.list(ResourceType.GATEWAYS);
                            } catch (GatewayException e) {
                                thrown[0] = e;
                            }
                        });
        while (server.seen().isEmpty()) {
            Thread.onSpinWait();
        }
        caller[0].interrupt();
        caller[0].join();
        assertThat(thrown[0]).isInstanceOf(GatewayException.Cancelled.class);
    }

    @Test
    void whatIsNoGatewayIsNotUnderstood() {
        server.layReady(new Answer(200, Map.of(), "<html>".getBytes(UTF_8)));
        assertThatThrownBy(() -> session.list(ResourceType.GATEWAYS))
                .isInstanceOf(GatewayException.Unintelligible.class);
    }

    @Test
    void aRepairMakesTheDesiredStateAndTheSecondOneChangesNothing() {
        DesiredState wanted = Connections.document(Connections.IPSEC, Connections.GRE).state();
        RepairReport first = session.repair(wanted);
        assertThat(first.puts()).isEqualTo(8);
        assertThat(session.drift(wanted).toString()).isEmpty();
        RepairReport second = session.repair(wanted);
        assertThat(second.puts() + second.deletes() + second.batches()).isZero();
    }

    @Test
    void driftNamesWhatIsMissingExtraAndDifferent() throws FaultsException {
        session.repair(TwoTenants.document().state());
        DesiredState wanted =
                TwoTenants.with(
                                json -> {
                                    TwoTenants.set(
                                            json,
                                            "/virtualNetworks/0/properties/lookupRecords/0/properties/providerAddress",
                                            "'192.0.2.99'");
                                    TwoTenants.set(
                                            json,
                                            "/providerAddresses",
                                            "[{'resourceId': 'h', 'properties': {'address': '192.0.2.7'}}]");
                                    TwoTenants.set(
                                            json,
                                            "/loadBalancers/1/properties/inboundNatRules",
                                            "[]");
                                })
                        .state();
        DriftReport drift = session.drift(wanted);
        assertThat(drift.items())
                .extracting(DriftReport.Item::kind)
                .containsExactly(Kind.DIFFERENT, Kind.EXTRA, Kind.MISSING);
        assertThat(drift.toString())
                .contains("virtualNetworks[contoso].lookupRecords[web1].providerAddress")
                .contains("desired \"192.0.2.99\", actual \"192.0.2.11\"");
        RepairReport repair = session.repair(wanted);
        assertThat(repair).hasToString("2 written, 1 removed, in 1 batch");
        assertThat(session.drift(wanted).isEmpty()).isTrue();
    }

    @Test
    void aChangedSecretIsFoundAndNotShown() throws FaultsException {
        DesiredState before = Connections.document(Connections.IPSEC).state();
        session.repair(before);
        DesiredState after =
                Connections.document(Connections.IPSEC.replace(Connections.SECRET, "another one"))
                        .state();
        DriftReport drift = session.drift(after);
        assertThat(drift.items()).hasSize(1);
        assertThat(drift.toString()).doesNotContain("another").doesNotContain("sesame");
        session.repair(after);
        assertThat(gateway.state().virtualGateways().getFirst().networkConnections())
                .isEqualTo(after.virtualGateways().getFirst().networkConnections());
        assertThat(session.drift(after).isEmpty()).isTrue();
    }

    @Test
    void aSecretThatAnotherWroteCannotBeComparedAndIsWrittenAgain() throws FaultsException {
        DesiredState wanted = Connections.document(Connections.IPSEC).state();
        try (GatewaySession other =
                GatewayProvider.load().open(server.connectionString(), CREDENTIALS)) {
            other.repair(wanted);
        }
        assertThat(session.drift(wanted).notComparable())
                .containsExactly("virtualGateways[contoso-gw]");
        assertThat(session.repair(wanted).puts()).isEqualTo(1);
        assertThat(session.drift(wanted).notComparable()).isEmpty();
    }

    @Test
    void whatIsOutOfScopeStays() {
        DesiredState both = TwoTenants.document().state();
        session.repair(both);
        DesiredState none = DesiredState.EMPTY;
        RepairReport nothing = session.repair(none, Scope.NONE);
        assertThat(nothing.deletes()).isZero();
        session.repair(none, reference -> reference.path().contains("contoso"));
        assertThat(gateway.state().virtualNetworks())
                .extracting(VirtualNetwork::resourceId)
                .containsExactly("woodgrove");
    }

    @Test
    void credentialsAreNeverShown() throws FaultsException {
        assertThat(CREDENTIALS.toString()).doesNotContain("hunter2");
        RestGatewayProvider.Opened opened =
                RestGatewayProvider.open(
                        ConnectionString.parse(server.connectionString()), CREDENTIALS);
        assertThat(opened.toString()).doesNotContain("hunter2");
        assertThat(
                        Optional.of(
                                        ResourceChange.put(
                                                Connections.document(Connections.IPSEC)
                                                        .state()
                                                        .virtualGateways()
                                                        .getFirst()))
                                .toString())
                .doesNotContain("sesame");
    }
}
