package io.hnvgateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.Shell;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A worker that receives, sends, polls and rests makes no garbage.
@Tag("net")
class WorkerAllocationNetTest {
    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void allocatesNothingInTheSteadyState(DataPathMode mode) {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        String said =
                Shell.run(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath,
                                WorkerAllocationProbe.class.getName(),
                                mode.name()));
        assertThat(said).contains("allocated=0\n");
    }
}
