package io.hnvgateway.provider.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.ControllerDocument;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.resource.Annotation;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.Credential;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.KeptSecrets;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllerJsonTest {
    private final DesiredState state = ControllerDocument.document().state();

    @Test
    void everyCollectionIsReadAndWritten() throws FaultsException {
        assertThat(ControllerDocument.document().faults()).isEmpty();
        assertThat(state.byCollection())
                .hasEntrySatisfying(
                        ResourceCollection.NETWORK_INTERFACES, list -> assertThat(list).hasSize(2));
        DesiredState again = reread(DesiredStateWriter.write(state));
        assertThat(DesiredStateWriter.write(again)).isEqualTo(DesiredStateWriter.write(state));
        assertThat(KeptSecrets.fill(again, state).byCollection())
                .isEqualTo(reread(DesiredStateWriter.write(state), state).byCollection());
        assertThat(StateDiff.between(state, KeptSecrets.fill(again, state))).isEmpty();
    }

    @Test
    void tagsAndMetadataAreKeptAtTheirResources() throws FaultsException {
        VirtualNetwork network = state.virtualNetworks().getFirst();
        assertThat(network.annotations().at(""))
                .isEqualTo(
                        new Annotation(
                                Map.of("owner", "web team", "cost", "7"),
                                "{\"client\":\"VMM\",\"tenantId\":\"t1\",\"groups\":[\"a\",\"b\"]}"));
        assertThat(network.annotations().at(Annotations.path("", "subnets", "WEB")).tags())
                .containsExactly(Map.entry("tier", "front"));
        assertThat(state.virtualGateways().getFirst().annotations().byPath())
                .containsOnlyKeys("bgprouters/r1/bgppeers/p1");
        ObjectNode written = DesiredStateWriter.write(state);
        assertThat(written.at("/virtualNetworks/0/tags/owner").asText()).isEqualTo("web team");
        assertThat(written.at("/virtualNetworks/0/resourceMetadata/groups/1").asText())
                .isEqualTo("b");
        assertThat(
                        written.at(
                                        "/virtualGateways/0/properties/bgpRouters/0/properties/bgpPeers/0/tags/site")
                                .asText())
                .isEqualTo("Bonn");
        assertThat(
                        written.at(
                                        "/logicalNetworks/0/properties/subnets/0/properties/ipPools/0/resourceMetadata/client")
                                .asText())
                .isEqualTo("x");
        assertThat(reread(written).virtualNetworks().getFirst().annotations())
                .isEqualTo(network.annotations());
    }

    @Test
    void anotherTagIsADifferenceByItsPath() {
        assertThat(
                        StateDiff.between(
                                state,
                                KeptSecrets.fill(
                                        ControllerDocument.with("\"Bonn\"", "\"Ulm\"").state(),
                                        state)))
                .extracting(Change::toString)
                .containsExactly(
                        "~ virtualGateways[contoso-gw].bgpRouters[r1].bgpPeers[P1].tags.site: \"Bonn\" -> \"Ulm\"");
        assertThat(
                        StateDiff.between(
                                state,
                                KeptSecrets.fill(
                                        ControllerDocument.with("\"tags\": { \"a\": \"b\" }, ", "")
                                                .state(),
                                        state)))
                .extracting(Change::toString)
                .containsExactly("- publicIPAddresses[web1].tags");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tags|'x'|virtualNetworks[0].tags: must be an object",
                "tags|{'a': [1]}|virtualNetworks[0].tags.a: must be a single value",
                "resourceMetadata|[1]|virtualNetworks[0].resourceMetadata: must be an object",
                "resourceMetadata|{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{}}}}}}}}}|must be nested at most 8 deep",
            })
    void notesAreBounded(String name, String value, String fault) {
        assertThat(TwoTenants.with("/virtualNetworks/0/" + name, value).faults())
                .extracting(Fault::toString)
                .singleElement()
                .asString()
                .contains(fault);
    }

    @Test
    void notesAreBoundedInSize() {
        assertThat(
                        TwoTenants.with(
                                        "/virtualNetworks/0/resourceMetadata",
                                        "{'a': '" + "x".repeat(4096) + "'}")
                                .faults())
                .extracting(Fault::toString)
                .containsExactly(
                        "virtualNetworks[0].resourceMetadata: must be at most 4096 bytes; it has 4104");
        String many = "{'t0': 0" + ", 't%s': 1".repeat(64).formatted(range()) + "}";
        assertThat(TwoTenants.with("/virtualNetworks/0/tags", many).faults())
                .extracting(Fault::toString)
                .containsExactly("virtualNetworks[0].tags: must be at most 64 tags");
        assertThat(
                        TwoTenants.with(
                                        "/virtualNetworks/0/tags",
                                        "{'a': '" + "x".repeat(1025) + "'}")
                                .faults())
                .extracting(Fault::toString)
                .containsExactly("virtualNetworks[0].tags.a: must be at most 1024 characters");
    }

    private static Object[] range() {
        Object[] numbers = new Object[64];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i + 1;
        }
        return numbers;
    }

    @Test
    void aCredentialIsWrittenSealedOrNotAtAll() {
        Credential admin = state.credentials().getFirst();
        assertThat(admin.value()).isEqualTo(SecretText.of("hush-hush"));
        assertThat(admin.toString()).doesNotContain("hush-hush");
        assertThat(DesiredStateWriter.write(state).toString())
                .doesNotContain("hush-hush")
                .doesNotContain("sealedValue");
        ObjectNode sealed = DesiredStateWriter.properties(admin, new Reversed());
        assertThat(sealed.toString()).contains("hsuh-hsuh").doesNotContain("\"value\"");
        ObjectNode document = DesiredStateWriter.write(DesiredState.EMPTY);
        document.putArray("credentials")
                .addObject()
                .put("resourceId", "admin")
                .set("properties", sealed);
        assertThat(DesiredStateReader.read(document, new Reversed()).state().credentials())
                .containsExactly(admin);
    }

    @Test
    void aCredentialOfAnotherTypeDoesNotKeepItsValue() {
        DesiredState other =
                ControllerDocument.with(
                                "\"UsernamePassword\", \"userName\": \"contoso\\\\admin\", \"value\": \"hush-hush\"",
                                "\"X509Certificate\"")
                        .state();
        assertThat(KeptSecrets.fill(other, state).credentials().getFirst().value()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"vlanID\": 12|\"vlanID\": 4095|logicalNetworks[gre-vip].subnets[v4].vlanID: 4095: must be 0..4094|INVALID_VALUE",
                "\"nextHopIpAddress\": \"10.0.0.9\"|\"x\": 1|routes[all].nextHopIpAddress: is missing|MISSING_PROPERTY",
                "\"nextHopType\": \"VnetLocal\"|\"nextHopType\": \"None\", \"nextHopIpAddress\": \"10.0.0.1\"|routes[own].nextHopIpAddress: 10.0.0.1: is not for nextHopType None|INVALID_VALUE",
                "\"redundantGatewayCount\": 1|\"redundantGatewayCount\": -1|gatewayPools[default].redundantGatewayCount: -1: must be 0..65535|INVALID_VALUE",
                "\"isPrimary\": true|\"portSettings\": {\"macSpoofing\": \"Enabled\"}|networkInterfaces[web1].portSettings: is not enforced by this version|NOT_SUPPORTED",
                "\"providerAddress\": \"192.0.2.11\"|\"accessControlList\": {\"resourceRef\": \"/accessControlLists/a\"}|ipConfigurations[v4].accessControlList: is not enforced|NOT_SUPPORTED",
                "\"isPrimary\": true|\"server\": {\"resourceRef\": \"/servers/h\"}|networkInterfaces[web1].server: is not enforced by this version; name the provider address|NOT_SUPPORTED",
                "\"pool\": {|\"pools\": {|gateways[gw1].pools: is not a known property; did you mean pool?|UNKNOWN_PROPERTY",
            })
    void refusesByNameWhatItDoesNotKnow(String before, String after, String fault, FaultCode code) {
        var faults = ControllerDocument.with(before, after).faults();
        assertThat(faults)
                .anySatisfy(f -> {
                    assertThat(f.toString()).contains(fault);
                    assertThat(f.code()).isEqualTo(code);
                });
    }

    private static DesiredState reread(ObjectNode json) throws FaultsException {
        DesiredStateDocument document = DesiredStateReader.read(JsonText.compact(json));
        assertThat(document.faults()).isEmpty();
        return document.state();
    }

    private static DesiredState reread(ObjectNode json, DesiredState before)
            throws FaultsException {
        return KeptSecrets.fill(reread(json), before);
    }

    /// A seal that anybody can see through.
    private static final class Reversed implements SecretSeal {
        @Override
        public String seal(SecretText secret, String place) {
            return new StringBuilder(secret.reveal()).reverse().toString();
        }

        @Override
        public SecretText open(String sealed, String place) {
            if (!place.equals("credentials[admin].value")) {
                throw new InvalidValueException("cannot be opened");
            }
            return SecretText.of(new StringBuilder(sealed).reverse().toString());
        }
    }
}
