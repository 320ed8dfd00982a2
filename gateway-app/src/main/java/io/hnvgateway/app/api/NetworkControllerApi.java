package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Network Controller's northbound API (MS-NCNBI), its gateway part, and own collections.
public final class NetworkControllerApi implements Api {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkControllerApi.class);
    private static final String CURRENT_VERSION = "v7.1";

    /// v1 … v7.1, with any minor number between.
    private static final Pattern VERSION =
            Pattern.compile("(?i)v(?:[1-6](?:\\.\\d)?|7(?:\\.[01])?)");

    /// What has something below itself, besides resources.
    private static final Set<String> NESTED =
            Set.of("operations", "operationresults", "diagnostics", "versions");

    private final ResourceRequests resources;
    private final Batches batches;
    private final WholeState whole;
    private final VersionHistory versions;
    private final Operations operations;
    private final Diagnostics diagnostics;
    private final OpenApi openApi = new OpenApi();

    public NetworkControllerApi(ApiBackends backends) {
        this(backends, InstantSource.system());
    }

    NetworkControllerApi(ApiBackends backends, InstantSource clock) {
        Representations representations = new Representations(new Etags(backends.etagKey()), clock);
        KeptWrites kept = new KeptWrites();
        Changes changes = new Changes(backends.applier(), representations, kept, clock);
        this.resources =
                new ResourceRequests(
                        backends.applier(), backends.control(), representations, changes);
        this.batches = new Batches(changes);
        this.whole = new WholeState(backends.applier(), changes);
        this.versions = new VersionHistory(backends.applier(), changes);
        this.operations = new Operations(kept);
        this.diagnostics = new Diagnostics(backends);
    }

    @Override
    public ApiAnswer answer(ApiRequest request) {
        return RequestIds.within(() -> marked(request, answerAny(request)));
    }

    private static ApiAnswer marked(ApiRequest request, ApiAnswer answer) {
        Map<String, String> ids = new HashMap<>();
        ids.put("x-ms-request-id", RequestIds.current());
        String client = request.header(Changes.CLIENT_ID);
        if (client != null && client.length() <= 128 && client.matches("[\\x21-\\x7e]+")) {
            ids.put(Changes.CLIENT_ID, client);
        }
        ApiAnswer marked = Answers.with(answer, ids);
        return request.method().equals("HEAD") ? Answers.withoutBody(marked) : marked;
    }

    private ApiAnswer answerAny(ApiRequest request) {
        try {
            return route(asGet(request));
        } catch (ApiError e) {
            return e.answer();
        } catch (RuntimeException e) {
            LOG.error("event=api-request-failed id={}", RequestIds.current(), e);
            return failed(
                    "the request failed inside of the gateway; its log has the stack under "
                            + RequestIds.current());
        } catch (OutOfMemoryError e) {
            LOG.error("event=api-request-out-of-memory id={}", RequestIds.current(), e);
            return failed("the request needs more memory than is free; make it in parts");
        }
    }

    private static ApiAnswer failed(String message) {
        return ApiError.of(500, "InternalError", message).answer();
    }

    private static ApiRequest asGet(ApiRequest request) {
        return request.method().equals("HEAD")
                ? new ApiRequest(
                        "GET",
                        request.path(),
                        request.query(),
                        request.headers(),
                        request.body(),
                        request.caller())
                : request;
    }

    private ApiAnswer route(ApiRequest request) {
        List<String> path = request.path();
        if (path.isEmpty() || !path.getFirst().equalsIgnoreCase("networking")) {
            throw ApiError.notFound("there is nothing: the API begins with /networking/v1");
        }
        if (path.size() == 2 && path.get(1).equalsIgnoreCase("discovery")) {
            return discovery(request);
        }
        if (path.size() < 2 || !VERSION.matcher(path.get(1)).matches()) {
            throw ApiError.of(
                    404,
                    "VersionNotSupported",
                    "there is no such version: v1 to " + CURRENT_VERSION + " are spoken alike");
        }
        return versioned(request, path.subList(2, path.size()));
    }

    private static ApiAnswer discovery(ApiRequest request) {
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed(request.method(), "GET, HEAD");
        }
        var body = JsonNodeFactory.instance.objectNode();
        body.put("resourceRef", "/discovery").put("resourceId", "discovery");
        body.put("currentRestVersion", CURRENT_VERSION);
        body.putObject("properties").put("currentRestVersion", CURRENT_VERSION);
        return Answers.json(200, body);
    }

    private ApiAnswer versioned(ApiRequest request, List<String> segments) {
        String first = segments.isEmpty() ? "" : segments.getFirst().toLowerCase(Locale.ROOT);
        return switch (segments.size() == 1 || NESTED.contains(first) ? first : "") {
            case "batch" -> batches.answer(request);
            case "desiredstate" -> whole.answer(request);
            case "versions" -> versions.answer(request, segments);
            case "operations", "operationresults" -> operations.answer(request, segments);
            case "diagnostics" ->
                    diagnostics.answer(
                            request, segments.subList(1, segments.size()), resources.visibility());
            case "openapi.json", "docs", "docs.js", "docs.css" -> openApi.answer(request, first);
            default -> resources.answer(request, segments);
        };
    }
}
