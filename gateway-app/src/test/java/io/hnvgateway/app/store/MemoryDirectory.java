package io.hnvgateway.app.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A directory in memory that fails, or loses its power, at a chosen one of the operations that
/// change it. Names become durable in the order in which they were changed, as a file system with a
/// journal of its own does it; what was written to a file and not synced may be there, or not, or
/// in part.
final class MemoryDirectory implements StateDirectory {
    /// The power is gone: nothing works any more.
    static final class PowerLoss extends Error {
        private static final long serialVersionUID = 1;
    }

    /// What becomes of bytes that were not synced.
    enum Unsynced {
        LOST,
        WRITTEN,
        TORN,
        ZEROED
    }

    private static final class Inode {
        byte[] now = new byte[0];
        byte[] durable = new byte[0];

        byte[] after(Unsynced fate) {
            if (Arrays.equals(now, durable)) {
                return durable;
            }
            int same = Math.max(0, Arrays.mismatch(now, durable));
            int torn = same + (now.length - same) / 2;
            return switch (fate) {
                case LOST -> durable;
                case WRITTEN -> now;
                case TORN -> now.length < durable.length ? durable : Arrays.copyOf(now, torn);
                case ZEROED -> Arrays.copyOf(Arrays.copyOf(now, torn), now.length);
            };
        }
    }

    /// A change of the names; null inode: the name goes.
    private record NameChange(String name, @Nullable Inode inode) {}

    private final Map<String, Inode> names = new LinkedHashMap<>();
    private final Map<String, Inode> durableNames = new LinkedHashMap<>();
    private final List<List<NameChange>> unsynced = new ArrayList<>();
    private IntPredicate fails = _ -> false;
    private int losesPowerAt = Integer.MAX_VALUE;
    private int operations;

    MemoryDirectory failing(IntPredicate operation) {
        fails = operation;
        return this;
    }

    MemoryDirectory losingPowerAt(int operation) {
        losesPowerAt = operation;
        return this;
    }

    int operations() {
        return operations;
    }

    /// How many changes of names are not durable.
    int unsyncedNames() {
        return unsynced.size();
    }

    /// The directory as the next start finds it.
    ///
    /// @param names how many of the changes of names that were not synced are there
    MemoryDirectory afterPowerLoss(int names, Unsynced fate) {
        Map<String, Inode> found = new LinkedHashMap<>(durableNames);
        unsynced.subList(0, names).forEach(change -> change.forEach(c -> apply(found, c)));
        MemoryDirectory next = new MemoryDirectory();
        found.forEach((name, inode) -> {
            Inode copy = new Inode();
            copy.now = inode.after(fate);
            copy.durable = copy.now;
            next.names.put(name, copy);
            next.durableNames.put(name, copy);
        });
        return next;
    }

    /// What is in it, to tell two of them apart.
    Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        names.forEach((name, inode) -> contents.put(name, Digests.sha256(inode.now)));
        return contents;
    }

    private static void apply(Map<String, Inode> to, NameChange change) {
        if (change.inode == null) {
            to.remove(change.name);
        } else {
            to.put(change.name, change.inode);
        }
    }

    private void operation() throws IOException {
        int number = operations++;
        if (number >= losesPowerAt) {
            throw new PowerLoss();
        }
        if (fails.test(number)) {
            throw new IOException("operation " + number + " fails");
        }
    }

    private void change(NameChange... changes) {
        for (NameChange change : changes) {
            apply(names, change);
        }
        unsynced.add(List.of(changes));
    }

    private Inode inode(String name) throws NoSuchFileException {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        return inode;
    }

    @Override
    public List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public InputStream read(String name) throws IOException {
        return new ByteArrayInputStream(inode(name).now);
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        return Arrays.copyOfRange(inode(name).now, (int) offset, (int) offset + length);
    }

    @Override
    public long size(String name) throws IOException {
        return inode(name).now.length;
    }

    @Override
    public NewFile create(String name) throws IOException {
        operation();
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Inode inode = new Inode();
        change(new NameChange(name, inode));
        return new MemoryFile(inode);
    }

    @Override
    public void link(String existing, String name) throws IOException {
        Inode inode = inode(existing);
        operation();
        change(new NameChange(name, inode));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Inode inode = inode(from);
        operation();
        change(new NameChange(to, inode), new NameChange(from, null));
    }

    @Override
    public void delete(String name) throws IOException {
        if (names.containsKey(name)) {
            operation();
            change(new NameChange(name, null));
        }
    }

    @Override
    public void sync() throws IOException {
        operation();
        unsynced.forEach(change -> change.forEach(c -> apply(durableNames, c)));
        unsynced.clear();
    }

    @Override
    public String path(String name) {
        return "/memory/" + name;
    }

    private final class MemoryFile implements NewFile {
        private final Inode inode;

        MemoryFile(Inode inode) {
            this.inode = inode;
        }

        /// What fails has written a part.
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int before = inode.now.length;
            byte[] after = Arrays.copyOf(inode.now, before + length);
            System.arraycopy(bytes, offset, after, before, length);
            inode.now = Arrays.copyOf(after, before + length / 2);
            operation();
            inode.now = after;
        }

        @Override
        public void overwrite(long position, byte[] bytes) throws IOException {
            operation();
            byte[] after = inode.now.clone();
            System.arraycopy(bytes, 0, after, (int) position, bytes.length);
            inode.now = after;
        }

        @Override
        public void truncate(long size) throws IOException {
            operation();
            inode.now = Arrays.copyOf(inode.now, (int) size);
        }

        @Override
        public void force() throws IOException {
            operation();
            inode.durable = Objects.requireNonNull(inode.now);
        }

        @Override
        public void close() {
            // Nothing is buffered.
        }
    }
}
