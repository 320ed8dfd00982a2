package io.hnvgateway.app.desired;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.store.FileStateStore;
import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.TestChanges;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads, stores and loads a document larger than the heap of the JVM that it is run in, most of
/// which is blank, and looks for room in the heap: `SmallHeapProbe DIRECTORY NETWORKS BLANKS`.
public final class SmallHeapProbe {
    private SmallHeapProbe() {}

    public static void main(String[] arguments) throws Exception {
        Document document =
                new Document(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        DesiredStateDocument read = DesiredStateReader.read(document);
        System.out.println("read: " + document.bytes + " bytes");
        TestChanges.save(new FileStateStore(Path.of(arguments[0])), read.state());
        LoadedState loaded = new FileStateStore(Path.of(arguments[0])).load();
        System.out.println(
                "loaded: "
                        + loaded.document().state().virtualNetworks().size()
                        + " networks, faults: "
                        + read.faults()
                        + loaded.document().faults()
                        + loaded.problem());
        long heap = Runtime.getRuntime().maxMemory();
        System.out.println("room: " + HeapRoom.has(heap / 8) + " " + HeapRoom.has(2 * heap));
    }

    /// A document of many networks with as many blanks behind each, made as it is read.
    private static final class Document extends InputStream {
        private final int networks;
        private final byte[] blanks;
        private byte[] part = "{\"virtualNetworks\":[".getBytes(StandardCharsets.UTF_8);
        private int at;
        private int made;
        private boolean blank;
        private long bytes;

        Document(int networks, int blanks) {
            this.networks = networks;
            this.blanks = " ".repeat(blanks).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("the parser reads blocks");
        }

        @Override
        public int read(byte[] into, int offset, int wanted) {
            if (at == part.length && !next()) {
                return -1;
            }
            int count = Math.min(wanted, part.length - at);
            System.arraycopy(part, at, into, offset, count);
            at += count;
            bytes += count;
            return count;
        }

        private boolean next() {
            at = 0;
            if (made > networks) {
                return false;
            }
            blank = !blank;
            if (blank) {
                part = blanks;
            } else if (made++ < networks) {
                part = ((made == 1 ? "" : ",") + network(made)).getBytes(StandardCharsets.UTF_8);
            } else {
                part = "]}".getBytes(StandardCharsets.UTF_8);
            }
            return true;
        }

        private static String network(int number) {
            ObjectNode document = new ObjectMapper().createObjectNode();
            ManyTenants.add(document, number);
            return ((ArrayNode) document.path("virtualNetworks")).get(0).toString();
        }
    }
}
