package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Ends a request with an error: `{"error":{"code","message","target","details":[…]}}`.
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Nobody reads more.
    static final int MAX_DETAILS = 1000;

    private final int status;
    private final String code;
    private final String target;
    private final transient List<Detail> details;
    private final transient Map<String, String> headers;

    /// One of several things that are wrong.
    ///
    /// @param target property, relative to the request's resource; empty: the request itself
    public record Detail(String code, String message, String target) {}

    private ApiError(int status, Detail what, List<Detail> details, Map<String, String> headers) {
        super(what.message(), null, false, false);
        this.status = status;
        this.code = what.code();
        this.target = what.target();
        this.details = List.copyOf(details);
        this.headers = Map.copyOf(headers);
    }

    public static ApiError of(int status, String code, String message) {
        return new ApiError(status, new Detail(code, message, ""), List.of(), Map.of());
    }

    public static ApiError of(int status, Detail what, List<Detail> details) {
        return new ApiError(status, what, details, Map.of());
    }

    public static ApiError badRequest(String code, String message, String target) {
        return new ApiError(400, new Detail(code, message, target), List.of(), Map.of());
    }

    public static ApiError notFound(String message) {
        return of(404, "NotFound", message);
    }

    public static ApiError forbidden(String message) {
        return of(403, "Forbidden", message);
    }

    /// @param allowed methods, comma list
    public static ApiError methodNotAllowed(String method, String allowed) {
        return of(405, "MethodNotAllowed", method + " is not offered here: " + allowed)
                .with("allow", allowed);
    }

    /// The same with a header.
    public ApiError with(String header, String value) {
        return new ApiError(
                status,
                new Detail(code, String.valueOf(getMessage()), target),
                details,
                Map.of(header, value));
    }

    /// The same with other targets.
    ApiError aimed(UnaryOperator<String> aim) {
        return new ApiError(
                status,
                new Detail(code, String.valueOf(getMessage()), aim.apply(target)),
                details.stream()
                        .limit(MAX_DETAILS)
                        .map(detail ->
                                new Detail(detail.code, detail.message, aim.apply(detail.target)))
                        .toList(),
                headers);
    }

    public int status() {
        return status;
    }

    /// As one of several things that are wrong.
    ///
    /// @param at the part of the request that it is about
    Detail detail(String at) {
        return new Detail(
                code, String.valueOf(getMessage()), target.isEmpty() ? at : at + "." + target);
    }

    ApiAnswer answer() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        put(error, new Detail(code, String.valueOf(getMessage()), target));
        ArrayNode list = error.putArray("details");
        details.stream().limit(MAX_DETAILS).forEach(detail -> put(list.addObject(), detail));
        return Answers.json(status, body, headers);
    }

    private static void put(ObjectNode node, Detail detail) {
        node.put("code", detail.code()).put("message", detail.message());
        node.put("target", detail.target());
    }
}
