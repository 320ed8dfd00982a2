package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.TestReport;
import io.hnvgateway.provider.spi.TestReport.Line;
import io.hnvgateway.provider.spi.TestReport.Result;
import io.hnvgateway.provider.value.IpAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The *Test* step: from the connection string to the gateway's own probes. Each step that fails
/// says why; what depends on it is skipped. Used once, by one thread.
final class ConnectionTest {
    private static final Duration MOST_SKEW = Duration.ofSeconds(5);
    private static final String STATUS = RestRequest.ROOT + "/diagnostics/status";
    private static final String PROBES = RestRequest.ROOT + "/diagnostics/probes";

    private final List<IpAddress> hosts;
    private final InstantSource ownClock;
    private final List<Line> lines = new ArrayList<>();

    ConnectionTest(List<IpAddress> hosts) {
        this(hosts, InstantSource.system());
    }

    ConnectionTest(List<IpAddress> hosts, InstantSource ownClock) {
        this.hosts = List.copyOf(hosts);
        this.ownClock = ownClock;
    }

    TestReport run(String connectionString, GatewayCredentials credentials) {
        ConnectionString connection;
        try {
            connection = ConnectionString.parse(connectionString);
        } catch (FaultsException e) {
            e.faults().forEach(fault -> failed("connection string", fault.toString()));
            return ended("the connection string is wrong");
        }
        try {
            return run(RestGatewayProvider.open(connection, credentials));
        } catch (FaultsException e) {
            e.faults()
                    .forEach(
                            fault -> failed("connection string and credentials", fault.toString()));
            return ended("what they name is missing or wrong");
        }
    }

    TestReport run(RestGatewayProvider.Opened opened) {
        passed("connection string", opened.endpoint().toString());
        if (!new Reach(opened, lines).run()) {
            return ended("the gateway is not reached");
        }
        try (RestConnection connection = opened.connect(Patience.NONE)) {
            Offer offer = new Offer(connection);
            if (version(offer) && authenticated(connection, offer)) {
                gateway(opened.connection(), connection);
                probes(connection);
                operations(offer);
                return new TestReport(lines);
            }
            return ended("the gateway does not answer as one");
        }
    }

    private TestReport ended(String reason) {
        lines.add(new Line(Result.SKIPPED, "everything else", reason));
        return new TestReport(lines);
    }

    private boolean version(Offer offer) {
        try {
            String version = offer.restVersion();
            if (!version.toLowerCase(Locale.ROOT).matches("v?[1-7](\\.\\d+)?")) {
                return failed("API version", version + ": this plugin speaks v1 to v7.1");
            }
            return passed("API version", version);
        } catch (GatewayException.Unauthenticated e) {
            return failed("authentication", String.valueOf(e.getMessage()));
        } catch (GatewayException e) {
            return failed("API version", String.valueOf(e.getMessage()));
        }
    }

    private boolean authenticated(RestConnection connection, Offer offer) {
        try {
            connection.send(RestRequest.get(RestRequest.ROOT + "/virtualNetworks?$top=1"));
        } catch (GatewayException e) {
            return failed("authentication", String.valueOf(e.getMessage()));
        }
        passed("authentication", "the credentials are accepted");
        try {
            return switch (offer.mayChange()) {
                case ALLOWED -> passed("role", "may change what the gateway does");
                case FORBIDDEN -> reader();
                case UNKNOWN_THERE ->
                        skipped("role", "the gateway does not take many changes at once");
            };
        } catch (GatewayException e) {
            return failed("role", String.valueOf(e.getMessage()));
        }
    }

    /// The rest can be tried all the same.
    private boolean reader() {
        failed(
                "role",
                "may read and not change anything: give the controller credentials of an"
                        + " administrator");
        return true;
    }

    private void gateway(ConnectionString connection, RestConnection rest) {
        RestReply reply;
        try {
            reply = rest.send(RestRequest.get(STATUS));
        } catch (GatewayException e) {
            failed("status", String.valueOf(e.getMessage()));
            return;
        }
        JsonNode status = properties(reply.body());
        clock(reply);
        label("VMHost", connection.vmHost(), status.path("vmHost"));
        label("GatewayVM", connection.gatewayVm(), status.path("gatewayVM"));
        if (connection.migrate()) {
            passed("Migrate", "the gateway was rebuilt: repair gives it its state again");
        }
        capacity(connection, status);
        ready(rest);
    }

    private void clock(RestReply reply) {
        Optional<String> date = reply.headers().firstValue("date");
        if (date.isEmpty()) {
            skipped("clock", "the gateway does not say what time it has");
            return;
        }
        try {
            Instant there =
                    ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            Duration skew = Duration.between(there, ownClock.instant()).abs();
            if (skew.compareTo(MOST_SKEW) > 0) {
                failed(
                        "clock",
                        "differs by "
                                + skew.toSeconds()
                                + " s from this machine's: certificates and logs need the right"
                                + " time on both");
            } else {
                passed("clock", "differs by less than " + (skew.toSeconds() + 1) + " s");
            }
        } catch (DateTimeException e) {
            skipped("clock", "the gateway's date is not understood");
        }
    }

    /// A label names nothing that the gateway depends on: another one is told, and no failure.
    private void label(String key, Optional<String> wanted, JsonNode there) {
        if (wanted.isEmpty()) {
            return;
        }
        String actual = there.asText("");
        if (actual.isEmpty()) {
            skipped(key, wanted.get() + ": the gateway has no such label to compare with");
        } else if (actual.equalsIgnoreCase(wanted.get())) {
            passed(key, actual);
        } else {
            skipped(
                    key,
                    "the gateway calls itself "
                            + actual
                            + ", the connection string "
                            + wanted.get());
        }
    }

    private void capacity(ConnectionString connection, JsonNode status) {
        if (connection.maxVmNetworks().isEmpty() || !status.path("networks").isIntegralNumber()) {
            return;
        }
        int most = connection.maxVmNetworks().getAsInt();
        int networks = status.path("networks").asInt();
        String figures = networks + " of " + most + " customer networks";
        if (networks >= most) {
            failed("capacity", figures + ": MaxVMNetworksSupported leaves no room");
        } else {
            passed("capacity", figures);
        }
    }

    private void ready(RestConnection rest) {
        try {
            rest.send(RestRequest.get("/health/ready"));
            passed("ready", "");
        } catch (GatewayException.NotFound e) {
            skipped("ready", "the gateway does not tell");
        } catch (GatewayException e) {
            failed("ready", String.valueOf(e.getMessage()));
        }
    }

    private void probes(RestConnection rest) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        ArrayNode named = asked.putArray("hosts");
        hosts.forEach(host -> named.add(host.toString()));
        try {
            JsonNode results = rest.send(RestRequest.post(PROBES, asked)).body();
            JsonNode list = results.path("value");
            (list.isArray() ? list : properties(results).path("results")).forEach(this::probe);
        } catch (GatewayException.NotFound e) {
            skipped("probes of the gateway", "it has none");
        } catch (GatewayException e) {
            failed("probes of the gateway", String.valueOf(e.getMessage()));
        }
    }

    private void probe(JsonNode result) {
        String target = result.path("target").asText("");
        String name = result.path("name").asText("probe") + (target.isEmpty() ? "" : " " + target);
        String detail = result.path("detail").asText("");
        switch (result.path("status").asText("").toLowerCase(Locale.ROOT)) {
            case "passed" -> passed(name, detail);
            case "skipped" -> skipped(name, detail);
            default -> failed(name, detail);
        }
    }

    private void operations(Offer offer) {
        try {
            offer.operations()
                    .forEach((name, there) ->
                            lines.add(
                                    new Line(
                                            there ? Result.IMPLEMENTED : Result.NOT_IMPLEMENTED,
                                            name,
                                            "")));
        } catch (GatewayException e) {
            failed("operations", String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode properties(JsonNode body) {
        JsonNode inner = body.path("properties");
        return inner instanceof MissingNode ? body : inner;
    }

    private boolean passed(String name, String detail) {
        lines.add(new Line(Result.PASSED, name, detail));
        return true;
    }

    private boolean skipped(String name, String detail) {
        lines.add(new Line(Result.SKIPPED, name, detail));
        return true;
    }

    private boolean failed(String name, String detail) {
        lines.add(new Line(Result.FAILED, name, detail));
        return false;
    }
}
