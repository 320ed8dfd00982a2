package io.hnvgateway.app.setup;

import static io.hnvgateway.app.setup.Setting.CONNECTION_STRING;
import static io.hnvgateway.app.setup.Setting.NETWORK;
import static io.hnvgateway.app.setup.Setting.SSH_KEYS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.app.setup.Appliance.Run;
import io.hnvgateway.app.setup.LinkTests.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WizardTest {
    private static final LinkTests GOOD = _ -> List.of(new Finding(true, "link"));
    private static final String NICS =
            "1\n203.0.113.5/24\n203.0.113.1\n2\n198.51.100.9/24\n\n3\n192.0.2.9/24\n\n";
    private static final String REST = Appliance.KEY + "\ngw1\n203.0.113.16/28\n\nyes\n";

    @TempDir private Path root;
    private Appliance appliance;

    @BeforeEach
    void hasNics() throws IOException {
        appliance = Appliance.withNics(root);
    }

    private void nothingIsWritten() throws IOException {
        for (Setting setting : Setting.values()) {
            assertNull(appliance.kept(setting));
        }
        assertEquals(List.of(), appliance.commands);
    }

    @Test
    void writesWhatWasAnsweredAndStartsTheGateway() throws IOException {
        Run run = appliance.run(NICS + REST, GOOD, "wizard");
        assertEquals(0, run.status(), run.text());
        assertEquals(
                "FrontEndInterface=front0;BackendInterface=back0;"
                        + "ManagementEndpoint=https://203.0.113.5:8443;"
                        + "GatewayVM=\"gw1\";NatPool=\"203.0.113.16/28\"",
                appliance.kept(CONNECTION_STRING));
        assertEquals(Appliance.KEY, appliance.kept(SSH_KEYS));
        assertTrue(
                String.valueOf(appliance.kept(NETWORK))
                        .contains("role=backend mac=02:00:00:00:00:02 address=192.0.2.9/24"));
        assertTrue(
                appliance.commands.contains("systemctl restart --no-block hnv-gateway.service"),
                appliance.commands.toString());
    }

    @Test
    void keysThatAreThereStay() throws IOException {
        Run first = appliance.run(NICS + REST, GOOD, "wizard");
        assertTrue(first.text().contains("then there is no login"), first.text());
        Run second = appliance.run(NICS + "\ngw2\n\n\nyes\n", GOOD, "wizard");
        assertEquals(0, second.status(), second.text());
        assertTrue(second.text().contains("those that are there stay"), second.text());
        assertFalse(second.text().contains("SSH keys: 0"), second.text());
        assertEquals(Appliance.KEY, appliance.kept(SSH_KEYS));
    }

    @Test
    void aWrongAnswerIsAskedAgain() throws IOException {
        String wrong = "9\nx\n1\n203.0.113.0/24\n203.0.113.5/24\n192.0.2.1\n203.0.113.1\n1\n2\n";
        Run run =
                appliance.run(
                        wrong + "198.51.100.9/24\n\n3\n192.0.2.9/24\n\n" + REST, GOOD, "wizard");
        assertEquals(0, run.status(), run.text());
        for (String fault :
                List.of(
                        "must be a number of the table; 1..3",
                        "must be a host address of its subnet",
                        "192.0.2.1 is in the subnet of no address",
                        "has another role already")) {
            assertTrue(run.text().contains(fault), run.text());
        }
    }

    @Test
    void backAsksTheQuestionsBeforeAgain() throws IOException {
        String front = "2\n198.51.100.9/24\n\n";
        Run run =
                appliance.run(
                        "1\ndhcp\nback\n1\n203.0.113.5/24\n\n"
                                + front
                                + "3\n192.0.2.9/24\n\n"
                                + REST,
                        GOOD,
                        "wizard");
        assertEquals(0, run.status(), run.text());
        assertFalse(String.valueOf(appliance.kept(NETWORK)).contains("dhcp"));
    }

    @Test
    void nothingIsWrittenBeforeTheLastAnswer() throws IOException {
        assertEquals(1, appliance.run(NICS + Appliance.KEY + "\nabort\n", GOOD, "wizard").status());
        nothingIsWritten();
        assertEquals(1, appliance.run(NICS, GOOD, "wizard").status());
        nothingIsWritten();
    }

    @Test
    void aFailedTestStopsUnlessTheOperatorGoesOn() throws IOException {
        LinkTests bad = _ -> List.of(new Finding(false, "192.0.2.9 is in use already"));
        Run stopped = appliance.run(NICS + "no\nabort\n", bad, "wizard");
        assertEquals(1, stopped.status());
        assertTrue(stopped.text().contains("FAIL  192.0.2.9 is in use"), stopped.text());
        nothingIsWritten();
        assertEquals(0, appliance.run(NICS + "yes\n" + REST, bad, "wizard").status());
    }

    @Test
    void aBadConnectionStringIsToldWithItsFaults() throws IOException {
        String typed = Appliance.KEY + "\n\n\nFrontEndInterface=front0;Wrokers=2\n\nyes\n";
        Run run = appliance.run(NICS + typed, GOOD, "wizard");
        assertEquals(0, run.status(), run.text());
        assertTrue(run.text().contains("did you mean Workers?"), run.text());
    }

    @Test
    void theConsoleShowsTheFingerprintsOnceThereAreSome() throws IOException {
        appliance.file(NETWORK, "role=management index=1 address=dhcp");
        appliance.file(
                CONNECTION_STRING,
                Appliance.GOOD
                        + ";ManagementEndpoint=https://192.0.2.1:8443;StateDirectory="
                        + root.resolve("state"));
        Path ssh = Files.createDirectories(appliance.paths.etc().resolve("ssh"));
        Files.writeString(ssh.resolve("ssh_host_ed25519_key.pub"), Appliance.KEY + "\n");
        Run run = appliance.run("", GOOD, "console");
        assertEquals(0, run.status(), run.text());
        assertTrue(run.text().contains("not yet: the gateway makes it"), run.text());
        assertTrue(run.text().contains("ssh-ed25519 SHA256:"), run.text());
    }
}
