package io.hnvgateway.ipsec.esp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.cipher.CipherProvider;
import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.sa.EspTransform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EspAllocationTest {
    @Test
    void sealingAndOpeningAllocateNothing() throws Exception {
        assertThat(EspCiphers.best(1).cbcProvider()).isNotEqualTo(CipherProvider.JCE);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EspAllocationProbe.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("AES_")))
                .as(output)
                .containsExactlyElementsOf(
                        Stream.of(EspTransform.values())
                                .map(each -> each + " 400000 400000 0")
                                .collect(Collectors.toList()));
    }
}
