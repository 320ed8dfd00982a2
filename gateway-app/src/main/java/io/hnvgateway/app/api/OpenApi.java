package io.hnvgateway.app.api;

/// The API's description, and a page to browse it.
final class OpenApi {
    ApiAnswer answer(ApiRequest request, String name) {
        throw ApiError.notFound("there is no " + name);
    }
}
