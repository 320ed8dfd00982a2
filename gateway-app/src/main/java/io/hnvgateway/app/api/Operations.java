package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// `operations/{id}` and `operationResults/{id}`: each write is one, and has ended when it is
/// answered.
final class Operations {
    private final KeptWrites kept;

    Operations(KeptWrites kept) {
        this.kept = kept;
    }

    /// @param segments behind the version
    ApiAnswer answer(ApiRequest request, List<String> segments) {
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed(request.method(), "GET, HEAD");
        }
        KeptWrites.Write write =
                segments.size() == 2 ? kept.byId(request.caller(), segments.get(1)) : null;
        if (write == null) {
            throw ApiError.notFound(
                    "there is no such operation: only the last ones of each caller are kept");
        }
        boolean result = segments.getFirst().equalsIgnoreCase("operationResults");
        return result ? write.answer() : Answers.json(200, operation(write), Map.of());
    }

    private static ObjectNode operation(KeptWrites.Write write) {
        boolean succeeded = write.answer().status() < 400;
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("resourceRef", "/operations/" + write.id()).put("resourceId", write.id());
        node.put("status", succeeded ? "Succeeded" : "Failed");
        ObjectNode properties = node.putObject("properties");
        properties.put("provisioningState", succeeded ? "Succeeded" : "Failed");
        properties.put("method", write.method()).put("target", write.resourceRef());
        properties.put("caller", write.caller()).put("clientRequestId", write.clientId());
        properties.put("startTime", write.started().toString());
        properties.put("endTime", write.ended().toString());
        properties.put("httpStatus", write.answer().status());
        properties.put("results", "/networking/v1/operationResults/" + write.id());
        return node;
    }
}
