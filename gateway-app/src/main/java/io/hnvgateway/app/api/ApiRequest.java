package io.hnvgateway.app.api;

import io.hnvgateway.app.access.Caller;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of an authenticated caller.
///
/// @param method in upper case
/// @param path percent-decoded segments behind the host: `networking`, `v1`, `virtualNetworks`, …;
///   none is empty, `.` or `..`, and none holds a slash
/// @param query its parameters, decoded; of one that stands twice the first
/// @param headers by name in lower case; of one that stands twice the first
/// @param body empty: there is none
@SuppressWarnings(
        "ArrayRecordComponent") // never compared; whoever is handed it does not write to it
public record ApiRequest(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        Caller caller) {
    public ApiRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
