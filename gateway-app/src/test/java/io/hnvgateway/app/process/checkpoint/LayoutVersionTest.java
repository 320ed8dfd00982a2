package io.hnvgateway.app.process.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.checkpoint.LayoutVersion;
import io.hnvgateway.packet.checkpoint.Seal;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyLayout;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowCounterLayout;
import io.hnvgateway.packet.flow.FlowEntryLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A layout of what outlives the process does not change under the same version.
class LayoutVersionTest {
    /// By version; who changes a layout adds a line and never edits one.
    private static final Map<Integer, String> DIGESTS =
            Map.of(
                    1,
                    "47d7181cfa8544e2",
                    2,
                    "f4ca05fd6ac21c7a",
                    3,
                    "72e90baaecd9de78",
                    4,
                    "fde60e32f5f7d025");

    private static final Pattern STRUCT =
            Pattern.compile("struct (\\w+) \\{\\n(.*?)\\n\\}", Pattern.DOTALL);

    @Test
    void layoutsChangeWithTheVersion() throws Exception {
        String all = describe();
        String digest =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(all.getBytes(UTF_8)),
                                0,
                                8);
        assertThat(digest)
                .as(
                        "a layout changed under version %d: raise LayoutVersion.CURRENT and add its"
                                + " digest here, or a gateway will read what another one wrote"
                                + " otherwise. The layouts are now:\n%s",
                        LayoutVersion.CURRENT, all)
                .isEqualTo(DIGESTS.get(LayoutVersion.CURRENT));
    }

    private static String describe() throws Exception {
        StringBuilder text = new StringBuilder();
        for (Class<?> layout :
                List.of(
                        FlowEntryLayout.class,
                        FlowCounterLayout.class,
                        AdjacencyLayout.class,
                        Adjacency.class,
                        FlowAction.class,
                        DataPathMemory.class,
                        Seal.class,
                        SharesArray.class,
                        CheckpointLayout.class)) {
            text.append(layout.getSimpleName()).append(constants(layout)).append('\n');
        }
        for (String table : List.of("MappingRecord", "SessionRecord", "TcpState")) {
            Class<?> layout = Class.forName("io.hnvgateway.nat." + table);
            text.append(table).append(constants(layout)).append(readers(layout)).append('\n');
        }
        return text.append(structs()).toString();
    }

    /// Names and values of its numbers.
    private static Map<String, Object> constants(Class<?> layout) throws IllegalAccessException {
        Map<String, Object> constants = new TreeMap<>();
        for (Field field : layout.getDeclaredFields()) {
            boolean number = field.getType() == int.class || field.getType() == long.class;
            if (number && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                constants.put(field.getName(), field.get(null));
            }
        }
        return constants;
    }

    /// What each accessor reads of a record whose bytes are 1, 2, 3 and so on: where its field is,
    /// and how wide.
    private static Map<String, Object> readers(Class<?> layout) throws Exception {
        Map<String, Object> read = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(128, 64);
            for (int i = 0; i < bytes.byteSize(); i++) {
                bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (i + 1));
            }
            Memory.register(bytes);
            long at = bytes.address();
            for (Method method : layout.getDeclaredMethods()) {
                Class<?>[] parameters = method.getParameterTypes();
                method.setAccessible(true);
                if (method.getReturnType() != void.class
                        && parameters.length > 0
                        && parameters[0] == long.class) {
                    if (parameters.length == 1) {
                        Object value = method.invoke(null, at);
                        read.put(
                                method.getName(),
                                method.getName().equals("seal") ? (long) value - at : value);
                    } else if (parameters.length == 2 && parameters[1] == boolean.class) {
                        read.put(method.getName() + 1, method.invoke(null, at, true));
                        read.put(method.getName() + 0, method.invoke(null, at, false));
                    } else if (parameters.length == 2 && parameters[1] == long.class) {
                        read.put(method.getName(), method.invoke(null, at, 1L));
                    }
                }
            }
            Memory.unregister(bytes);
        }
        return read;
    }

    /// The structures of the XDP program, as they are written.
    private static String structs() throws IOException {
        Path sources =
                Path.of(System.getProperty("hnv.root", "..")).resolve("dataplane/src/main/c");
        StringBuilder structs = new StringBuilder();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*\\.[ch]")).sorted().toList()) {
                Matcher struct = STRUCT.matcher(Files.readString(file));
                while (struct.find()) {
                    if (KEPT.contains(struct.group(1))) {
                        structs.append(struct.group(1))
                                .append(fields(struct.group(2)))
                                .append('\n');
                    }
                }
            }
        }
        return structs.toString();
    }

    private static final List<String> KEPT =
            List.of(
                    "adjacency",
                    "address_pair",
                    "flow_action",
                    "flow_counter",
                    "flow_entry",
                    "flow_entry6",
                    "flow_key",
                    "ip_address");

    private static List<String> fields(String body) {
        return body.lines()
                .map(line -> line.replaceAll("//.*|/\\*.*?\\*/", "").strip())
                .filter(line -> line.endsWith(";"))
                .toList();
    }
}
