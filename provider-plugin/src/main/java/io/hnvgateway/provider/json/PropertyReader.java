package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.NearestName;
import io.hnvgateway.provider.value.SecretText;
import io.hnvgateway.provider.value.ValueParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the properties of one JSON object and notes which were asked for; [#finish] refuses the
/// others. [SchemaRecorder] answers in its place to learn what is asked for.
class PropertyReader {
    private static final Set<String> SERVERS_OWN =
            Set.of("provisioningState", "configurationState");

    private final ReadContext context;
    private final String path;
    private final String kind;
    private final String place;
    private final Map<String, JsonNode> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> asked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /// `kind`: the collection that the object is a member of, for the table of unsupported
    /// properties.
    PropertyReader(ReadContext context, String path, String kind, JsonNode object) {
        this(context, path, kind, object, "");
    }

    /// As the other one.
    ///
    /// @param place path of the resource, as in [io.hnvgateway.provider.resource.Annotations]
    PropertyReader(ReadContext context, String path, String kind, JsonNode object, String place) {
        this.place = place;
        this.context = context;
        this.path = path;
        this.kind = kind;
        object.properties().forEach(entry -> put(entry.getKey(), entry.getValue()));
        asked.addAll(SERVERS_OWN);
    }

    private void put(String name, JsonNode value) {
        if (properties.putIfAbsent(name, value) != null) {
            context.add(twice(pathOf(name)));
        }
    }

    static Fault twice(String path) {
        return Fault.of(path, "", "stands twice", "keys are compared without regard to case")
                .with(FaultCode.DUPLICATE_PROPERTY);
    }

    static Fault missing(String path) {
        return new Fault(path, "", "is missing", "", FaultCode.MISSING_PROPERTY);
    }

    String path() {
        return path;
    }

    ReadContext context() {
        return context;
    }

    String place() {
        return place;
    }

    /// The parts of a resource in a list of that name.
    <T> List<T> parts(String collection, ResourceReader.Body<T> body) {
        return ResourceReader.items(this, collection, body);
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// Null and a fault if it is missing.
    <T> @Nullable T required(String name, ValueParser<T> parser) {
        if (isAbsent(node(name))) {
            context.add(missing(pathOf(name)));
            return null;
        }
        return optional(name, parser);
    }

    /// Null if it is absent.
    <T> @Nullable T optional(String name, ValueParser<T> parser) {
        JsonNode value = node(name);
        return isAbsent(value) ? null : scalar(pathOf(name), value, parser);
    }

    <T> T optional(String name, ValueParser<T> parser, T ifAbsent) {
        T value = optional(name, parser);
        return value == null ? ifAbsent : value;
    }

    /// `ifAbsent` if it is absent, null if it is unreadable.
    <T> @Nullable T given(String name, ValueParser<T> parser, T ifAbsent) {
        return isAbsent(node(name)) ? ifAbsent : optional(name, parser);
    }

    private <T> @Nullable T scalar(String at, JsonNode value, ValueParser<T> parser) {
        if (value.isContainerNode()) {
            context.add(new Fault(at, "", "must be a single value", ""));
            return null;
        }
        String text = value.asText().strip();
        try {
            return context.shared(parser.parse(text));
        } catch (InvalidValueException e) {
            context.add(e.at(at, text));
            return null;
        }
    }

    /// A secret, exactly as it is written, or sealed where the reading opens seals. No fault shows
    /// it. Null if it is absent or unreadable.
    @Nullable SecretText secret(String name) {
        JsonNode plain = node(name);
        SecretSeal seal = context.seal();
        JsonNode closed = seal == null ? plain : node(sealed(name));
        if (plain.isContainerNode() || closed.isContainerNode()) {
            context.add(new Fault(pathOf(name), "", "must be a single value", ""));
            return null;
        }
        if (plain.asText().indexOf('\0') >= 0) {
            context.add(
                    new Fault(pathOf(name), "", "must be without NUL", "programs in C end there"));
            return null;
        }
        if (seal == null || isAbsent(closed)) {
            return isAbsent(plain) ? null : SecretText.of(plain.asText());
        }
        try {
            return seal.open(closed.asText(), pathOf(name));
        } catch (InvalidValueException e) {
            context.add(e.at(pathOf(name), ""));
            return null;
        }
    }

    /// The property that holds a secret sealed.
    static String sealed(String name) {
        return "sealed" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /// The readable values of a list of single values; empty if it is absent.
    <T> List<T> values(String name, ValueParser<T> parser) {
        List<T> values = new ArrayList<>();
        forEachItem(
                name,
                (at, item) -> {
                    T value = scalar(at, item, parser);
                    if (value != null) {
                        values.add(value);
                    }
                });
        return values;
    }

    /// As [#values], but null if one of them is unreadable.
    <T> @Nullable List<T> allValues(String name, ValueParser<T> parser) {
        List<T> values = values(name, parser);
        JsonNode list = node(name);
        long wanted = 0;
        for (JsonNode item : list) {
            wanted += item.isNull() ? 0 : 1;
        }
        boolean complete = isAbsent(list) || (list.isArray() && values.size() == wanted);
        return complete ? values : null;
    }

    /// The readable objects of a list that have no ids; empty if it is absent.
    <T> List<T> objects(String name, Function<PropertyReader, @Nullable T> reader) {
        List<T> values = new ArrayList<>();
        forEachItem(
                name,
                (at, item) -> {
                    T value = object(at, name, item, reader);
                    if (value != null) {
                        values.add(value);
                    }
                });
        return values;
    }

    /// Null if the object is absent or unreadable.
    <T> @Nullable T object(String name, Function<PropertyReader, @Nullable T> reader) {
        JsonNode value = node(name);
        return isAbsent(value) ? null : object(pathOf(name), name, value, reader);
    }

    List<ResourceReference> references(String name) {
        return objects(name, PropertyReader::reference);
    }

    @Nullable ResourceReference requiredReference(String name) {
        if (isAbsent(node(name))) {
            context.add(missing(pathOf(name)));
            return null;
        }
        return object(name, PropertyReader::reference);
    }

    static @Nullable ResourceReference reference(PropertyReader object) {
        return object.required("resourceRef", ResourceReference::parse);
    }

    private <T> @Nullable T object(
            String at,
            String objectKind,
            JsonNode value,
            Function<PropertyReader, @Nullable T> reader) {
        if (!value.isObject()) {
            context.add(new Fault(at, "", "must be an object", ""));
            return null;
        }
        PropertyReader inner = new PropertyReader(context, at, objectKind, value);
        T result = reader.apply(inner);
        inner.finish();
        return result;
    }

    /// Items of a list, without nulls; indices count them.
    void forEachItem(String name, ItemReader reader) {
        JsonNode list = node(name);
        if (isAbsent(list)) {
            return;
        }
        if (!list.isArray()) {
            context.add(new Fault(pathOf(name), "", "must be a list", ""));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isNull()) {
                reader.read(pathOf(name) + "[" + i + "]", list.get(i));
            }
        }
    }

    void skip(String... names) {
        asked.addAll(List.of(names));
    }

    JsonNode node(String name) {
        asked.add(name);
        return properties.getOrDefault(name, MissingNode.getInstance());
    }

    /// Refuses what nobody asked for.
    void finish() {
        properties.forEach((name, value) -> {
            if (!asked.contains(name)) {
                refuse(name, value);
            }
        });
    }

    private void refuse(String name, JsonNode value) {
        String sentence = Unsupported.sentence(kind, name);
        if (sentence == null) {
            String hint =
                    NearestName.of(name, List.copyOf(asked))
                            .map(nearest -> "did you mean " + nearest + "?")
                            .orElse("this version enforces nothing of that name, so it is refused");
            context.add(
                    new Fault(
                            pathOf(name),
                            "",
                            "is not a known property",
                            hint,
                            FaultCode.UNKNOWN_PROPERTY));
        } else if (!isNeutral(value)) {
            context.add(
                    new Fault(
                            pathOf(name),
                            "",
                            "is not enforced by this version",
                            sentence,
                            FaultCode.NOT_SUPPORTED));
        }
    }

    static boolean isAbsent(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.asText().isBlank());
    }

    /// Asks for nothing, so that it does no harm to leave it out.
    private static boolean isNeutral(JsonNode value) {
        boolean off = value.isBoolean() && !value.asBoolean();
        return isAbsent(value) || off || (value.isContainerNode() && value.isEmpty());
    }

    /// Takes one item of a list with its path.
    @FunctionalInterface
    interface ItemReader {
        void read(String path, JsonNode item);
    }
}
