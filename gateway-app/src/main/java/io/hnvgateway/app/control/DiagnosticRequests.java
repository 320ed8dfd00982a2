package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.app.capture.CaptureRefusedException;
import io.hnvgateway.app.capture.CaptureResult;
import io.hnvgateway.app.capture.Captures;
import io.hnvgateway.app.probe.GatewayProbes;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What operators try on a running gateway.
///
/// @param captures null: there are none
public record DiagnosticRequests(GatewayProbes probes, @Nullable Captures captures) {
    private static final ObjectMapper RECORDS = JsonMapper.builder().build();
    private static final int MOST_HOSTS = 64;
    private static final long LEAST_BYTES = 4096;

    /// Held in memory until it is answered.
    private static final long MOST_BYTES = 16 << 20;

    /// From now on they are answered.
    public void serve(FurtherRequests requests) {
        requests.add("test", this::test);
        Captures there = captures;
        if (there != null) {
            requests.add("capture", request -> capture(there, request));
        }
    }

    private static JsonNode capture(Captures captures, JsonNode request) throws ControlException {
        long bytes = request.path("bytes").asLong(MOST_BYTES);
        if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
            throw new ControlException(
                    "bytes: %d: must be %d..%d".formatted(bytes, LEAST_BYTES, MOST_BYTES));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            CaptureResult result =
                    captures.capture(
                            request.path("tenant").asText(),
                            Duration.ofSeconds(request.path("seconds").asLong()),
                            bytes,
                            file);
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("frames", result.frames())
                    .put("lost", result.lost())
                    .put("pcapng", file.toByteArray());
        } catch (CaptureRefusedException | IOException e) {
            throw new ControlException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted");
        }
    }

    private JsonNode test(JsonNode request) throws ControlException {
        List<IpAddress> hosts = new ArrayList<>();
        for (JsonNode host : request.path("hosts")) {
            hosts.add(host(host.asText()));
        }
        if (hosts.size() > MOST_HOSTS) {
            throw new ControlException(
                    "hosts: %d: must be %d at most".formatted(hosts.size(), MOST_HOSTS));
        }
        return RECORDS.valueToTree(probes.run(hosts));
    }

    private static IpAddress host(String text) throws ControlException {
        try {
            IpAddress host = IpAddress.parse(text);
            if (host.isUnicast()) {
                return host;
            }
        } catch (InvalidValueException e) {
            throw new ControlException("host: " + text + ": " + e.getMessage());
        }
        throw new ControlException("host: " + text + ": must be a host's unicast address");
    }
}
