package io.hnvgateway.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaBgpTest {
    @TempDir Path directory;

    @Test
    void itsPythonIsTheOneThatItWasInstalledFor() throws IOException {
        assertThat(pythonOf("#!/usr/bin/python3\nimport re\n")).isEqualTo("/usr/bin/python3");
        assertThat(pythonOf("#! /opt/exabgp/bin/python3.13 \n"))
                .isEqualTo("/opt/exabgp/bin/python3.13");
    }

    @Test
    void aProgramThatNamesNoneIsGivenTheMachines() throws IOException {
        assertThat(pythonOf("#!/bin/sh\nexec exabgp\n")).isEqualTo("python3");
        assertThat(pythonOf("#!/usr/bin/env python3\n")).isEqualTo("python3");
        assertThat(pythonOf("")).isEqualTo("python3");
        assertThat(pythonOf("#!/" + "x".repeat(1000) + "/python3\n")).isEqualTo("python3");
        assertThat(ExaBgp.python(directory.resolve("none"))).isEqualTo("python3");
    }

    private String pythonOf(String text) throws IOException {
        return ExaBgp.python(Files.writeString(directory.resolve("exabgp"), text));
    }
}
