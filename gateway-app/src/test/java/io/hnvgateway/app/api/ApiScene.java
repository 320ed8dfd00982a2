package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.capture.CaptureRefusedException;
import io.hnvgateway.app.capture.CaptureResult;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.FakeBackend;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.probe.ProbeResult;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// The API over an applier in memory, and a client of it.
final class ApiScene {
    static final UUID CONTOSO = UUID.fromString("c0c0c0c0-0000-4000-8000-000000000001");
    static final UUID WOODGROVE = UUID.fromString("d0d0d0d0-0000-4000-8000-000000000002");
    static final Caller ADMINISTRATOR = new Caller("admin", Role.ADMINISTRATOR, Set.of());
    static final Caller OPERATOR = new Caller("operator", Role.OPERATOR, Set.of());
    static final Caller TENANT = new Caller("contoso", Role.TENANT_READER, Set.of(CONTOSO));

    final Examples.MemoryStore store = new Examples.MemoryStore();
    final Examples.RecordingTarget target = new Examples.RecordingTarget();
    final EventLog events = new EventLog();
    final DesiredStateApplier applier;
    final NetworkControllerApi api;

    ApiScene() {
        this(new FakeBackend());
    }

    ApiScene(ControlBackend backend) {
        applier =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION),
                        () -> Examples.HOST,
                        store,
                        target);
        api = api(applier, backend, events);
    }

    static NetworkControllerApi api(
            DesiredStateApplier applier, ControlBackend backend, EventLog events) {
        return new NetworkControllerApi(
                new ApiBackends(
                        applier,
                        backend,
                        events,
                        hosts ->
                                List.of(
                                        new ProbeResult(
                                                "provider-address-reachable",
                                                hosts.toString(),
                                                ProbeResult.Status.PASSED,
                                                "2 ms")),
                        ApiScene::capture,
                        new byte[32]));
    }

    /// Of `contoso` there is nothing but the file's beginning.
    static CaptureResult capture(String tenant, Duration time, long mostBytes, OutputStream out)
            throws CaptureRefusedException, IOException {
        if (!tenant.equals("contoso")) {
            throw new CaptureRefusedException(
                    "tenant: " + tenant + ": refused", tenant.equals("busy"));
        }
        out.write(new byte[] {0x0a, 0x0d, 0x0d, 0x0a});
        return new CaptureResult(time.toSeconds(), mostBytes);
    }

    static ApiScene withTwoTenants() {
        ApiScene scene = new ApiScene();
        if (scene.applier.apply(Examples.twoTenants(), false).isRefused()) {
            throw new AssertionError("the example is refused");
        }
        return scene;
    }

    /// A request under construction.
    final class Call {
        private final String method;
        private final String path;
        private final Map<String, String> query = new HashMap<>();
        private final Map<String, String> headers = new HashMap<>();
        private Caller caller = ADMINISTRATOR;
        private byte[] body = {};

        private Call(String method, String path) {
            this.method = method;
            int mark = path.indexOf('?');
            this.path = mark < 0 ? path : path.substring(0, mark);
            if (mark >= 0) {
                for (String pair : path.substring(mark + 1).split("&", -1)) {
                    query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
                }
            }
        }

        Call header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        Call as(Caller other) {
            caller = other;
            return this;
        }

        Call body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Call body(byte[] bytes) {
            body = bytes;
            return this;
        }

        Answer send() {
            List<String> segments = List.of(path.substring(1).split("/", -1));
            return new Answer(
                    api.answer(new ApiRequest(method, segments, query, headers, body, caller)));
        }
    }

    /// An answer, read.
    record Answer(ApiAnswer answer) {
        int status() {
            return answer.status();
        }

        JsonNode json() {
            try {
                return JsonText.parse(answer.body());
            } catch (FaultsException e) {
                throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8), e);
            }
        }

        ObjectNode object() {
            return (ObjectNode) json();
        }

        String etag() {
            return header("etag");
        }

        String header(String name) {
            return Objects.requireNonNull(answer.headers().get(name), name);
        }

        String code() {
            return json().at("/error/code").asText();
        }

        String text() {
            return new String(answer.body(), StandardCharsets.UTF_8);
        }
    }

    /// @param path behind the version, as `/virtualNetworks`
    Call call(String method, String path) {
        return new Call(
                method,
                path.toLowerCase(Locale.ROOT).startsWith("/networking")
                        ? path
                        : "/networking/v1" + path);
    }

    Answer get(String path) {
        return call("GET", path).send();
    }

    Answer put(String path, String body) {
        return call("PUT", path).body(body).send();
    }

    Answer put(String path, JsonNode body) {
        return put(path, body.toString());
    }

    Answer delete(String path) {
        return call("DELETE", path).send();
    }
}
