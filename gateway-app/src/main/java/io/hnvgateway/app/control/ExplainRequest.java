package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads an `explain` request; all its faults are in one message.
public final class ExplainRequest {
    private final JsonNode request;
    private final List<String> faults = new ArrayList<>();

    private ExplainRequest(JsonNode request) {
        this.request = request;
    }

    public static ExplainQuery parse(JsonNode request) throws ControlException {
        return new ExplainRequest(request).query();
    }

    private ExplainQuery query() throws ControlException {
        String tenant = request.path("tenant").asText();
        if (tenant.isBlank()) {
            faults.add("tenant: is missing");
        }
        IpAddress source = address("source");
        IpAddress destination = address("destination");
        int protocol = protocol(request.path("protocol").asText("icmp").toLowerCase(Locale.ROOT));
        int sourcePort = port("sourcePort");
        int destinationPort = port("destinationPort");
        if (source == null || destination == null || !faults.isEmpty()) {
            throw new ControlException(String.join("\n", faults));
        }
        return new ExplainQuery(tenant, source, destination, protocol, sourcePort, destinationPort);
    }

    private @Nullable IpAddress address(String name) {
        try {
            return IpAddress.parse(request.path(name).asText());
        } catch (IllegalArgumentException e) {
            faults.add(name + ": " + e.getMessage());
            return null;
        }
    }

    private int protocol(String text) {
        return switch (text) {
            case "icmp" -> IpProtocol.ICMP;
            case "tcp" -> IpProtocol.TCP;
            case "udp" -> IpProtocol.UDP;
            default -> {
                if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= 255) {
                    yield Integer.parseInt(text);
                }
                faults.add("protocol: " + text + ": must be tcp, udp, icmp or 0..255");
                yield 0;
            }
        };
    }

    private int port(String name) {
        JsonNode value = request.path(name);
        String text = value.asText();
        if (value.isMissingNode() || value.isNull() || (value.isTextual() && text.isBlank())) {
            return 0;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            faults.add(name + ": " + shortened(text) + ": must be 0..65535");
            return 0;
        }
        return Integer.parseInt(text);
    }

    /// Who asks chooses how long it is.
    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
