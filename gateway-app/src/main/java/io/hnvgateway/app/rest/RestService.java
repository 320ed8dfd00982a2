package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.hnvgateway.app.access.Access;
import io.hnvgateway.app.access.Admission;
import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.access.ChangeAudit;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.access.Source;
import io.hnvgateway.app.api.Api;
import io.hnvgateway.app.api.ApiAnswer;
import io.hnvgateway.app.api.ApiRequest;
import io.hnvgateway.app.telemetry.MetricsPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request: judged step by step, from what costs least; then answered by the [Api].
final class RestService implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(RestService.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int FORBIDDEN = 403;

    /// Anybody may ask, and it may take a second.
    private static final int LOOKS_AT_HEALTH = 8;

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> CHALLENGE =
            Map.of("www-authenticate", "Bearer realm=\"hnv-gateway\"", "connection", "close");

    private final Contents contents;
    private final Access access;
    private final ChangeAudit audit;
    private final ConnectionGate gate;
    private final BodyReader bodies;
    private final RestLimits limits;
    private final Semaphore requests;
    private final CallerPlaces places;
    private final Semaphore looksAtHealth = new Semaphore(LOOKS_AT_HEALTH);

    /// What is served.
    ///
    /// @param names that a `Host` may say, in lower case, with and without the port
    record Contents(Api api, HealthSource health, MetricsPage metrics, Set<String> names) {
        Contents {
            names = Set.copyOf(names);
        }
    }

    RestService(Contents contents, Access access, RestLimits limits) {
        this.contents = contents;
        this.access = access;
        this.audit = new ChangeAudit(access.audit());
        this.limits = limits;
        this.gate = new ConnectionGate(limits, System::nanoTime);
        this.bodies = new BodyReader(limits);
        this.requests = new Semaphore(limits.requests());
        this.places = new CallerPlaces(limits);
    }

    ConnectionGate gate() {
        return gate;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        OpenConnection connection = gate.of(context.remoteAddress());
        if (connection == null) {
            return response(RestError.UNAVAILABLE.closing("the connection ends"));
        }
        if (!requests.tryAcquire()) {
            return response(
                    RestError.UNAVAILABLE.answer(
                            "too many requests are under way",
                            Map.of("retry-after", "1", "connection", "close")));
        }
        connection.requestBegins();
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        CompletableFuture<Void> worked = new CompletableFuture<>();
        Stay stay = new Stay();
        Thread.ofVirtual()
                .name("rest-request")
                .start(() -> {
                    try {
                        answer.complete(
                                response(
                                        fitting(answer(context, request, connection, stay), stay)));
                    } finally {
                        requests.release();
                        // of no effect unless an error of the program ends the thread
                        answer.complete(
                                response(RestError.INTERNAL.answer("the gateway's log says why")));
                        worked.complete(null);
                    }
                });
        HttpResponse response = HttpResponse.of(answer);
        // the response itself is complete when it is handed on, not when it is written
        CompletableFuture<RequestLog> written =
                context.log().whenAvailable(RequestLogProperty.RESPONSE_END_TIME);
        var _ = written.whenComplete((_, _) -> connection.requestEnds(System.nanoTime()));
        var _ = CompletableFuture.allOf(worked, written).whenComplete((_, _) -> leave(stay));
        return response;
    }

    /// What a request of a known caller takes until its answer was taken. Used by the request's
    /// thread, and behind its end.
    private static final class Stay {
        private CallerPlaces.@Nullable Place place;
        private int answerBytes;
    }

    private ApiAnswer fitting(ApiAnswer answer, Stay stay) {
        CallerPlaces.Place place = stay.place;
        if (place == null) {
            return answer; // strangers get short ones
        }
        if (!places.hold(place, answer.body().length)) {
            return RestError.UNAVAILABLE.answer(
                    "too many answers wait to be taken", Map.of("retry-after", "1"));
        }
        stay.answerBytes = answer.body().length;
        return answer;
    }

    private void leave(Stay stay) {
        if (stay.place != null) {
            places.leave(stay.place, stay.answerBytes);
        }
    }

    private ApiAnswer answer(
            ServiceRequestContext context,
            HttpRequest request,
            OpenConnection connection,
            Stay stay) {
        try {
            return judge(context, request, connection, stay);
        } catch (BodyReader.BodyException e) {
            return e.error().closing(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RestError.UNAVAILABLE.closing("the gateway ends");
        } catch (RuntimeException | IOException e) {
            LOG.error("event=rest-request-failed", e);
            return RestError.INTERNAL.answer("the gateway's log says why");
        } catch (OutOfMemoryError e) {
            LOG.error("event=rest-request-out-of-memory reason=\"{}\"", e.toString());
            return RestError.UNAVAILABLE.closing("the request needs more memory than there is");
        }
    }

    private ApiAnswer judge(
            ServiceRequestContext context,
            HttpRequest request,
            OpenConnection connection,
            Stay stay)
            throws BodyReader.BodyException, InterruptedException, IOException {
        RequestHeaders headers = request.headers();
        RequestTarget target = RequestTarget.parse(context.rawPath());
        if (target == null) {
            return RestError.BAD_REQUEST.closing("the path is not one that can be taken");
        }
        String host = headers.authority();
        if (host == null || !contents.names().contains(host.toLowerCase(Locale.ROOT))) {
            return RestError.MISDIRECTED.closing("this is not the host that was asked for");
        }
        if (!target.path().isEmpty() && target.path().getFirst().equals("health")) {
            return health(headers.method().name(), target.path());
        }
        return switch (access.admit(
                connection.source(), headers.get("authorization"), certificate(context))) {
            case Admission.Unknown _ -> {
                bodies.drop(request);
                yield RestError.UNAUTHORIZED.answer(
                        "a valid bearer token or client certificate is needed", CHALLENGE);
            }
            case Admission.Later later -> {
                bodies.drop(request);
                yield RestError.TOO_MANY.answer(
                        "wait before the next request",
                        Map.of("retry-after", String.valueOf(later.seconds())));
            }
            case Admission.Admitted admitted -> {
                gate.known(connection, admitted.caller().name());
                stay.place = places.enter(admitted.caller());
                if (stay.place == null) {
                    bodies.drop(request);
                    yield RestError.TOO_MANY.answer(
                            "so many requests of yours are under way already",
                            Map.of("retry-after", "1"));
                }
                yield admitted(admitted.caller(), connection.source(), target, request);
            }
        };
    }

    private ApiAnswer admitted(
            Caller caller, Source source, RequestTarget target, HttpRequest request)
            throws BodyReader.BodyException, InterruptedException, IOException {
        if (target.path().equals(List.of("metrics"))) {
            return metrics(caller, request.method().name());
        }
        int limit = caller.mayChange() ? limits.largeBodyBytes() : RestLimits.SMALL_BODY_BYTES;
        try (BodyReader.Body body = bodies.read(request, limit)) {
            return told(
                    source,
                    new ApiRequest(
                            request.method().name(),
                            target.path(),
                            target.query(),
                            fields(request.headers()),
                            body.bytes(),
                            caller));
        }
    }

    private ApiAnswer told(Source source, ApiRequest request) {
        if (READING.contains(request.method())) {
            return contents.api().answer(request);
        }
        ChangeAudit.Wish wish =
                new ChangeAudit.Wish(
                        request.caller().name(),
                        request.caller().role().label(),
                        source.text(),
                        Objects.requireNonNullElse(request.header("x-ms-client-request-id"), ""),
                        request.method(),
                        "/" + String.join("/", request.path()));
        if (!request.caller().mayChange()) {
            ApiAnswer answer = contents.api().answer(request);
            if (answer.status() == FORBIDDEN) {
                access.tellRefusal(wish, answer.status());
            }
            return answer;
        }
        try {
            return audit.tell(wish, () -> contents.api().answer(request), ApiAnswer::status);
        } catch (IOException e) {
            return RestError.UNAVAILABLE.answer(
                    "the audit log cannot be written: ask what is in effect before you try again",
                    Map.of("retry-after", "30"));
        }
    }

    /// Without who asks: what the API needs no more, it cannot tell anybody.
    private static Map<String, String> fields(RequestHeaders headers) {
        Map<String, String> fields = new HashMap<>();
        headers.forEach((name, value) -> {
            String key = name.toString();
            if (!key.startsWith(":") && !key.equals("authorization") && !key.equals("cookie")) {
                fields.putIfAbsent(key, value);
            }
        });
        return fields;
    }

    private ApiAnswer health(String method, List<String> path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return RestError.METHOD_NOT_ALLOWED.answer("ask by GET", Map.of("allow", "GET, HEAD"));
        }
        if (path.equals(List.of("health", "live"))) {
            return text(200, "live\n");
        }
        if (path.equals(List.of("health", "ready"))) {
            return readiness();
        }
        return RestError.NOT_FOUND.answer("there is no such page");
    }

    private ApiAnswer readiness() {
        if (!looksAtHealth.tryAcquire()) {
            return RestError.UNAVAILABLE.answer(
                    "others ask the same: ask again", Map.of("retry-after", "1"));
        }
        try {
            boolean ready = contents.health().isReady();
            return text(ready ? 200 : 503, ready ? "ready\n" : "not ready\n");
        } finally {
            looksAtHealth.release();
        }
    }

    private ApiAnswer metrics(Caller caller, String method) throws IOException {
        if (caller.role() == Role.TENANT_READER) {
            return RestError.NOT_FOUND.answer("there is no such resource");
        }
        if (!method.equals("GET")) {
            return RestError.METHOD_NOT_ALLOWED.answer("ask by GET", Map.of("allow", "GET"));
        }
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        contents.metrics().write(page);
        return new ApiAnswer(
                200, Map.of("content-type", MetricsPage.CONTENT_TYPE), page.toByteArray());
    }

    private static ApiAnswer text(int status, String text) {
        return new ApiAnswer(status, Map.of("content-type", TEXT), text.getBytes(US_ASCII));
    }

    private static @Nullable X509Certificate certificate(ServiceRequestContext context) {
        SSLSession session = context.sslSession();
        try {
            return session != null
                            && session.getPeerCertificates()[0] instanceof X509Certificate client
                    ? client
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // it showed none
        }
    }

    private static HttpResponse response(ApiAnswer answer) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(answer.status());
        SecurityHeaders.ALL.forEach(headers::set);
        answer.headers().forEach(headers::set);
        return HttpResponse.of(headers.build(), HttpData.wrap(answer.body()));
    }
}
