package io.hnvgateway.app.compile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// 64 bits of SHA-256 over a value's canonical form, the same in every process: of a record the
/// name of its class and its components in their order, of a list its elements in theirs, of a set
/// or a map its elements or entries sorted. So a component that is added later counts by itself.
final class CanonicalDigest {
    private static final ClassValue<Method[]> ACCESSORS =
            new ClassValue<>() {
                @Override
                protected Method[] computeValue(Class<?> type) {
                    Method[] accessors =
                            Stream.of(type.getRecordComponents())
                                    .map(RecordComponent::getAccessor)
                                    .toArray(Method[]::new);
                    for (Method accessor : accessors) {
                        accessor.setAccessible(true); // the record may be another package's own
                    }
                    return accessors;
                }
            };

    private final DataOutputStream out;

    private final boolean ordered;

    private CanonicalDigest(ByteArrayOutputStream bytes, boolean ordered) {
        out = new DataOutputStream(bytes);
        this.ordered = ordered;
    }

    /// The digest of a value that consists of records, collections, enums, strings, numbers and
    /// booleans.
    ///
    /// @throws IllegalArgumentException if there is anything else in it
    static long of(Object value) {
        return of(value, true);
    }

    /// As [#of(Object)], but the order of no list in it counts.
    static long ofUnordered(Object value) {
        return of(value, false);
    }

    private static long of(Object value, boolean ordered) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(form(value, ordered));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] form(@Nullable Object value, boolean ordered) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new CanonicalDigest(bytes, ordered).write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from an array
        }
        return bytes.toByteArray();
    }

    private void write(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(0);
            case Record composite -> components(composite);
            case List<?> list when ordered -> {
                begin('l', list.size());
                for (Object element : list) {
                    write(element);
                }
            }
            case List<?> list -> sorted('l', list);
            case Set<?> set -> sorted('s', set);
            case Map<?, ?> map -> sorted('m', map.entrySet());
            case Map.Entry<?, ?> entry -> {
                write(entry.getKey());
                write(entry.getValue());
            }
            case Enum<?> constant -> text('e', constant.name());
            case String string -> text('t', string);
            case UUID id -> text('u', id.toString());
            case Boolean flag -> text('b', flag.toString());
            case Integer number -> text('n', number.toString());
            case Long number -> text('n', number.toString());
            default -> throw new IllegalArgumentException("no canonical form: " + value.getClass());
        }
    }

    private void components(Record composite) throws IOException {
        Method[] accessors = ACCESSORS.get(composite.getClass());
        text('r', composite.getClass().getSimpleName());
        begin('c', accessors.length);
        for (Method accessor : accessors) {
            write(valueOf(accessor, composite));
        }
    }

    private static @Nullable Object valueOf(Method accessor, Record composite) {
        try {
            return accessor.invoke(composite);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sorted(char kind, Collection<?> elements) throws IOException {
        List<byte[]> forms = new ArrayList<>();
        elements.forEach(element -> forms.add(form(element, ordered)));
        forms.sort(Arrays::compare);
        begin(kind, forms.size());
        for (byte[] one : forms) {
            out.write(one);
        }
    }

    private void text(char kind, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        begin(kind, bytes.length);
        out.write(bytes);
    }

    private void begin(char kind, int size) throws IOException {
        out.writeByte(kind);
        out.writeInt(size);
    }
}
