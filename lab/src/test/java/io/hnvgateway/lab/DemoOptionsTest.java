package io.hnvgateway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoOptionsTest {
    private static DemoOptions parsed(String... arguments) {
        return CommandLine.populateCommand(new DemoOptions(), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--data-path=packet", "DataPath=packet"})
    void takesTheDataPathAsAnOptionOrAsInTheConnectionString(String argument) {
        assertThat(parsed("--exit", argument).dataPath).isEqualTo("packet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--executor=java", "Executor=java"})
    void takesTheExecutorAsAnOptionOrAsInTheConnectionString(String argument) {
        assertThat(parsed(argument).forwarding().keys()).contains("Executor=java");
    }

    @Test
    void runsEveryProofUnlessToldOtherwise() {
        assertThat(parsed().wants("any")).isTrue();
        assertThat(parsed("--only", "ping,MTU").wants("path MTU")).isTrue();
        assertThat(parsed("--only", "ping,MTU").wants("traceroute")).isFalse();
    }
}
