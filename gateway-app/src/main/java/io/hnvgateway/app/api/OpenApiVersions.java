package io.hnvgateway.app.api;

import static io.hnvgateway.app.api.OpenApiParts.common;
import static io.hnvgateway.app.api.OpenApiParts.parameter;
import static io.hnvgateway.app.api.OpenApiParts.query;
import static io.hnvgateway.app.api.OpenApiParts.range;
import static io.hnvgateway.app.api.OpenApiParts.simple;
import static io.hnvgateway.app.api.OpenApiParts.typed;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// `versions` in the OpenAPI document.
final class OpenApiVersions {
    private static final String TAG = "changes";
    private static final String ONE = "/versions/{versionId}";

    private final ObjectNode paths;

    private OpenApiVersions(ObjectNode paths) {
        this.paths = paths;
    }

    static void addTo(ObjectNode paths) {
        OpenApiVersions versions = new OpenApiVersions(paths);
        versions.read();
        versions.write();
    }

    private static ObjectNode number() {
        return typed("integer").put("minimum", 0);
    }

    private void read() {
        ObjectNode list =
                simple(
                        paths.putObject("/versions"),
                        "get",
                        "versions.list",
                        TAG,
                        "Changes that were made, the newest first");
        query(list, "before", "only versions of lower numbers", number());
        query(list, "$top", "members of a page", range(1, 100));
        simple(one(""), "get", "versions.get", TAG, "One change");
        query(
                simple(
                        one("/diff"),
                        "get",
                        "versions.diff",
                        TAG,
                        "What is different from another version"),
                "from",
                "the other version; without: the one before",
                number());
    }

    private void write() {
        common(
                simple(
                        one("/rollback"),
                        "post",
                        "versions.rollback",
                        TAG,
                        "Takes all later changes back"),
                "confirmWithin");
        simple(one("/confirm"), "post", "versions.confirm", TAG, "The change stays");
    }

    private ObjectNode one(String below) {
        ObjectNode path = paths.putObject(ONE + below);
        parameter(
                        path.putArray("parameters").addObject(),
                        "versionId",
                        "path",
                        "number of the change",
                        number())
                .put("required", true);
        return path;
    }
}
