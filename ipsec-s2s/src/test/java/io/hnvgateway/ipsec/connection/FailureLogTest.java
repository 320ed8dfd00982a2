package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.vici.LogLine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private static final String NAME = "contoso/office";
    private static final String OTHER = "fabrikam/office";
    private final FailureLog log = new FailureLog();

    @BeforeEach
    void thereAreConnections() {
        log.expect(NAME);
        log.expect(OTHER);
    }

    @Test
    void anOwnAttemptEndsOnceWithAllItsLines() {
        assertThat(add(NAME, 7, "initiating IKE_SA contoso/office[7] to 192.0.2.2")).isNull();
        assertThat(add(NAME, 7, "parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]")).isNull();
        FailureLog.Ended ended = ending(NAME, 7, "received AUTHENTICATION_FAILED notify error");
        assertThat(ended.own()).isTrue();
        assertThat(ended.connection()).isEqualTo(NAME);
        assertThat(ended.lines()).hasSize(3);
        assertThat(add(NAME, 7, "establishing IKE_SA failed, peer not responding")).isNull();
    }

    @Test
    void anotherAttemptOnTheSameIkeSaCounts() {
        add(NAME, 7, "initiating IKE_SA contoso/office[7] to 192.0.2.2");
        add(NAME, 7, "received TS_UNACCEPTABLE notify, no CHILD_SA built");
        add(NAME, 7, "establishing CHILD_SA net{8} reqid 1");
        FailureLog.Ended again =
                ending(NAME, 7, "received TS_UNACCEPTABLE notify, no CHILD_SA built");
        assertThat(again.lines()).hasSize(2);
    }

    @Test
    void aPeersAttemptBeginsWithoutAName() {
        add("", 3, "192.0.2.2 is initiating an IKE_SA");
        add(NAME, 3, "tried 1 shared key for 'a' - 'b', but MAC mismatched");
        FailureLog.Ended ended =
                ending(NAME, 3, "generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]");
        assertThat(ended.own()).isFalse();
        assertThat(ended.peer()).isEqualTo("192.0.2.2");
        assertThat(ended.lines()).hasSize(3);
    }

    @Test
    void aFloodOfStrangersForgetsNoAttemptOfThisSide() {
        add(NAME, 1, "initiating IKE_SA contoso/office[1] to 192.0.2.2");
        for (int i = 0; i < 10_000; i++) {
            add("", 100 + i, "198.51.100.1 is initiating an IKE_SA");
        }
        assertThat(log.size()).isEqualTo(FailureLog.MAX_STRANGERS + 1);
        FailureLog.Ended ended = ending(NAME, 1, "received NO_PROPOSAL_CHOSEN notify error");
        assertThat(ended.lines()).hasSize(2);
    }

    @Test
    void onePeersFloodForgetsOnlyItsOwnConnectionsAttempts() {
        add(OTHER, 1, "initiating IKE_SA fabrikam/office[1] to 192.0.2.3");
        for (int i = 0; i < 1_000; i++) {
            add(NAME, 100 + i, "looking for peer configs");
        }
        assertThat(log.size()).isEqualTo(FailureLog.MAX_OF_ONE_CONNECTION + 1);
        assertThat(ending(OTHER, 1, "received INVALID_SYNTAX notify error").lines()).hasSize(2);
        log.forget(NAME);
        assertThat(log.size()).isEqualTo(1);
    }

    /// charon says its last words of a connection when it is gone, and again for each that follows.
    @Test
    void whatIsSaidOfAConnectionThatIsGoneIsNotKept() {
        log.forget(NAME);
        add("", 7, "192.0.2.2 is initiating an IKE_SA");
        assertThat(add(NAME, 7, "generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]")).isNull();
        for (int i = 0; i < 1_000; i++) {
            add("gone/" + i, 100 + i, "deleting IKE_SA");
        }
        assertThat(log.size()).isZero();
        log.expect(NAME);
        add(NAME, 8, "initiating IKE_SA contoso/office[8] to 192.0.2.2");
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void whatSucceededIsForgotten() {
        add(NAME, 7, "initiating IKE_SA contoso/office[7] to 192.0.2.2");
        log.succeeded(NAME, 7);
        assertThat(log.size()).isZero();
    }

    /// Must end an attempt.
    private FailureLog.Ended ending(String name, long id, String line) {
        return Objects.requireNonNull(add(name, id, line), line);
    }

    private FailureLog.@Nullable Ended add(String connection, long id, String message) {
        return log.add(new LogLine("IKE", 1, connection, id, message));
    }
}
