package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A reference such as `/virtualNetworks/contoso/subnets/web`, without regard to case in all
/// comparisons.
public record ResourceReference(String path) {
    private static final Pattern VERSION =
            Pattern.compile("^/?networking/v[\\d.]+(?=/)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FORM = Pattern.compile("(?:/[A-Za-z0-9._~-]+){2,8}");

    /// A leading `/networking/v1` is dropped: references stand without a version.
    public static ResourceReference parse(String text) {
        String path = VERSION.matcher(text).replaceFirst("");
        if (!FORM.matcher(path).matches() || path.chars().filter(c -> c == '/').count() % 2 != 0) {
            throw new InvalidValueException(
                    "must be a reference", "as in /virtualNetworks/contoso/subnets/web");
        }
        return new ResourceReference(path);
    }

    public static ResourceReference of(String... parts) {
        return new ResourceReference("/" + String.join("/", parts));
    }

    /// Collection and id by turns.
    public List<String> parts() {
        return List.of(path.substring(1).split("/"));
    }

    public boolean isIn(String collection) {
        return parts().getFirst().equalsIgnoreCase(collection);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceReference that && path.equalsIgnoreCase(that.path);
    }

    @Override
    public int hashCode() {
        return path.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return path;
    }
}
