package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.GatewayFault;
import java.util.ArrayList;
import java.util.List;

/// Turns answers of failure (`{"error":{"code","message","target","details"}}`) into exceptions.
final class Refusals {
    private static final int MAX_DETAILS = 1000;
    private static final int MAX_TEXT = 500;

    private Refusals() {}

    static GatewayException of(String asked, int status, byte[] body) {
        List<GatewayFault> faults = faults(status, body);
        return switch (status) {
            case 401 -> new GatewayException.Unauthenticated(asked, status, faults);
            case 403 -> new GatewayException.Forbidden(asked, status, faults);
            case 404, 410 -> new GatewayException.NotFound(asked, status, faults);
            case 409 -> new GatewayException.Conflict(asked, status, faults);
            case 412 -> new GatewayException.PreconditionFailed(asked, status, faults);
            case 429, 503 -> new GatewayException.Busy(asked, status, faults);
            default ->
                    status >= 500
                            ? new GatewayException.Failed(asked, status, faults)
                            : status >= 400
                                    ? new GatewayException.Refused(asked, status, faults)
                                    : new GatewayException.Unintelligible(
                                            asked + ": " + status + " is no answer of this API");
        };
    }

    private static List<GatewayFault> faults(int status, byte[] body) {
        JsonNode error = parse(body).path("error");
        List<GatewayFault> faults = new ArrayList<>();
        error.path("details")
                .valueStream()
                .limit(MAX_DETAILS)
                .map(Refusals::fault)
                .forEach(faults::add);
        GatewayFault whole = fault(error);
        if (faults.isEmpty() || !faults.getFirst().equals(whole)) {
            boolean says = !whole.message().isEmpty();
            faults.addFirst(
                    says ? whole : new GatewayFault("", "no reason was given with " + status, ""));
        }
        return faults;
    }

    private static GatewayFault fault(JsonNode error) {
        return new GatewayFault(text(error, "code"), text(error, "message"), text(error, "target"));
    }

    /// What is foreign is cut and holds no control characters.
    private static String text(JsonNode node, String name) {
        String text = node.path(name).asText("").replaceAll("\\p{Cntrl}", "?");
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JsonText.parse(body);
        } catch (FaultsException e) {
            return MissingNode.getInstance(); // as a proxy's page
        }
    }
}
