package io.hnvgateway.app.process.checkpoint;

import io.hnvgateway.app.bgp.LearnedFiles;
import io.hnvgateway.app.compile.Ledgers;
import io.hnvgateway.app.compile.PuntLedger;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.dataplane.sys.DirectoryLock;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.checkpoint.TableIdentity;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process found of the one before, or began anew; and the memory in which the one after
/// will find what it is to go on with. To be closed last: its memory is written until then.
public final class Checkpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

    private final CheckpointShape shape;
    private final KeptSecrets secrets;
    private final String whyClean;

    /// Version of the gateway that it was adopted from.
    private final String writtenBy;

    private final @Nullable CheckpointFile file;
    private final @Nullable DirectoryLock lock;
    private final @Nullable Mapping ownMemory;
    private final @Nullable CompartmentSection compartments;
    private final @Nullable AdjacencySection adjacencies;
    private final PuntLedger punts;
    private TableIdentity tables;

    /// Of a gateway that keeps nothing.
    private Checkpoint(CheckpointShape shape, KeptSecrets secrets, String whyClean) {
        this.shape = shape;
        this.secrets = secrets;
        this.whyClean = whyClean;
        writtenBy = "";
        file = null;
        lock = null;
        compartments = null;
        adjacencies = null;
        punts = PuntLedger.NONE;
        ownMemory = Mapping.anonymous(shape.natBytes());
        Memory.register(ownMemory.segment());
        tables = TableIdentity.random();
    }

    private Checkpoint(
            CheckpointShape shape,
            CheckpointFile file,
            PuntFile punts,
            DirectoryLock lock,
            String whyClean) {
        this.shape = shape;
        this.punts = punts;
        this.file = file;
        this.lock = lock;
        this.whyClean = whyClean;
        ownMemory = null;
        CheckpointHeader header = file.header();
        writtenBy = adopted() ? header.product() : "";
        header.product(ProductVersion.own());
        secrets = header.secrets();
        long base = file.memory().address();
        compartments =
                new CompartmentSection(
                        header, base + shape.compartmentsAt(), shape.tables().compartments());
        adjacencies =
                new AdjacencySection(
                        header, base + shape.adjacenciesAt(), shape.tables().adjacencies());
        tables = header.tables().orElseGet(TableIdentity::random);
        header.tables(tables);
        if (adopted()) {
            adjacencies.read();
        }
    }

    /// Goes on with the checkpoint in the directory, or begins a new one there.
    ///
    /// @param directory empty: nothing is kept
    /// @param randomSeed what NAT's secrets are to follow from, in tests
    /// @throws IOException if the directory is not the gateway's own, or another gateway's
    public static Checkpoint open(
            Optional<Path> directory, CheckpointShape shape, OptionalLong randomSeed)
            throws IOException {
        KeptSecrets fresh = KeptSecrets.fresh(randomSeed);
        if (directory.isEmpty()) {
            return new Checkpoint(shape, fresh, "RuntimeDirectory is none");
        }
        Path own = RuntimeDirectory.open(directory.get());
        DirectoryLock lock = DirectoryLock.acquire(own);
        try {
            return open(own, lock, shape, randomSeed, fresh);
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=checkpoint-not-kept directory={} reason=\"{}\"", own, e.toString());
            CheckpointFile.remove(own); // else a later process would go on from it, past this one
            lock.close();
            return new Checkpoint(shape, fresh, "the checkpoint cannot be made: " + e);
        }
    }

    private static Checkpoint open(
            Path directory,
            DirectoryLock lock,
            CheckpointShape shape,
            OptionalLong randomSeed,
            KeptSecrets fresh)
            throws IOException {
        UUID boot = CheckpointHeader.bootId();
        String whyClean;
        try {
            CheckpointFile found = CheckpointFile.find(directory, shape, boot);
            if (randomSeed.isEmpty() || found.header().secrets().nat().equals(fresh.nat())) {
                return new Checkpoint(shape, found, new PuntFile(directory), lock, "");
            }
            found.close();
            whyClean = "RandomSeed is another than then";
        } catch (CheckpointFile.UnfitException unfit) {
            whyClean = String.valueOf(unfit.getMessage());
        }
        CheckpointFile made = CheckpointFile.make(directory, shape, fresh, boot);
        return new Checkpoint(shape, made, new PuntFile(directory), lock, whyClean);
    }

    /// Removes what a gateway left in a directory.
    ///
    /// @return whether there was anything
    /// @throws IOException also when a gateway runs with this directory
    public static boolean remove(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (DirectoryLock _ = DirectoryLock.acquire(directory)) {
            boolean hadPeers = PuntFile.remove(directory);
            boolean hadRoutes = LearnedFiles.removeAll(directory);
            return CheckpointFile.remove(directory) || hadPeers || hadRoutes;
        }
    }

    /// Whether it is the process before's.
    public boolean adopted() {
        return file != null && whyClean.isEmpty();
    }

    /// Why it is not; empty if it is.
    public String whyClean() {
        return whyClean;
    }

    /// Version of the gateway that it is from, if [#adopted].
    public String writtenBy() {
        return writtenBy;
    }

    public KeptSecrets secrets() {
        return secrets;
    }

    /// The tables of the data path that adjacencies and digests are about.
    public TableIdentity tables() {
        return tables;
    }

    /// The data path began with new tables: what is known of adjacencies and of what flows were
    /// decided by is about others.
    ///
    /// @param underThatIdentity its tables are now those that [#tables] names; else tables of that
    ///   name may still lie somewhere, and are nobody's from now on
    public void dataPathIsClean(boolean underThatIdentity) {
        if (file == null || compartments == null || adjacencies == null) {
            return;
        }
        if (!underThatIdentity) {
            tables = TableIdentity.random();
            file.header().tables(tables);
        }
        adjacencies.clear();
        compartments.allInDoubt();
    }

    /// The records' times are aged now; to be told each second or so, since what was left for days
    /// is not gone on with. The conductor, and before it the thread that starts.
    ///
    /// @param nowNs CLOCK_MONOTONIC
    public void alive(long nowNs) {
        if (file != null) {
            file.header().alive(nowNs);
        }
    }

    /// No process goes on with it after this one, which may write to it all the same. Any thread.
    public void giveUp() {
        if (file != null) {
            file.header().giveUp();
        }
    }

    public Ledgers ledgers() {
        return compartments == null || adjacencies == null
                ? Ledgers.NONE
                : new Ledgers(compartments, adjacencies, punts);
    }

    /// Memory of NAT's records.
    public MemorySegment nat() {
        return file == null
                ? Objects.requireNonNull(ownMemory).segment()
                : file.memory().asSlice(shape.natAt(), shape.natBytes());
    }

    /// Records of compartments and adjacencies that were there and are not believed.
    public int refused() {
        return compartments == null || adjacencies == null
                ? 0
                : compartments.refused() + adjacencies.refused();
    }

    @Override
    public void close() throws IOException {
        if (ownMemory != null) {
            Memory.unregister(ownMemory.segment());
            ownMemory.close();
        }
        if (file != null) {
            file.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
