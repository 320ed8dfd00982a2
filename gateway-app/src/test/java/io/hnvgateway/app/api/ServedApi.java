package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The API over two tenants in memory, for tests of what stands in front of it.
public final class ServedApi {
    public static final UUID CONTOSO = ApiScene.CONTOSO;
    public static final UUID WOODGROVE = ApiScene.WOODGROVE;

    private final ApiScene scene = ApiScene.withTwoTenants();

    public Api api() {
        return scene.api;
    }

    /// Changes something, as an administrator.
    ///
    /// @param path behind the version
    public void put(String path, String properties) {
        ApiScene.Answer answer =
                scene.put(path, "{\"properties\":" + properties.replace('\'', '"') + "}");
        if (answer.status() >= 300) {
            throw new AssertionError(answer.text());
        }
    }

    /// Paths behind the version of all that there is and of all collections, as an administrator
    /// finds them.
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        ResourceKind.TOP.forEach(kind -> add(kind, "/" + kind.name(), paths));
        return paths;
    }

    private void add(ResourceKind kind, String collection, List<String> into) {
        into.add(collection);
        for (JsonNode member : scene.get(collection).json().path("value")) {
            String path = collection + "/" + member.path("resourceId").asText();
            into.add(path);
            kind.children().forEach(child -> add(child, path + "/" + child.name(), into));
        }
    }
}
