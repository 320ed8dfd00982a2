package io.hnvgateway.lab.controller;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The inventory on disk: readable by its owner alone, since tenants' secrets stand in it.
public record InventoryFile(Path file) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// @throws ControllerException if it is missing or wrong
    public Inventory load() {
        try {
            Inventory inventory = JSON.readValue(file.toFile(), Inventory.class);
            Composition.check(inventory);
            return inventory;
        } catch (JacksonException e) {
            throw new ControllerException(file + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ControllerException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /// Survives a crash at any point, as the old one or the new one.
    public void save(Inventory inventory) {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(aside);
            Files.createFile(
                    aside,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try (FileChannel out = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap(JSON.writeValueAsBytes(inventory));
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new ControllerException(file + ": cannot be written: " + e.getMessage());
        }
    }
}
