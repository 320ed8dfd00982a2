package io.hnvgateway.app.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NicsTest {
    @TempDir private Path root;
    private Appliance appliance;
    private Nics nics;

    @BeforeEach
    void hasNone() throws IOException {
        appliance = new Appliance(root);
        nics = new Nics(appliance.paths.interfaces());
    }

    private List<String> names() throws IOException {
        return nics.all().stream().map(Nic::name).toList();
    }

    @Test
    void standInTheOrderOfTheKernel() throws IOException {
        appliance.nic("eth0", 10, "02:00:00:00:00:01", "virtio_net");
        appliance.nic("enp9s0", 2, "02:00:00:00:00:02", "virtio_net");
        assertEquals(List.of("enp9s0", "eth0"), names());
    }

    @Test
    void areDevicesWithAMacAddressOnly() throws IOException {
        appliance.nic("eth0", 2, "02:00:00:00:00:01", "virtio_net");
        appliance.nic("ib0", 3, "80:00:00:48:fe:80:00:00:00:00:00:00:00:02:c9:03", "ib_ipoib");
        Path bridge = Files.createDirectories(appliance.paths.interfaces().resolve("br0"));
        Files.writeString(bridge.resolve("address"), "02:00:00:00:00:09\n");
        Files.writeString(appliance.paths.interfaces().resolve("bonding_masters"), "");
        assertEquals(List.of("eth0"), names());
    }

    @Test
    void aVirtualFunctionBehindAHyperVAdapterIsNone() throws IOException {
        appliance.nic("vf", 2, "02:00:00:00:00:01", "mlx5_core");
        appliance.nic("eth0", 3, "02:00:00:00:00:01", Nics.NETVSC);
        appliance.nic("eth1", 4, "02:00:00:00:00:02", "mlx5_core");
        assertEquals(List.of("eth0", "eth1"), names());
    }

    @Test
    void tellLinkAndSpeed() throws IOException {
        appliance.nic("eth0", 2, "02:00:00:00:00:01", "virtio_net");
        Path nic = appliance.paths.interfaces().resolve("eth0");
        assertEquals("link 10000 Mbit/s", text());
        Files.writeString(nic.resolve("speed"), "-1\n");
        Files.writeString(nic.resolve("carrier"), "0\n");
        assertEquals("no link ", text());
        Files.writeString(nic.resolve("flags"), "0x1002\n");
        assertEquals("down ", text());
        nics.switchOn(nics.all().getFirst());
        assertEquals("0x1003", Files.readString(nic.resolve("flags")).strip());
    }

    private String text() throws IOException {
        Nic nic = nics.all().getFirst();
        return nic.linkText() + " " + nic.speedText();
    }
}
