package io.hnvgateway.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5880 §6.2 and the end of §6.8.6.
class BfdStateTest {
    @ParameterizedTest
    @CsvSource({
        "DOWN, ADMIN_DOWN, DOWN",
        "DOWN, DOWN, INIT",
        "DOWN, INIT, UP",
        "DOWN, UP, DOWN",
        "INIT, ADMIN_DOWN, DOWN",
        "INIT, DOWN, INIT",
        "INIT, INIT, UP",
        "INIT, UP, UP",
        "UP, ADMIN_DOWN, DOWN",
        "UP, DOWN, DOWN",
        "UP, INIT, UP",
        "UP, UP, UP",
        "ADMIN_DOWN, ADMIN_DOWN, ADMIN_DOWN",
        "ADMIN_DOWN, DOWN, ADMIN_DOWN",
        "ADMIN_DOWN, INIT, ADMIN_DOWN",
        "ADMIN_DOWN, UP, ADMIN_DOWN",
    })
    void followsTheTable(BfdState own, BfdState received, BfdState next) {
        assertThat(own.next(received)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"DOWN, NONE", "INIT, NONE", "UP, NONE", "ADMIN_DOWN, ADMINISTRATIVELY_DOWN"})
    void sessionTakesIt(BfdState own, BfdDiagnostic diagnostic) {
        try (var end = new BfdEnd(BfdSettings.DEFAULT)) {
            end.bringTo(own);
            assertThat(end.session.state()).isEqualTo(own);
            assertThat(end.session.diagnostic()).isEqualTo(diagnostic);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INIT, ADMIN_DOWN, NEIGHBOR_SIGNALED_DOWN",
        "UP, ADMIN_DOWN, NEIGHBOR_SIGNALED_DOWN",
        "UP, DOWN, NEIGHBOR_SIGNALED_DOWN",
    })
    void goingDownSaysWhy(BfdState own, BfdState received, BfdDiagnostic diagnostic) {
        try (var end = new BfdEnd(BfdSettings.DEFAULT)) {
            end.bringTo(own);
            end.hear(end.packet().state(received));
            assertThat(end.session.diagnostic()).isEqualTo(diagnostic);
        }
    }
}
