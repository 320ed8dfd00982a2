package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.ExplainRequest;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.events.EventPages;
import io.hnvgateway.app.probe.GatewayProbes;
import io.hnvgateway.app.probe.ProbeResult;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// `diagnostics`: what the running gateway says of itself.
final class Diagnostics {
    private static final ObjectMapper RECORDS = JsonMapper.builder().build();
    static final int MAX_HOSTS = 64;
    static final int MAX_WAIT_SECONDS = 30;
    private static final int DEFAULT_ROWS = 1000;
    static final int MAX_ROWS = 10_000;

    /// What a tenant reader may see the rows of.
    private static final Set<Topic> OF_TENANTS =
            Set.of(
                    Topic.COMPARTMENTS,
                    Topic.ROUTES,
                    Topic.RECORDS,
                    Topic.SESSIONS,
                    Topic.TUNNELS,
                    Topic.BGP,
                    Topic.BGP_ROUTES,
                    Topic.BGP_ADVERTISED,
                    Topic.DROPS);

    private static final int MAX_QUESTION_BYTES = 64 << 10;
    private static final String[] EXPLAINED = {
        "tenant", "source", "destination", "protocol", "sourcePort", "destinationPort"
    };
    private static final Set<String> FOR_TENANTS = Set.of("show", "dropreasons", "explain");

    /// Who speaks BGP for the provider.
    private static final String PROVIDER = "default";

    private final Semaphore sessionsOfTenants = new Semaphore(1);
    private final ControlBackend backend;
    private final GatewayProbes probes;
    private final EventPages events;
    private final CaptureRequests captures;

    Diagnostics(ApiBackends backends) {
        this.backend = backends.control();
        this.probes = backends.probes();
        this.events = new EventPages(backends.events());
        this.captures = new CaptureRequests(backends.captures());
    }

    /// @param segments behind `diagnostics`
    ApiAnswer answer(ApiRequest request, List<String> segments, Visibility visibility) {
        try {
            return switch (name(request, segments)) {
                case "show" -> show(request, topic(segments.get(1)), visibility);
                case "dropreasons" -> show(request, Topic.DROPS, visibility);
                case "explain" -> explain(request, visibility);
                case "status" -> status(request);
                case "events" -> events(request);
                case "probes" -> probes(request);
                case "capture" -> capture(request);
                case "drain" -> drain(request);
                default ->
                        throw ApiError.notFound(
                                "there is no such diagnostic; there are show/{topic}, dropReasons,"
                                        + " explain, status, events, probes, capture, drain");
            };
        } catch (ControlException e) {
            throw ApiError.badRequest("InvalidValue", String.valueOf(e.getMessage()), "");
        }
    }

    /// In lower case; empty: there is none of that form, or none for this caller.
    private static String name(ApiRequest request, List<String> segments) {
        String name = segments.isEmpty() ? "" : segments.getFirst().toLowerCase(Locale.ROOT);
        boolean fits = segments.size() == (name.equals("show") ? 2 : 1);
        boolean tenant = request.caller().role() == Role.TENANT_READER;
        return fits && (!tenant || FOR_TENANTS.contains(name)) ? name : "";
    }

    private static void allow(ApiRequest request, String... methods) {
        if (!List.of(methods).contains(request.method())) {
            throw ApiError.methodNotAllowed(request.method(), String.join(", ", methods));
        }
    }

    private static Topic topic(String name) {
        try {
            return Topic.parse(name);
        } catch (ControlException e) {
            throw ApiError.notFound(String.valueOf(e.getMessage()));
        }
    }

    private ApiAnswer show(ApiRequest request, Topic topic, Visibility visibility)
            throws ControlException {
        allow(request, "GET");
        int most = number(request, "$top", DEFAULT_ROWS, 1, MAX_ROWS);
        List<Record> rows = new ArrayList<>();
        String asked = request.query().get("tenant");
        if (request.caller().role() == Role.TENANT_READER) {
            if (!OF_TENANTS.contains(topic)) {
                throw ApiError.notFound("there is no such topic");
            }
            List<String> own = visibility.networks(request.caller());
            List<String> tenants =
                    asked == null ? own : List.of(visibility.network(request.caller(), asked));
            for (String tenant : tenants) {
                rows.addAll(Redaction.drops(rowsForTenant(topic, tenant)));
            }
        } else {
            rows.addAll(backend.show(topic, asked));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("value");
        rows.stream().limit(most).map(row -> row(request, row)).forEach(list::add);
        body.put("total", rows.size());
        return Answers.json(200, body);
    }

    /// Workers are asked for sessions, and look at those of all tenants for it: they do so for one
    /// tenant at a time. Of a network that has the name of the provider's own router BGP tells
    /// nothing, for it would tell of that.
    private List<? extends Record> rowsForTenant(Topic topic, String tenant) {
        if (topic.isOfBgp() && tenant.equalsIgnoreCase(PROVIDER)) {
            return List.of();
        }
        if (topic != Topic.SESSIONS) {
            return rowsOfOne(topic, tenant);
        }
        if (!sessionsOfTenants.tryAcquire()) {
            throw ApiError.of(429, "TooManyRequests", "sessions are read already: ask again")
                    .with("retry-after", "1");
        }
        try {
            return rowsOfOne(topic, tenant);
        } finally {
            sessionsOfTenants.release();
        }
    }

    /// Of a network that has just come or gone there are none.
    private List<? extends Record> rowsOfOne(Topic topic, String tenant) {
        try {
            return backend.show(topic, tenant).stream()
                    .filter(row ->
                            RECORDS.valueToTree(row)
                                    .path("tenant")
                                    .asText()
                                    .equalsIgnoreCase(tenant))
                    .toList();
        } catch (ControlException _) {
            return List.of();
        }
    }

    private static JsonNode row(ApiRequest request, Record row) {
        ObjectNode node = RECORDS.valueToTree(row);
        if (request.caller().role() == Role.TENANT_READER) {
            node.remove("providerAddress");
        }
        return node;
    }

    private ApiAnswer explain(ApiRequest request, Visibility visibility) throws ControlException {
        allow(request, "GET", "POST");
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        if (request.method().equals("POST")) {
            Bodies.object(small(request), "", EXPLAINED)
                    .properties()
                    .forEach(e -> query.set(known(e.getKey()), e.getValue()));
        } else {
            request.query().forEach((name, value) -> query.put(known(name), value));
        }
        boolean tenant = request.caller().role() == Role.TENANT_READER;
        if (tenant) {
            query.put(
                    "tenant", visibility.network(request.caller(), query.path("tenant").asText()));
        }
        JsonNode explanation = RECORDS.valueToTree(backend.explain(ExplainRequest.parse(query)));
        if (tenant) {
            redact(explanation, query.path("tenant").asText());
        }
        return Answers.json(200, explanation);
    }

    /// Questions are short, and may come from anybody who is known.
    private static JsonNode small(ApiRequest request) {
        if (request.body().length > MAX_QUESTION_BYTES) {
            throw ApiError.of(
                    413,
                    "RequestTooLarge",
                    "the body must have at most " + MAX_QUESTION_BYTES + " bytes");
        }
        return Bodies.json(request);
    }

    private static String known(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sourceport" -> "sourcePort";
            case "destinationport" -> "destinationPort";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    private void redact(JsonNode explanation, String tenant) {
        List<String> hosts =
                rowsOfOne(Topic.RECORDS, tenant).stream()
                        .map(row -> row instanceof Rows.LookupRecord r ? r.providerAddress() : "")
                        .filter(address -> !address.isEmpty())
                        .distinct()
                        .toList();
        Redaction.explanation((ObjectNode) explanation, hosts);
    }

    private ApiAnswer status(ApiRequest request) throws ControlException {
        allow(request, "GET");
        return Answers.json(200, RECORDS.valueToTree(backend.status()));
    }

    /// Without `after`: from now on.
    private ApiAnswer events(ApiRequest request) {
        allow(request, "GET");
        String after = request.query().getOrDefault("after", "");
        if (!after.isEmpty() && !after.matches("\\d{1,18}")) {
            throw ApiError.badRequest("InvalidValue", "after must be a number", "after");
        }
        int seconds = number(request, "waitSeconds", 0, 0, MAX_WAIT_SECONDS);
        try {
            long from = after.isEmpty() ? events.last() : Long.parseLong(after);
            return Answers.json(200, page(events.after(from, seconds * 1000L)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ApiError.of(503, "Stopping", "the gateway stops");
        }
    }

    private static ObjectNode page(EventPages.Page page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("value");
        for (EventPages.Numbered event : page.events()) {
            ObjectNode node = list.addObject();
            node.put("number", event.number());
            node.put("time", event.entry().time().toString());
            node.put("topic", event.entry().event().topic().label());
            node.setAll((ObjectNode) RECORDS.valueToTree(event.entry().event()));
        }
        return body.put("next", page.next()).put("lost", page.lost());
    }

    private ApiAnswer probes(ApiRequest request) {
        allow(request, "POST");
        JsonNode hosts =
                request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : small(request);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("value");
        for (ProbeResult result : probes.run(hosts(hosts))) {
            list.addObject()
                    .put("name", result.name())
                    .put("target", result.target())
                    .put("status", label(result.status()))
                    .put("detail", result.detail());
        }
        return Answers.json(200, body);
    }

    private static String label(ProbeResult.Status status) {
        return switch (status) {
            case PASSED -> "Passed";
            case FAILED -> "Failed";
            case SKIPPED -> "Skipped";
        };
    }

    private static List<IpAddress> hosts(JsonNode body) {
        JsonNode list = TreeEdit.field(Bodies.object(body, "", "hosts"), "hosts");
        List<IpAddress> hosts = new ArrayList<>();
        if (list != null && !list.isArray()) {
            throw ApiError.badRequest("InvalidValue", "hosts must be a list of addresses", "hosts");
        }
        if (list != null && list.size() > MAX_HOSTS) {
            throw ApiError.badRequest(
                    "InvalidValue", "at most " + MAX_HOSTS + " hosts are probed at once", "hosts");
        }
        for (int i = 0; list != null && i < list.size(); i++) {
            try {
                hosts.add(IpAddress.parse(list.get(i).asText()));
            } catch (InvalidValueException e) {
                throw ApiError.badRequest(
                        "InvalidValue", String.valueOf(e.getMessage()), "hosts[" + i + "]");
            }
        }
        return hosts;
    }

    private ApiAnswer capture(ApiRequest request) {
        allow(request, "POST");
        return captures.answer(request);
    }

    /// PUT or POST drains, DELETE ends it.
    private ApiAnswer drain(ApiRequest request) throws ControlException {
        allow(request, "GET", "PUT", "POST", "DELETE");
        if (!request.method().equals("GET")) {
            if (!request.caller().mayChange()) {
                throw ApiError.forbidden("only administrators may drain the gateway");
            }
            backend.drain(!request.method().equals("DELETE"));
        }
        return Answers.json(
                200,
                JsonNodeFactory.instance.objectNode().put("drained", backend.status().drained()));
    }

    private static int number(ApiRequest request, String name, int ifAbsent, int least, int most) {
        String text = request.query().getOrDefault(name, "");
        if (text.isEmpty()) {
            return ifAbsent;
        }
        int value = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw ApiError.badRequest(
                    "InvalidValue", name + " must be " + least + ".." + most, name);
        }
        return value;
    }
}
