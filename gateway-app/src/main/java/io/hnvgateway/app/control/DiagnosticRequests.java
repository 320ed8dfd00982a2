package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hnvgateway.app.probe.GatewayProbes;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.List;

/// What operators try on a running gateway.
public record DiagnosticRequests(GatewayProbes probes) {
    private static final ObjectMapper RECORDS = JsonMapper.builder().build();
    private static final int MOST_HOSTS = 64;

    /// From now on they are answered.
    public void serve(FurtherRequests requests) {
        requests.add("test", this::test);
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
