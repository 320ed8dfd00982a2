package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WholeStateTest {
    private final ApiScene scene = ApiScene.withTwoTenants();

    @AfterEach
    void close() {
        scene.applier.close();
    }

    @Test
    void aChangeOfItIsItsCallersAndMayWaitToBeConfirmed() {
        ObjectNode less = Examples.twoTenants();
        less.remove("loadBalancers");
        ApiScene.Answer answer =
                scene.call("PUT", "/desiredState")
                        .header("x-hnv-confirm-within-seconds", "3600")
                        .body(less.toString())
                        .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(scene.applier.pending())
                .singleElement()
                .satisfies(one -> assertThat(one.version().who()).isEqualTo("admin"));
    }
}
