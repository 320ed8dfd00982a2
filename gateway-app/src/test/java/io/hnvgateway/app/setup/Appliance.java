package io.hnvgateway.app.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of a system below a folder, with NICs, and `hnv-setup` over them.
final class Appliance {
    static final String GOOD = "FrontEndInterface=front0;BackendInterface=back0";
    static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUnoOvTQ2M3dbS7mMfFLwJmpVJfXvNBuCNG0jRkKMDk admin";

    final Path root;
    final SetupPaths paths;
    final List<String> commands = new ArrayList<>();
    private final String owner;

    Appliance(Path root) throws IOException {
        this.root = root;
        paths = SetupPaths.of(root, Map.of());
        owner = Files.getOwner(root).getName();
        Files.createDirectories(paths.interfaces());
        Files.createDirectories(paths.networkd());
    }

    /// With three NICs: eth0, eth1, eth2.
    static Appliance withNics(Path root) throws IOException {
        Appliance appliance = new Appliance(root);
        for (int i = 0; i < 3; i++) {
            appliance.nic("eth" + i, 2 + i, "02:00:00:00:00:0" + i, "virtio_net");
        }
        return appliance;
    }

    void nic(String name, int index, String mac, String driver) throws IOException {
        Path nic = Files.createDirectories(paths.interfaces().resolve(name));
        Path drivers = Files.createDirectories(root.resolve("sys/drivers/" + driver));
        Files.createDirectories(nic.resolve("device"));
        Files.createSymbolicLink(nic.resolve("device/driver"), drivers);
        Files.writeString(nic.resolve("address"), mac + "\n");
        Files.writeString(nic.resolve("ifindex"), index + "\n");
        Files.writeString(nic.resolve("flags"), "0x1003\n");
        Files.writeString(nic.resolve("carrier"), "1\n");
        Files.writeString(nic.resolve("speed"), "10000\n");
    }

    void credential(Setting setting, String text) throws IOException {
        Files.createDirectories(paths.credentials());
        Files.writeString(paths.credentials().resolve(setting.credential()), text);
    }

    void cloudConfig(String json) throws IOException {
        Files.createDirectories(paths.cloudInit());
        Files.writeString(paths.cloudInit().resolve(CloudInitSource.FILE), json);
    }

    /// Keys and values by turns.
    void pairs(String... texts) throws IOException {
        ByteArrayOutputStream pool = new ByteArrayOutputStream();
        for (int i = 0; i < texts.length; i += 2) {
            pool.write(Arrays.copyOf(texts[i].getBytes(UTF_8), KvpSource.KEY_BYTES));
            pool.write(Arrays.copyOf(texts[i + 1].getBytes(UTF_8), KvpSource.VALUE_BYTES));
        }
        pool(pool.toByteArray());
    }

    void pool(byte[] bytes) throws IOException {
        Files.createDirectories(paths.kvpPool().getParent());
        Files.write(paths.kvpPool(), bytes);
    }

    void file(Setting setting, String text) throws IOException {
        Files.createDirectories(setting.file(paths).getParent());
        Files.writeString(setting.file(paths), text);
    }

    /// Null: there is none.
    @Nullable String kept(Setting setting) throws IOException {
        Path file = setting.file(paths);
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }

    /// What a run said, and its exit status.
    record Run(int status, String text) {}

    Run run(String... arguments) {
        return run("", _ -> List.of(), arguments);
    }

    Run run(String input, LinkTests tests, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HnvSetup setup =
                new HnvSetup(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        Map.of(),
                        words -> commands.add(String.join(" ", words)),
                        tests);
        List<String> all = new ArrayList<>(List.of("--root", root.toString()));
        if (!List.of(arguments).contains("--owner")) {
            all.addAll(List.of("--owner", owner));
        }
        all.addAll(List.of(arguments));
        return new Run(setup.execute(all.toArray(String[]::new)), out.toString(UTF_8));
    }
}
