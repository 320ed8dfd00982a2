package io.hnvgateway.app.api;

import java.util.Map;

/// An answer.
///
/// @param status of HTTP (RFC 9110)
/// @param headers by name; without those of the connection, the security headers and the length
/// @param body JSON as UTF-8 unless `content-type` says otherwise; empty: none
@SuppressWarnings(
        "ArrayRecordComponent") // never compared; whoever is handed it does not write to it
public record ApiAnswer(int status, Map<String, String> headers, byte[] body) {
    public ApiAnswer {
        headers = Map.copyOf(headers);
    }
}
