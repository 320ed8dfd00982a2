package io.hnvgateway.app.process.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.compile.AdjacencyLedger.KeptNeighbor;
import io.hnvgateway.app.compile.AdjacencyLedger.KeptVm;
import io.hnvgateway.app.compile.CompartmentLedger.Kept;
import io.hnvgateway.app.compile.VmName;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.checkpoint.LayoutVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final CheckpointShape SHAPE =
            new CheckpointShape(DataPathConfig.Sizes.SMALL, new NatCapacity(64, 64), 1, 7);
    private static final RoutingDomainId CONTOSO = new RoutingDomainId(new UUID(1, 2));
    private static final RoutingDomainId FABRIKAM = new RoutingDomainId(new UUID(3, 4));
    private static final VmName VM =
            new VmName(IpAddress.parse("10.0.0.4"), 0, 5001, Rule.ENCAPSULATION);
    private static final VmName MOVED = new VmName(null, 0x155d000004L, 5001, Rule.NAT);

    @TempDir private Path parent;
    private Path directory;
    private Path file;

    @BeforeEach
    void begin() {
        directory = parent.resolve("run");
        file = directory.resolve("checkpoint");
    }

    private Checkpoint open() throws IOException {
        return open(SHAPE, OptionalLong.empty());
    }

    private Checkpoint open(CheckpointShape shape, OptionalLong seed) throws IOException {
        return Checkpoint.open(Optional.of(directory), shape, seed);
    }

    /// What a process leaves that is killed.
    private void leave() throws IOException {
        try (Checkpoint checkpoint = open()) {
            var compartments = checkpoint.ledgers().compartments();
            compartments.compartment(1, CONTOSO);
            compartments.decidedBy(1, 11);
            compartments.compartment(2, FABRIKAM);
            compartments.decidedBy(2, 22);
            compartments.underlay(99);
            var adjacencies = checkpoint.ledgers().adjacencies();
            adjacencies.frontEnd(1);
            adjacencies.neighbor(2, 1, 0, IpAddress.mapped(0xc0000202));
            adjacencies.vm(3, 1, VM);
            adjacencies.vm(4, 2, MOVED);
            Memory.putLongNative(checkpoint.nat().address(), 42);
        }
    }

    @Test
    void theNextProcessFindsWhatWasWritten() throws IOException {
        leave();
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
            assertThat(next.whyClean()).isEmpty();
            assertThat(next.ledgers().compartments().kept())
                    .containsExactly(
                            new Kept(1, CONTOSO, OptionalLong.of(11)),
                            new Kept(2, FABRIKAM, OptionalLong.of(22)));
            assertThat(next.ledgers().compartments().keptUnderlay()).hasValue(99);
            var adjacencies = next.ledgers().adjacencies();
            assertThat(adjacencies.keptFrontEnd()).isEqualTo(OptionalInt.of(1));
            assertThat(adjacencies.keptNeighbors())
                    .containsExactly(new KeptNeighbor(2, 1, 0, IpAddress.mapped(0xc0000202)));
            assertThat(adjacencies.keptVms())
                    .containsExactly(new KeptVm(3, 1, VM), new KeptVm(4, 2, MOVED));
            assertThat(adjacencies.keptSlots().stream()).containsExactly(1, 2, 3, 4);
            assertThat(Memory.getLongNative(next.nat().address())).isEqualTo(42);
            assertThat(next.refused()).isZero();
        }
    }

    @Test
    void aDirectoryThatOthersUseIsLeftAsItIs() throws IOException {
        var open = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(open));
        Path others = Files.createFile(directory.resolve("dbus.pid"));
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it holds dbus.pid; name a directory of its own");
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(open);
        Files.delete(others);
        open().close();
        Files.setPosixFilePermissions(directory, open); // as systemd does at each start
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatWasGivenUpIsNotGoneOnWith() throws IOException {
        leave();
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
            next.giveUp();
        }
        try (Checkpoint clean = open()) {
            assertThat(clean.adopted()).isFalse();
            assertThat(clean.whyClean()).contains("was given up");
        }
        try (Checkpoint again = open()) {
            assertThat(again.adopted()).isTrue();
        }
    }

    @Test
    void secretsAndTablesStayTheSameAndAreNotTold() throws IOException {
        KeptSecrets before;
        long tables;
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.adopted()).isFalse();
            before = checkpoint.secrets();
            tables = checkpoint.tables().tableId();
        }
        try (Checkpoint next = open()) {
            assertThat(next.secrets()).isEqualTo(before);
            assertThat(next.tables().tableId()).isEqualTo(tables);
            assertThat(next.secrets().toString())
                    .doesNotContain(Long.toString(before.flowSeed()))
                    .doesNotContain(Long.toString(before.nat().hashSeed()));
        }
    }

    @Test
    void isItsOwnersAloneAndSoIsItsDirectory() throws IOException {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        open().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.size(file)).isEqualTo(SHAPE.bytes());
        assertThat(allocatedBytes()).isGreaterThanOrEqualTo(SHAPE.bytes());
    }

    private long allocatedBytes() throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), US_ASCII);
        return Long.parseLong(blocks.strip()) * 512;
    }

    @Test
    void aDirectoryThatIsALinkOrAFileIsRefused() throws IOException {
        Path other = Files.createDirectory(parent.resolve("other"));
        Files.createSymbolicLink(directory, other);
        assertThatThrownBy(this::open).hasMessageContaining("is no directory");
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefused() throws IOException {
        Files.createDirectory(directory);
        Files.setAttribute(directory, "unix:uid", 65534);
        assertThatThrownBy(this::open).hasMessageContaining("belongs to user 65534");
    }

    @Test
    void twoGatewaysDoNotShareADirectory() throws IOException {
        try (Checkpoint _ = open()) {
            assertThatThrownBy(this::open).hasMessageContaining("has it already");
            assertThatThrownBy(() -> Checkpoint.remove(directory))
                    .hasMessageContaining("has it already");
        }
        assertThat(Checkpoint.remove(directory)).isTrue();
        assertThat(Checkpoint.remove(directory)).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void withoutADirectoryNothingIsKept() throws IOException {
        try (Checkpoint none = Checkpoint.open(Optional.empty(), SHAPE, OptionalLong.empty())) {
            assertThat(none.adopted()).isFalse();
            assertThat(none.nat().byteSize()).isEqualTo(SHAPE.natBytes());
            none.ledgers().compartments().compartment(1, CONTOSO);
            none.dataPathIsClean(false);
            assertThat(none.ledgers().compartments().kept()).isEmpty();
        }
    }

    @Test
    void aMissingOneIsACleanStart() throws IOException {
        assertClean("there is no " + file);
    }

    @Test
    void aTruncatedOneIsACleanStart() throws IOException {
        leave();
        truncate(SHAPE.bytes() - 4096);
        assertClean("has " + (SHAPE.bytes() - 4096) + " bytes instead of " + SHAPE.bytes());
        leave();
        truncate(100);
        assertClean("is too short: 100 bytes");
    }

    private void truncate(long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    @Test
    void everyBitOfTheHeaderCounts() throws IOException {
        for (int at = 0; at < CheckpointLayout.TABLES_SEAL; at++) {
            boolean reserved = at >= 12 && at < 20; // and the seal's sequence
            if (!reserved) {
                leave();
                flip(at, 1 << at % 8);
                try (Checkpoint next = open()) {
                    assertThat(next.adopted()).as("byte %d", at).isFalse();
                }
            }
        }
    }

    private void flip(long at, int bits) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ bits));
            channel.write(one.rewind(), at);
        }
    }

    @Test
    void anotherLayoutVersionIsACleanStart() throws IOException {
        leave();
        flip(CheckpointLayout.VERSION, 0xff);
        assertClean(
                "is of layout version %d, by a gateway of version %s;"
                        .formatted(LayoutVersion.CURRENT ^ 0xff, ProductVersion.own()));
    }

    @Test
    void ofAnotherBootItIsACleanStart() throws IOException {
        Files.createDirectory(directory);
        CheckpointFile.make(
                        directory, SHAPE, KeptSecrets.fresh(OptionalLong.empty()), new UUID(5, 6))
                .close();
        assertClean("is of another boot of this host");
    }

    @Test
    void whatNobodyAgedForDaysIsACleanStart() throws IOException {
        long nowNs = System.nanoTime();
        leave(nowNs - TimeUnit.DAYS.toNanos(5) + TimeUnit.HOURS.toNanos(1));
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
        }
        leave(nowNs - TimeUnit.DAYS.toNanos(5));
        assertClean("was left for 5 days, more than 5");
        leave(nowNs - TimeUnit.DAYS.toNanos(30));
        assertClean("was left for 30 days");
        leave(nowNs + TimeUnit.DAYS.toNanos(1));
        assertClean("is of a time to come");
    }

    private void leave(long aliveNs) throws IOException {
        leave();
        try (Checkpoint checkpoint = open()) {
            checkpoint.alive(aliveNs);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2048,1,64,7,FlowTableEntries: 1024 then",
        "1024,2,64,7,Workers: 1 then",
        "1024,1,128,7,mappings: 64 then",
        "1024,1,64,8,the interfaces are others"
    })
    void ofOtherSizesItIsACleanStart(int flows, int workers, int nat, long ports, String why)
            throws IOException {
        leave();
        CheckpointShape other =
                new CheckpointShape(
                        new DataPathConfig.Sizes(4096, flows, 256, 1 << 8, 1 << 8),
                        new NatCapacity(nat, nat),
                        workers,
                        ports);
        try (Checkpoint next = open(other, OptionalLong.empty())) {
            assertThat(next.adopted()).isFalse();
            assertThat(next.whyClean()).contains(why);
        }
    }

    @Test
    void aRandomSeedOfItsOwnIsKeptOnlyWithTheSame() throws IOException {
        open(SHAPE, OptionalLong.of(7)).close();
        try (Checkpoint same = open(SHAPE, OptionalLong.of(7))) {
            assertThat(same.adopted()).isTrue();
        }
        try (Checkpoint other = open(SHAPE, OptionalLong.of(8))) {
            assertThat(other.adopted()).isFalse();
            assertThat(other.whyClean()).contains("RandomSeed");
        }
    }

    @Test
    void oneThatOthersMayReadIsACleanStart() throws IOException {
        leave();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertClean("is open to others");
    }

    @Test
    void oneOfSomebodyElseIsACleanStart() throws IOException {
        leave();
        Files.setAttribute(file, "unix:uid", 65534);
        assertClean("belongs to user 65534");
    }

    @Test
    void aLinkInItsPlaceIsReplacedNotFollowed() throws IOException {
        leave();
        Path elsewhere = parent.resolve("elsewhere");
        Files.move(file, elsewhere);
        byte[] before = Files.readAllBytes(elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertClean("is no plain file");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(Files.readAllBytes(elsewhere)).isEqualTo(before);
    }

    @Test
    void aSecondNameOfItIsACleanStart() throws IOException {
        leave();
        Files.createLink(parent.resolve("second"), file);
        assertClean("is no plain file");
    }

    private void assertClean(String why) throws IOException {
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isFalse();
            assertThat(next.whyClean()).contains(why);
            assertThat(next.ledgers().compartments().kept()).isEmpty();
            assertThat(next.ledgers().adjacencies().keptSlots().isEmpty()).isTrue();
            assertThat(Memory.getLongNative(next.nat().address())).isZero();
        }
    }

    @Test
    void aDamagedRecordIsRefusedAndTheOthersStand() throws IOException {
        leave();
        long compartment =
                SHAPE.compartmentsAt()
                        + CheckpointLayout.COMPARTMENT_BYTES
                        + CheckpointLayout.RDID_LOW;
        flip(compartment, 0x10);
        flip(
                SHAPE.adjacenciesAt()
                        + 3L * CheckpointLayout.ADJACENCY_BYTES
                        + CheckpointLayout.PLACE,
                1);
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
            assertThat(next.ledgers().compartments().kept())
                    .extracting(Kept::index)
                    .containsExactly(2);
            assertThat(next.ledgers().adjacencies().keptSlots().stream()).containsExactly(1, 2, 4);
            assertThat(next.refused()).isEqualTo(2);
        }
        try (Checkpoint again = open()) {
            assertThat(again.ledgers().compartments().kept()).hasSize(1);
            assertThat(again.refused()).as("they were freed").isZero();
        }
    }

    @Test
    void namesTheVersionOfTheGatewayThatWroteLast() throws IOException {
        leave();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("9.8.7\0".getBytes(US_ASCII)), CheckpointLayout.PRODUCT);
        }
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
            assertThat(next.writtenBy()).isEqualTo("9.8.7");
        }
        try (Checkpoint third = open()) {
            assertThat(third.writtenBy()).isEqualTo(ProductVersion.own());
        }
    }

    @Test
    void aVersionThatIsNoneIsNotShown() throws IOException {
        leave();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.wrap("\u001b[2J\"\n".getBytes(US_ASCII)), CheckpointLayout.PRODUCT);
        }
        try (Checkpoint next = open()) {
            assertThat(next.writtenBy()).isEqualTo("unknown");
        }
    }

    @Test
    void recordsOfAnotherTableAreRefused() throws IOException {
        leave();
        byte[] foreign = Files.readAllBytes(file);
        Files.delete(file);
        open().close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int from = CheckpointLayout.HEADER_BYTES;
            channel.write(ByteBuffer.wrap(foreign, from, foreign.length - from), from);
        }
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
            assertThat(next.ledgers().compartments().kept()).isEmpty();
            assertThat(next.ledgers().adjacencies().keptSlots().isEmpty()).isTrue();
            assertThat(next.refused()).isEqualTo(6);
        }
    }

    @Test
    void aDigestInDoubtLeavesTheCompartmentItsIndex() throws IOException {
        leave();
        try (Checkpoint checkpoint = open()) {
            checkpoint.ledgers().compartments().inDoubt(1);
            checkpoint.ledgers().compartments().underlayInDoubt();
        }
        try (Checkpoint next = open()) {
            assertThat(next.ledgers().compartments().kept())
                    .containsExactly(
                            new Kept(1, CONTOSO, OptionalLong.empty()),
                            new Kept(2, FABRIKAM, OptionalLong.of(22)));
            assertThat(next.ledgers().compartments().keptUnderlay()).isEmpty();
        }
    }

    @Test
    void anIndexThatGoesToAnotherTakesNoDigestAlong() throws IOException {
        leave();
        try (Checkpoint checkpoint = open()) {
            checkpoint.ledgers().compartments().released(1);
            checkpoint
                    .ledgers()
                    .compartments()
                    .compartment(1, new RoutingDomainId(UUID.randomUUID()));
            checkpoint.ledgers().adjacencies().released(3);
        }
        try (Checkpoint next = open()) {
            assertThat(next.ledgers().compartments().kept().getFirst().digest()).isEmpty();
            assertThat(next.ledgers().adjacencies().keptSlots().get(3)).isFalse();
            assertThat(next.refused()).isZero();
        }
    }

    @Test
    void newTablesOfTheDataPathKeepCompartmentsAndNatAlone() throws IOException {
        leave();
        long tables;
        try (Checkpoint checkpoint = open()) {
            tables = checkpoint.tables().tableId();
            checkpoint.dataPathIsClean(false);
        }
        try (Checkpoint next = open()) {
            assertThat(next.adopted()).isTrue();
            assertThat(next.tables().tableId()).isNotEqualTo(tables);
            assertThat(next.ledgers().compartments().kept())
                    .containsExactly(
                            new Kept(1, CONTOSO, OptionalLong.empty()),
                            new Kept(2, FABRIKAM, OptionalLong.empty()));
            assertThat(next.ledgers().compartments().keptUnderlay()).isEmpty();
            assertThat(next.ledgers().adjacencies().keptSlots().isEmpty()).isTrue();
            assertThat(Memory.getLongNative(next.nat().address())).isEqualTo(42);
        }
    }
}
