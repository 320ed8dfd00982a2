package io.hnvgateway.app.setup;

import static io.hnvgateway.app.setup.Setting.CONNECTION_STRING;
import static io.hnvgateway.app.setup.Setting.NETWORK;
import static io.hnvgateway.app.setup.Setting.SSH_KEYS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.app.setup.Appliance.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatheringTest {
    private static final String PAIR = "HnvConnectionString";

    @TempDir private Path root;
    private Appliance appliance;

    @BeforeEach
    void hasNics() throws IOException {
        appliance = Appliance.withNics(root);
    }

    private static String named(String name) {
        return Appliance.GOOD + ";GatewayVM=" + name;
    }

    private static String cloud(String text) {
        return "{\"hnv_gateway\": {\"connection_string\": \"%s\"}, \"users\": []}".formatted(text);
    }

    @Test
    void takesEachSource() throws IOException {
        appliance.pairs("Other", "x", PAIR, named("pair"));
        assertEquals(0, appliance.run("gather").status());
        assertEquals(named("pair"), appliance.kept(CONNECTION_STRING));

        appliance.cloudConfig(cloud(named("cloud")));
        assertEquals(0, appliance.run("gather").status());
        assertEquals(named("cloud"), appliance.kept(CONNECTION_STRING));

        appliance.file(CONNECTION_STRING, named("file"));
        assertEquals(0, appliance.run("gather").status());
        assertEquals(named("file"), appliance.kept(CONNECTION_STRING));

        appliance.credential(CONNECTION_STRING, named("credential"));
        Run run = appliance.run("gather");
        assertEquals(0, run.status());
        assertEquals(named("credential"), appliance.kept(CONNECTION_STRING));
        assertTrue(run.text().contains("connection string: taken from credential"), run.text());
    }

    @Test
    void theFirstSourceThatHasOneWins() throws IOException {
        appliance.pairs(PAIR, named("pair"));
        appliance.cloudConfig(cloud(named("cloud")));
        appliance.credential(CONNECTION_STRING, named("credential"));
        appliance.run("gather");
        assertEquals(named("credential"), appliance.kept(CONNECTION_STRING));
    }

    @Test
    void noSourceBehindABadOneIsAsked() throws IOException {
        appliance.credential(CONNECTION_STRING, "FrontEndInterface=front0;Wrokers=2");
        appliance.pairs(PAIR, named("pair"));
        for (int boot = 0; boot < 2; boot++) {
            Run run = appliance.run("gather");
            assertEquals(1, run.status());
            assertTrue(run.text().contains("that of credential is refused"), run.text());
            assertTrue(run.text().contains("did you mean Workers?"), run.text());
            assertTrue(run.text().contains("BackendInterface"), run.text());
            assertNull(appliance.kept(CONNECTION_STRING));
        }
    }

    @Test
    void aBadOneLeavesWhatWasThere() throws IOException {
        appliance.credential(CONNECTION_STRING, named("before"));
        appliance.run("gather");
        appliance.credential(CONNECTION_STRING, "nonsense");
        assertEquals(1, appliance.run("gather").status());
        assertEquals(named("before"), appliance.kept(CONNECTION_STRING));
    }

    @Test
    void aFileEditedSinceIsNotOverwrittenByWhatItWasMadeOf() throws IOException {
        appliance.pairs(PAIR, named("pair"));
        appliance.credential(CONNECTION_STRING, named("credential"));
        appliance.run("gather");
        appliance.file(CONNECTION_STRING, named("edited"));
        appliance.run("gather");
        assertEquals(named("edited"), appliance.kept(CONNECTION_STRING));
        appliance.run("gather");
        assertEquals(named("edited"), appliance.kept(CONNECTION_STRING));

        appliance.credential(CONNECTION_STRING, named("new"));
        appliance.run("gather");
        assertEquals(named("new"), appliance.kept(CONNECTION_STRING));
    }

    /// Cloud-init's come after the network, when the credential was taken already.
    @Test
    void aSourceThatComesLaterDoesNotReplaceOneBeforeIt() throws IOException {
        appliance.credential(CONNECTION_STRING, named("credential"));
        appliance.run("gather");
        appliance.cloudConfig(cloud(named("cloud")));
        appliance.pairs(PAIR, named("pair"));
        appliance.run("gather");
        assertEquals(named("credential"), appliance.kept(CONNECTION_STRING));
    }

    @Test
    void waitsForThePairThatMatters() throws Exception {
        Files.createDirectories(appliance.paths.kvpDevice());
        appliance.pairs("HnvNetwork", "role=management index=1 address=dhcp");
        Thread host =
                Thread.startVirtualThread(() -> {
                    try {
                        Thread.sleep(700);
                        appliance.pairs(PAIR, named("pair"));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        assertEquals(0, appliance.run("gather", "--wait", "60").status());
        host.join();
        assertEquals(named("pair"), appliance.kept(CONNECTION_STRING));
    }

    /// Of what management reaches nothing leaves by the front end, and IKE by nothing else.
    @Test
    void theHostsOwnTrafficLeavesByManagement() throws IOException {
        appliance.credential(
                NETWORK,
                "role=management index=1 address=198.19.1.1/24 gateway=198.19.1.254;"
                        + "role=frontend index=2 address=198.51.100.9/24 address=2001:db8::9/64"
                        + " gateway=198.51.100.1 gateway=2001:db8::1;"
                        + "role=backend index=3 address=dhcp");
        assertEquals(0, appliance.run("gather", "--network-only").status());
        Path files = appliance.paths.networkd();
        String management = Files.readString(files.resolve("20-hnv-mgmt0.network"));
        assertTrue(management.contains("Gateway=198.19.1.254\nMetric=512\n"), management);
        assertFalse(management.contains("RoutingPolicyRule"), management);
        String front = Files.readString(files.resolve("20-hnv-front0.network"));
        assertTrue(
                front.contains(
                        """
                        [Route]
                        Gateway=2001:db8::1
                        Table=1100

                        [RoutingPolicyRule]
                        From=2001:db8::9
                        Table=main
                        SuppressPrefixLength=0
                        Priority=1000

                        [RoutingPolicyRule]
                        From=2001:db8::9
                        Table=1100
                        Priority=1001
                        """),
                front);
        String back = Files.readString(files.resolve("20-hnv-back0.network"));
        assertTrue(back.contains("[DHCPv4]\nRouteMetric=2048\nUseDNS=no\n"), back);
    }

    @Test
    void aDeviceWithoutARoleGivesItsNameAway() throws IOException {
        appliance.nic("mgmt0", 9, "02:00:00:00:00:09", "virtio_net");
        appliance.credential(NETWORK, "role=management name=eth0 address=dhcp");
        assertEquals(0, appliance.run("gather", "--network-only").status());
        assertTrue(
                appliance.commands.containsAll(
                        List.of(
                                "ip link set dev mgmt0 name hnvfree0",
                                "ip link set dev hnvsetup0 name mgmt0")),
                appliance.commands.toString());
    }

    @Test
    void theGatewayAloneReadsTheConnectionString() throws IOException {
        appliance.credential(CONNECTION_STRING, named("a"));
        appliance.credential(SSH_KEYS, Appliance.KEY);
        appliance.run("gather");
        assertEquals("rw-------", mode(CONNECTION_STRING.file(appliance.paths)));
        assertEquals("rw-------", mode(SSH_KEYS.file(appliance.paths)));
        assertEquals("rw-------", mode(appliance.paths.memory().resolve("seen")));
    }

    @Test
    void aFileThatCloudInitWroteForAllIsClosed() throws IOException {
        appliance.file(CONNECTION_STRING, named("a"));
        Path file = CONNECTION_STRING.file(appliance.paths);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        appliance.run("gather");
        assertEquals("rw-------", mode(file));
    }

    @Test
    void valuesNeverReachTheLog() throws IOException {
        appliance.credential(CONNECTION_STRING, named("hidden-value"));
        appliance.credential(SSH_KEYS, "-----BEGIN OPENSSH PRIVATE KEY-----\nhidden-value");
        Run good = appliance.run("gather");
        appliance.credential(CONNECTION_STRING, "Password=hidden-value");
        Run bad = appliance.run("gather");
        assertFalse((good.text() + bad.text()).contains("hidden-value"), good + "\n" + bad);
        assertTrue(good.text().contains("SSH keys, line 1: must be a public key"), good.text());
        assertNull(appliance.kept(SSH_KEYS));
    }

    @Test
    void nothingHalfWrittenStays() throws IOException {
        appliance.credential(CONNECTION_STRING, named("a"));
        Run run =
                appliance.run("--owner", "no-such-user-" + ProcessHandle.current().pid(), "gather");
        assertEquals(1, run.status());
        assertNull(appliance.kept(CONNECTION_STRING));
        try (Stream<Path> left = Files.list(appliance.paths.settings())) {
            assertEquals(
                    List.of(),
                    left.map(Path::getFileName)
                            .map(Path::toString)
                            .filter(name -> name.contains("connection"))
                            .toList());
        }
    }

    @Test
    void noSourceAtAllIsNoFault() throws IOException {
        Run run = appliance.run("gather");
        assertEquals(0, run.status());
        assertNull(appliance.kept(CONNECTION_STRING));
        assertTrue(run.text().contains("connection string: no source has one"), run.text());
    }

    @Test
    void aBlankPairIsNone() throws IOException {
        appliance.pairs(PAIR, "");
        assertEquals(0, appliance.run("gather").status());
    }

    @Test
    void malformedSourcesAreRefusedWhole() throws IOException {
        refusesPool(new byte[] {1, 2, 3});
        refusesPool(new byte[2560 + 17]);
        refusesPool(pair(PAIR, unended(Appliance.GOOD)));
        refusesPool(pair(PAIR, new byte[] {(byte) 0xc3, 0x28}));
        refusesPool(new byte[2560 * 1025]);
        Files.delete(appliance.paths.kvpPool());
        for (String json :
                List.of(
                        "{",
                        "{\"hnv_gateway\": \"hidden\"}",
                        cloud("x").replace("\"x\"", "[\"hidden\"]"),
                        "[".repeat(100_000),
                        cloud("x".repeat(70_000)))) {
            appliance.cloudConfig(json);
            refused(appliance.run("gather"));
        }
        appliance.cloudConfig("{}");
        appliance.credential(CONNECTION_STRING, "x".repeat(70_000));
        refused(appliance.run("gather"));
    }

    private void refusesPool(byte[] bytes) throws IOException {
        appliance.pool(bytes);
        refused(appliance.run("gather"));
    }

    private void refused(Run run) throws IOException {
        assertEquals(1, run.status(), run.text());
        assertTrue(run.text().contains("is refused"), run.text());
        assertFalse(run.text().contains("hidden"), run.text());
        assertNull(appliance.kept(CONNECTION_STRING));
    }

    /// Good as far as it goes.
    private static byte[] unended(String text) {
        byte[] all = new byte[KvpSource.VALUE_BYTES];
        Arrays.fill(all, (byte) ' ');
        System.arraycopy(text.getBytes(UTF_8), 0, all, 0, text.length());
        return all;
    }

    private static byte[] pair(String key, byte[] value) {
        byte[] all = new byte[2560];
        System.arraycopy(key.getBytes(UTF_8), 0, all, 0, key.length());
        System.arraycopy(value, 0, all, 512, value.length);
        return all;
    }

    @Test
    void aKeyThatOnlyBeginsLikeOursIsAnother() throws IOException {
        appliance.pairs(PAIR + "2", "nonsense", "X" + PAIR, "nonsense");
        assertEquals(0, appliance.run("gather").status());
    }

    @Test
    void rolesAreKeptByMacAddressAndBecomeFilesOfNetworkd() throws IOException {
        appliance.credential(
                NETWORK,
                "role=management index=1 address=dhcp;"
                        + "role=frontend name=eth1 address=198.51.100.9/24 gateway=198.51.100.1;"
                        + "role=backend mac=02-00-00-00-00-02 address=192.0.2.9/24 mtu=9000");
        Run run = appliance.run("gather", "--network-only");
        assertEquals(0, run.status(), run.text());
        assertTrue(
                String.valueOf(appliance.kept(NETWORK))
                        .contains("role=frontend mac=02:00:00:00:00:01"));
        Path files = appliance.paths.networkd();
        assertEquals(
                "[Match]\nMACAddress=02:00:00:00:00:02\n\n[Link]\nName=back0\nMTUBytes=9000\n",
                Files.readString(files.resolve("20-hnv-back0.link")));
        String front = Files.readString(files.resolve("20-hnv-front0.network"));
        assertTrue(front.contains("Address=198.51.100.9/24\n"), front);
        assertTrue(front.contains("[Route]\nGateway=198.51.100.1\nMetric=2048\n"), front);
        assertTrue(
                appliance.commands.containsAll(
                        List.of(
                                "ip link set dev eth1 name hnvsetup1",
                                "ip link set dev hnvsetup1 name front0",
                                "networkctl reload")),
                appliance.commands.toString());
    }

    @Test
    void withoutRolesTheFirstNicIsForManagement() throws IOException {
        appliance.run("gather");
        String link = Files.readString(appliance.paths.networkd().resolve("20-hnv-mgmt0.link"));
        assertTrue(link.contains("MACAddress=02:00:00:00:00:00\n"), link);
        assertNull(appliance.kept(NETWORK));
    }

    @Test
    void rolesThatAreGoneTakeTheirFilesAlong() throws IOException {
        Path left = appliance.paths.networkd().resolve("20-hnv-back3.network");
        Path others = appliance.paths.networkd().resolve("50-own.network");
        Files.writeString(left, "");
        Files.writeString(others, "");
        appliance.run("gather");
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(others));
    }

    @Test
    void aCloneWithOtherNicsHasItsRolesMadeAnew() throws IOException {
        appliance.credential(NETWORK, "role=management index=3 address=dhcp");
        appliance.run("gather");
        Files.writeString(
                appliance.paths.interfaces().resolve("eth2/address"), "02:00:00:00:00:77\n");
        assertEquals(0, appliance.run("gather").status());
        assertTrue(String.valueOf(appliance.kept(NETWORK)).contains("mac=02:00:00:00:00:77"));
    }

    @Test
    void faultyRolesChangeNothing() throws IOException {
        appliance.run("gather");
        appliance.credential(NETWORK, "role=management name=eth7 address=dhcp");
        Run run = appliance.run("gather");
        assertEquals(1, run.status());
        assertTrue(run.text().contains("network[1]: name=eth7: there is no such NIC"), run.text());
        assertTrue(Files.exists(appliance.paths.networkd().resolve("20-hnv-mgmt0.link")));
    }

    @Test
    void thePortOfTheManagementEndpointIsOpened() throws IOException {
        appliance.credential(
                CONNECTION_STRING, Appliance.GOOD + ";ManagementEndpoint=https://192.0.2.1:9443");
        appliance.run("gather");
        String rules =
                Files.readString(appliance.paths.settings().resolve("nftables.d/management.nft"));
        assertTrue(rules.contains("add element inet hnv_host management_ports { 9443 }"), rules);
        assertTrue(
                appliance.commands.contains(
                        "systemctl try-reload-or-restart hnv-firewall.service"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
