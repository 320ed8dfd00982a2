package io.hnvgateway.app.process.checkpoint;

import static io.hnvgateway.app.process.checkpoint.CheckpointLayout.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.checkpoint.LayoutVersion;
import io.hnvgateway.packet.checkpoint.Seal;
import io.hnvgateway.packet.checkpoint.TableIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The first page of a mapped checkpoint.
final class CheckpointHeader {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /// Coarse times wrap: with the longest timer, 20 days, a time of use is by then not yet one to
    /// come (2^31 of 2^20 ns are 26 days).
    private static final long MOST_LEFT_NS = TimeUnit.DAYS.toNanos(5);

    private final long at;

    /// @param address of the page
    CheckpointHeader(long address) {
        at = address;
    }

    /// Which boot of the host this is: times of the monotonic clock mean nothing in another.
    static UUID bootId() throws IOException {
        return UUID.fromString(Files.readString(BOOT).strip());
    }

    /// Writes and seals it.
    void write(CheckpointShape shape, KeptSecrets secrets, UUID boot, long nowNs) {
        Seal.open(at + SEAL);
        Memory.putLongNative(at, MAGIC);
        Memory.putIntNative(at + VERSION, LayoutVersion.CURRENT);
        Memory.putLongNative(at + TABLE_ID, TableIdentity.random().tableId());
        Memory.putLongNative(at + BOOT_ID, boot.getMostSignificantBits());
        Memory.putLongNative(at + BOOT_ID + 8, boot.getLeastSignificantBits());
        shape.write(at);
        secrets.write(at);
        alive(nowNs);
        Seal.set(at + SEAL, checksum());
        tables(TableIdentity.random());
        product(ProductVersion.own());
    }

    /// Nobody finds it fit again.
    void giveUp() {
        Seal.open(at + SEAL);
    }

    private int checksum() {
        return Seal.end(Seal.add(LayoutVersion.CURRENT, at + SEALED_FROM, SEALED_WORDS));
    }

    /// Why this process cannot go on with it.
    Optional<String> misfit(CheckpointShape shape, UUID boot, long nowNs) {
        if (Memory.getLongNative(at) != MAGIC) {
            return Optional.of("is no checkpoint");
        }
        int version = Memory.getIntNative(at + VERSION);
        if (version != LayoutVersion.CURRENT) {
            return Optional.of(
                    "is of layout version %d, by a gateway of version %s; this one, %s, has layout %d"
                            .formatted(
                                    version,
                                    product(),
                                    ProductVersion.own(),
                                    LayoutVersion.CURRENT));
        }
        if (Seal.isOpen(at + SEAL)) {
            return Optional.of("was given up: the gateway that used it failed by it");
        }
        if (!Seal.isIntact(at + SEAL, checksum()) || tableId() == 0) {
            return Optional.of("has a damaged header");
        }
        UUID then =
                new UUID(
                        Memory.getLongNative(at + BOOT_ID), Memory.getLongNative(at + BOOT_ID + 8));
        return then.equals(boot)
                ? shape.misfit(at).or(() -> leftTooLong(nowNs))
                : Optional.of("is of another boot of this host");
    }

    private Optional<String> leftTooLong(long nowNs) {
        long left = nowNs - Memory.getLongNative(at + ALIVE);
        if (left < 0) {
            return Optional.of("is of a time to come, by the clock of this boot");
        }
        return left > MOST_LEFT_NS
                ? Optional.of(
                        "was left for %d days, more than %d"
                                .formatted(
                                        TimeUnit.NANOSECONDS.toDays(left),
                                        TimeUnit.NANOSECONDS.toDays(MOST_LEFT_NS)))
                : Optional.empty();
    }

    /// A process has aged the records, or goes on doing so. CLOCK_MONOTONIC in ns.
    void alive(long nowNs) {
        Memory.putLongNative(at + ALIVE, nowNs);
    }

    /// Begins every seal in the file.
    long tableId() {
        return Memory.getLongNative(at + TABLE_ID);
    }

    KeptSecrets secrets() {
        return KeptSecrets.read(at);
    }

    /// Whose tables the adjacencies and digests are about; empty: nobody's.
    Optional<TableIdentity> tables() {
        long id = Memory.getLongNative(at + TABLES_ID);
        return id != 0 && Seal.isIntact(at + TABLES_SEAL, Seal.checksum(tableId(), id))
                ? Optional.of(new TableIdentity(id, LayoutVersion.CURRENT))
                : Optional.empty();
    }

    void tables(TableIdentity identity) {
        Seal.open(at + TABLES_SEAL);
        Memory.putLongNative(at + TABLES_ID, identity.tableId());
        Seal.set(at + TABLES_SEAL, Seal.checksum(tableId(), identity.tableId()));
    }

    /// The version of the gateway that went on with the checkpoint last, for people.
    String product() {
        byte[] text = new byte[PRODUCT_BYTES];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) Memory.u8(at + PRODUCT + i);
        }
        String product = new String(text, US_ASCII).replaceAll("\0+$", "");
        return ProductVersion.isWellFormed(product) ? product : "unknown";
    }

    /// Takes over from an earlier gateway, or begins.
    void product(String version) {
        byte[] text = Arrays.copyOf(version.getBytes(US_ASCII), PRODUCT_BYTES);
        for (int i = 0; i < text.length; i++) {
            Memory.put8(at + PRODUCT + i, text[i]);
        }
    }

    OptionalLong underlay() {
        long digest = Memory.getLongNative(at + UNDERLAY);
        return Seal.isIntact(at + UNDERLAY_SEAL, underlayChecksum(digest))
                ? OptionalLong.of(digest)
                : OptionalLong.empty();
    }

    void underlay(long digest) {
        Seal.open(at + UNDERLAY_SEAL);
        Memory.putLongNative(at + UNDERLAY, digest);
        Seal.set(at + UNDERLAY_SEAL, underlayChecksum(digest));
    }

    void underlayInDoubt() {
        Seal.open(at + UNDERLAY_SEAL);
    }

    private int underlayChecksum(long digest) {
        return Seal.checksum(tableId(), UNDERLAY, digest);
    }
}
