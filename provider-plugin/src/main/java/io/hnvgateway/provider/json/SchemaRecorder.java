package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.schema.Schema;
import io.hnvgateway.provider.schema.Schema.Property;
import io.hnvgateway.provider.value.Labelled;
import io.hnvgateway.provider.value.SecretText;
import io.hnvgateway.provider.value.ValueForm;
import io.hnvgateway.provider.value.ValueParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs a reader of an object and notes what it asks for.
///
/// A reader asks for one thing where another one has a certain value. So it is run anew for each
/// word of each choice, for each list with something in it, and with each property there that it
/// looks for before it reads it; what all runs ask for together is the schema.
final class SchemaRecorder {
    private static final String REFERENCE = "resourceRef";

    /// Names of the objects around this one: an object inside of its own kind is not looked into.
    private final Set<String> around;

    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Set<Case> known = new HashSet<>();
    private final Deque<Case> open = new ArrayDeque<>();
    private int runs;

    /// A property that has a value in a run, all others being absent.
    ///
    /// @param value null: it is there, and nobody knows what it is
    private record Case(String name, @Nullable Object value) {
        static final Case NOTHING = new Case("", null);
    }

    /// What is known of a property so far.
    private static final class Seen {
        private @Nullable Schema schema;
        private int required;
        private String ifAbsent = "";
    }

    private SchemaRecorder(Set<String> around) {
        this.around = around;
    }

    static Schema.ResourceOf resource(String collection, ResourceReader.Body<?> body) {
        SchemaRecorder recorder = new SchemaRecorder(Set.of());
        return new Schema.ResourceOf(
                collection, recorder.record(reader -> body.read("id", reader), collection));
    }

    private Schema.ObjectOf record(Function<PropertyReader, ?> reader, String kind) {
        open.add(Case.NOTHING);
        while (!open.isEmpty()) {
            Case next = open.remove();
            runs++;
            var _ = reader.apply(new Recording(kind, next));
        }
        Map<String, Property> properties = new LinkedHashMap<>();
        seen.forEach((name, property) -> {
            Schema schema = property.schema;
            boolean ignored = schema == null;
            properties.put(
                    name,
                    new Property(
                            schema == null ? new Schema.Value(new ValueForm.Text("")) : schema,
                            property.required == runs,
                            ignored,
                            property.ifAbsent));
        });
        return new Schema.ObjectOf(properties);
    }

    private Schema inner(String name, Function<PropertyReader, ?> reader) {
        if (around.contains(name)) {
            return new Schema.ObjectOf(Map.of());
        }
        Set<String> names = new HashSet<>(around);
        names.add(name);
        Schema.ObjectOf object = new SchemaRecorder(names).record(reader, name);
        boolean isReference = object.properties().keySet().equals(Set.of(REFERENCE));
        return isReference ? new Schema.Reference() : object;
    }

    private void explore(Case another) {
        if (known.add(another)) {
            open.add(another);
        }
    }

    /// Answers as if the object were empty but for one property.
    private final class Recording extends PropertyReader {
        private final Case set;
        private final Set<String> required = new HashSet<>();

        Recording(String kind, Case set) {
            super(new ReadContext(null), kind, kind, JsonNodeFactory.instance.objectNode());
            this.set = set;
        }

        private Seen see(String name) {
            return seen.computeIfAbsent(name, _ -> new Seen());
        }

        private void note(String name, Schema schema) {
            Seen property = see(name);
            if (property.schema == null) {
                property.schema = schema;
            }
        }

        private void require(String name) {
            if (required.add(name)) {
                see(name).required++;
            }
        }

        @Override
        <T> @Nullable T required(String name, ValueParser<T> parser) {
            require(name);
            return optional(name, parser);
        }

        @Override
        @SuppressWarnings("unchecked") // a case has what this parser made
        <T> @Nullable T optional(String name, ValueParser<T> parser) {
            ValueForm form = ValueForms.of(parser);
            note(name, new Schema.Value(form));
            if (form instanceof ValueForm.Choice choice) {
                choice.words().stream()
                        .map(word -> ValueForms.parsed(parser, word))
                        .forEach(value -> explore(new Case(name, value)));
            }
            return set.name.equals(name) ? (T) set.value : null;
        }

        @Override
        <T> T optional(String name, ValueParser<T> parser, T ifAbsent) {
            see(name).ifAbsent =
                    ifAbsent instanceof Labelled label ? label.label() : ifAbsent.toString();
            return super.optional(name, parser, ifAbsent);
        }

        @Override
        <T> @Nullable T given(String name, ValueParser<T> parser, T ifAbsent) {
            return optional(name, parser, ifAbsent);
        }

        @Override
        @Nullable SecretText secret(String name) {
            note(name, new Schema.Secret());
            return null;
        }

        @Override
        @SuppressWarnings("unchecked") // a case has what this parser made
        <T> List<T> values(String name, ValueParser<T> parser) {
            note(name, new Schema.ListOf(new Schema.Value(ValueForms.of(parser))));
            Object sample = ValueForms.sample(parser);
            if (sample != null) {
                explore(new Case(name, sample));
            }
            return set.name.equals(name) && set.value != null ? List.of((T) set.value) : List.of();
        }

        @Override
        <T> @Nullable List<T> allValues(String name, ValueParser<T> parser) {
            return values(name, parser);
        }

        @Override
        <T> List<T> objects(String name, Function<PropertyReader, @Nullable T> reader) {
            if (see(name).schema == null) {
                note(name, new Schema.ListOf(inner(name, reader)));
            }
            return List.of();
        }

        @Override
        <T> @Nullable T object(String name, Function<PropertyReader, @Nullable T> reader) {
            if (see(name).schema == null) {
                note(name, inner(name, reader));
            }
            return null;
        }

        @Override
        @Nullable ResourceReference requiredReference(String name) {
            require(name);
            note(name, new Schema.Reference());
            return null;
        }

        @Override
        <T> List<T> parts(String collection, ResourceReader.Body<T> body) {
            if (see(collection).schema == null) {
                note(collection, new Schema.ListOf(resource(collection, body)));
            }
            return List.of();
        }

        @Override
        void skip(String... names) {
            List.of(names).forEach(this::see);
        }

        /// Somebody looks before reading.
        @Override
        JsonNode node(String name) {
            explore(new Case(name, null));
            return set.name.equals(name)
                    ? JsonNodeFactory.instance.arrayNode()
                    : MissingNode.getInstance();
        }

        @Override
        void finish() {}
    }
}
