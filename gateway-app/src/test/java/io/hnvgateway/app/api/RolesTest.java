package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Caller;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolesTest {
    private static final List<String> WRITES =
            List.of(
                    "PUT /virtualNetworks/contoso",
                    "PUT /virtualNetworks/woodgrove/subnets/web",
                    "DELETE /virtualNetworks/none",
                    "DELETE /virtualGateways/contoso-gw",
                    "POST /batch",
                    "PUT /desiredState",
                    "GET /desiredState",
                    "POST /diagnostics/drain");

    private final ApiScene scene = ApiScene.withTwoTenants();

    @Test
    void operatorsReadAllAndChangeNothing() {
        for (String write : WRITES) {
            assertThat(as(ApiScene.OPERATOR, write).status()).as(write).isEqualTo(403);
        }
        assertThat(as(ApiScene.OPERATOR, "GET /virtualNetworks/woodgrove").status()).isEqualTo(200);
        assertThat(as(ApiScene.OPERATOR, "POST /diagnostics/probes").status()).isEqualTo(200);
    }

    @Test
    void tenantReadersChangeNothing() {
        for (String write : WRITES) {
            assertThat(as(ApiScene.TENANT, write).status()).as(write).isIn(403, 404);
        }
        assertThat(scene.target.publications).isEqualTo(1);
    }

    @Test
    void tenantReadersSeeWhatIsTheirs() {
        for (String path :
                List.of(
                        "/virtualNetworks/contoso",
                        "/virtualNetworks/contoso/lookupRecords",
                        "/virtualGateways/contoso-gw",
                        "/publicIPAddresses/contoso-pip",
                        "/loadBalancers/contoso-nat/outboundNatRules/out")) {
            assertThat(as(ApiScene.TENANT, "GET " + path).status()).as(path).isEqualTo(200);
        }
    }

    /// What is another's and what is not there have the same answer, but for the name in it.
    @Test
    void whatIsAnothersIsNotThere() {
        scene.put("/providerAddresses/woodgrove", "{\"properties\":{\"address\":\"192.0.2.11\"}}");
        scene.put("/gateways/woodgrove", "{\"properties\":{}}");
        for (String path :
                List.of(
                        "/virtualNetworks/woodgrove",
                        "/virtualNetworks/woodgrove/lookupRecords",
                        "/virtualNetworks/woodgrove/lookupRecords/web1",
                        "/virtualGateways/woodgrove-gw",
                        "/publicIPAddresses/woodgrove-pip",
                        "/loadBalancers/woodgrove-nat",
                        "/providerAddresses/woodgrove",
                        "/gateways/woodgrove",
                        "/diagnostics/show/routes?tenant=woodgrove",
                        "/diagnostics/show/ports",
                        "/diagnostics/status",
                        "/diagnostics/events")) {
            ApiScene.Answer answer = as(ApiScene.TENANT, "GET " + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            String missing = path.replace("woodgrove", "nobody");
            assertThat(answer.text().replace("woodgrove", "nobody"))
                    .isEqualTo(as(ApiScene.TENANT, "GET " + missing).text());
        }
    }

    @Test
    void listsHoldOnlyWhatIsTheirs() {
        for (ResourceKind kind : ResourceKind.TOP) {
            JsonNode list = as(ApiScene.TENANT, "GET /" + kind.name() + "?$top=1").json();
            assertThat(list.path("value").size()).as(kind.name()).isLessThanOrEqualTo(1);
            assertThat(list.has("nextLink")).as(kind.name()).isFalse();
            assertThat(list.toString()).doesNotContain("woodgrove");
        }
    }

    @Test
    void hostsAreNotForTenants() {
        for (String path :
                List.of(
                        "/virtualNetworks/contoso",
                        "/virtualNetworks",
                        "/virtualNetworks/contoso/lookupRecords",
                        "/virtualNetworks/contoso/lookupRecords/web1")) {
            assertThat(as(ApiScene.TENANT, "GET " + path).text())
                    .contains("customerAddress")
                    .doesNotContain("providerAddress", "192.0.2.");
        }
    }

    @Test
    void explainIsOfTheirOwnNetworks() {
        String query = "GET /diagnostics/explain?source=10.0.0.10&destination=8.8.8.8&tenant=";
        assertThat(as(ApiScene.TENANT, query + "contoso").status()).isEqualTo(200);
        assertThat(as(ApiScene.TENANT, query + "{" + ApiScene.CONTOSO + "}").status())
                .isEqualTo(200);
        assertThat(as(ApiScene.TENANT, query + "woodgrove").status()).isEqualTo(404);
        assertThat(as(ApiScene.TENANT, query + ApiScene.WOODGROVE).status()).isEqualTo(404);
        assertThat(as(ApiScene.TENANT, "GET /diagnostics/dropReasons").text())
                .contains("NO_ROUTE")
                .doesNotContain("NOT_IP");
    }

    @Test
    void anAddressThatTwoTenantsShareIsNeithers() {
        ObjectNode balancer = scene.get("/loadBalancers/woodgrove-nat").object();
        String text =
                balancer.toString()
                        .replace(
                                "/publicIPAddresses/woodgrove-pip",
                                "/publicIPAddresses/contoso-pip");
        ApiScene.Answer shared = scene.put("/loadBalancers/woodgrove-nat", text);
        int expected = shared.status() == 200 ? 404 : 200;
        assertThat(as(ApiScene.TENANT, "GET /publicIPAddresses/contoso-pip").status())
                .isEqualTo(expected);
    }

    private ApiScene.Answer as(Caller caller, String request) {
        String[] parts = request.split(" ", 2);
        return scene.call(parts[0], parts[1]).as(caller).send();
    }
}
