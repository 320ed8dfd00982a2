package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.api.BadBodies.Attempt;
import io.hnvgateway.app.api.Samples.Sample;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Whatever comes in is refused in words, changes nothing and leaves no stack in the log.
class BadBodiesTest {
    private final ApiScene scene = Samples.scene();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.hnvgateway");
    private final List<String> faults = new ArrayList<>();
    private int tried;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void whatIsNoJsonOrTooMuchOfItIsRefused() {
        for (Map.Entry<String, byte[]> text : BadTexts.all().entrySet()) {
            for (String to :
                    List.of(
                            "PUT /publicIPAddresses/x",
                            "PUT /virtualNetworks/base/subnets/x",
                            "POST /batch",
                            "PUT /desiredState",
                            "POST /diagnostics/explain",
                            "POST /diagnostics/probes")) {
                String[] parts = to.split(" ", 2);
                refuse(new Attempt(text.getKey(), parts[0], parts[1], text.getValue()));
            }
        }
        end(400);
    }

    /// Three bytes each, and some ninety of the heap.
    @Test
    void manyTinyValuesAreRefusedBeforeTheyFillTheHeap() {
        String body = "{\"properties\": [" + "{},".repeat(4_100_000) + "{}]}";

        ApiScene.Answer answer = scene.call("PUT", "/publicIPAddresses/x").body(body).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("MalformedDocument", "Token count");
    }

    @Test
    void halfCharactersAreRefused() {
        BadBodies.halves(this::refuse);
        end(60);
    }

    @Test
    void noPropertyTakesAnothersType() {
        for (Sample sample :
                Stream.concat(Samples.ALL.stream(), BadBodies.RICH.stream()).toList()) {
            Samples.prepare(scene, sample);
            assertThat(scene.put(sample.path(), sample.body()).status())
                    .as(sample.path())
                    .isEqualTo(201);
            BadBodies.mutations(sample).forEach(this::refuse);
            scene.delete(sample.path());
        }
        end(900);
    }

    @Test
    void referencesInCirclesOrToAnotherKindAreRefused() {
        BadBodies.references(this::refuse);
        end(100);
    }

    @Test
    void oneBadRequestRefusesItsBatch() {
        BadBodies.batches(this::refuse);
        end(30);
    }

    @Test
    void pathsThatLeadNowhereAreRefused() {
        BadBodies.paths(this::refuse);
        end(40);
    }

    @Test
    void questionsThatNobodyCanMeanAreRefused() {
        BadBodies.diagnostics(this::refuse);
        end(25);
    }

    private void end(int least) {
        assertThat(faults).as("of " + tried).isEmpty();
        assertThat(tried).isGreaterThanOrEqualTo(least);
    }

    private void refuse(Attempt attempt) {
        tried++;
        DesiredState before = scene.applier.applied().state();
        long version = scene.applier.version();
        int publications = scene.target.publications;
        String fault = fault(attempt);
        if (!scene.applier.applied().state().equals(before)
                || scene.applier.version() != version
                || scene.target.publications != publications) {
            fault += " CHANGED";
        }
        if (log.list.stream().anyMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN))) {
            fault += " LOGGED " + log.list.getFirst().getFormattedMessage();
            log.list.clear();
        }
        if (!fault.isEmpty()) {
            faults.add(attempt + " ->" + fault + "\n");
        }
    }

    /// Empty: it is refused as it should be.
    private String fault(Attempt attempt) {
        ApiScene.Answer answer;
        try {
            answer = scene.call(attempt.method(), attempt.path()).body(attempt.body()).send();
        } catch (RuntimeException e) {
            return " " + e;
        }
        if (answer.status() < 400 || answer.status() > 499) {
            return " " + answer.status() + " " + answer.text();
        }
        JsonNode error = answer.json().path("error");
        boolean whole =
                error.path("code").asText().matches("[A-Z][A-Za-z]+")
                        && error.path("message").asText().length() > 9
                        && error.path("target").isTextual();
        boolean plain =
                !answer.text().matches("(?s).*(Exception|io\\.hnvgateway|com\\.fasterxml).*");
        return whole && plain && answer.text().length() < 100_000 ? "" : " " + answer.text();
    }
}
