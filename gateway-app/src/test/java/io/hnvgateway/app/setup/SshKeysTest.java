package io.hnvgateway.app.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnvgateway.provider.FaultsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SshKeysTest {
    @Test
    void keepsKeysAlone() throws FaultsException {
        assertEquals(
                Appliance.KEY + "\n", SshKeys.parse("# mine\n\n  " + Appliance.KEY + "  \r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nobody",
                "ssh-ed25519",
                "command=\"/bin/sh\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUnoOvTQ2M3dbS7mMfFLwJmpVJfXvNBuCNG0jRkKMDk",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIHUnoOvTQ2M3dbS7mMfFLwJmpVJfXvNBuCNG0jRkKMDk",
                "ssh-ed25519 !!!!C3NzaC1lZDI1NTE5AAAAIHUnoOvTQ2M3dbS7mMfF",
                "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW"
            })
    void refusesWhatIsNone(String text) {
        FaultsException faults = assertThrows(FaultsException.class, () -> SshKeys.parse(text));
        assertFalse(String.valueOf(faults.getMessage()).contains("b3Blb"), faults.getMessage());
    }

    @Test
    void hasABound() {
        assertThrows(FaultsException.class, () -> SshKeys.parse((Appliance.KEY + "\n").repeat(65)));
    }
}
