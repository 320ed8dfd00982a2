package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.access.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatedRequestTest {
    private static final String PATH = "/providerAddresses/host1";
    private static final String BODY = "{\"properties\":{\"address\":\"192.0.2.11\"}}";
    private static final Caller OTHER = new Caller("other", Role.ADMINISTRATOR, Set.of());

    private final ApiScene scene = ApiScene.withTwoTenants();

    @Test
    void getsTheSameAnswer() {
        ApiScene.Answer first = put("id-1", BODY, ApiScene.ADMINISTRATOR);
        assertThat(first.status()).isEqualTo(201);
        scene.delete(PATH);
        ApiScene.Answer again = put("id-1", BODY, ApiScene.ADMINISTRATOR);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(scene.get(PATH).status()).as("it is not done again").isEqualTo(404);
        assertThat(again.answer().headers()).containsEntry("x-ms-client-request-id", "id-1");
    }

    @Test
    void withAnotherBodyIsRefused() {
        put("id-1", BODY, ApiScene.ADMINISTRATOR);
        ApiScene.Answer other = put("id-1", BODY.replace("2.11", "2.12"), ApiScene.ADMINISTRATOR);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("RequestIdReused");
    }

    @Test
    void ofAnotherCallerIsAnotherRequest() {
        put("id-1", BODY, ApiScene.ADMINISTRATOR);
        assertThat(put("id-1", BODY, OTHER).status()).isEqualTo(200);
    }

    @Test
    void isTriedAgainAfterAFailureOfTheGateway() {
        scene.store.broken = true;
        assertThat(put("id-1", BODY, ApiScene.ADMINISTRATOR).status()).isEqualTo(503);
        scene.store.broken = false;
        assertThat(put("id-1", BODY, ApiScene.ADMINISTRATOR).status()).isEqualTo(201);
    }

    @Test
    void noCallerPushesOutAnothersAnswers() {
        put("mine", BODY, OTHER);
        for (int i = 0; i < 600; i++) {
            put("id-" + i, BODY, ApiScene.ADMINISTRATOR);
        }
        assertThat(put("mine", BODY, OTHER).status()).isEqualTo(201);
        assertThat(put("id-0", BODY, ApiScene.ADMINISTRATOR).answer().headers())
                .as("bounded")
                .doesNotContainKey("x-hnv-repeated");
        assertThat(put("id-599", BODY, ApiScene.ADMINISTRATOR).answer().headers())
                .containsKey("x-hnv-repeated");
    }

    @Test
    void aWriteIsAnOperationThatHasEnded() {
        ApiScene.Answer written = put("id-1", BODY, ApiScene.ADMINISTRATOR);
        String operation = written.header("x-ms-operation");
        assertThat(scene.get(operation).json().path("status").asText()).isEqualTo("Succeeded");
        String results = scene.get(operation).json().at("/properties/results").asText();
        assertThat(scene.get(results).text()).isEqualTo(written.text());
        assertThat(scene.call("GET", operation).as(OTHER).send().status())
                .as("an administrator sees all")
                .isEqualTo(200);
        assertThat(scene.call("GET", operation).as(ApiScene.OPERATOR).send().status())
                .isEqualTo(404);
    }

    @Test
    void aRefusedWriteIsAnOperationThatFailed() {
        ApiScene.Answer refused = put("id-1", "{\"properties\":{}}", ApiScene.ADMINISTRATOR);
        assertThat(refused.status()).isEqualTo(400);
        String operation = refused.header("x-ms-operation");
        assertThat(scene.get(operation).json().path("status").asText()).isEqualTo("Failed");
    }

    private ApiScene.Answer put(String id, String body, Caller caller) {
        return scene.call("PUT", PATH)
                .header("x-ms-client-request-id", id)
                .as(caller)
                .body(body)
                .send();
    }
}
