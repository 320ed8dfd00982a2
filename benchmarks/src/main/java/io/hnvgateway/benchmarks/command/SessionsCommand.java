package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.sessions.SessionsBench;
import java.util.List;
import picocli.CommandLine.Command;

/// New sessions a second.
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = "New NAT sessions a second, beside Linux.")
final class SessionsCommand extends SideBySide {
    @Override
    List<String> variants() {
        return List.of(Variants.XDP, Variants.JAVA, Variants.LINUX);
    }

    @Override
    void measure(Testbed testbed, Results results) throws Exception {
        new SessionsBench(quick(), testbed, out).run(results);
    }
}
