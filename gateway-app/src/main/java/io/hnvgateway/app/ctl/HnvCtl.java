package io.hnvgateway.app.ctl;

import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The main class of `hnvctl`.
@Command(
        name = "hnvctl",
        description = "Controls a running hnv-gateway over its UNIX socket.",
        mixinStandardHelpOptions = true,
        versionProvider = HnvCtl.Version.class,
        subcommands = {
            ApplyCommand.class,
            PutCommand.class,
            DeleteCommand.class,
            ConfirmCommand.class,
            VersionsCommand.class,
            RollbackCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            DesiredCommand.class,
            ShowCommand.class,
            ExplainCommand.class,
            StatusCommand.class,
            HealthCommand.class,
            SupportCommand.class,
            TestCommand.class,
            CaptureCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            WatchCommand.class,
            DrainCommand.class,
            DetachCommand.class,
            CertificateCommand.class,
            AccessCommand.class,
            UpdateCommand.class,
            JudgeBootCommand.class,
            CommandLine.HelpCommand.class,
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused by the gateway",
            "2:wrong command line, or no gateway answers"
        })
public final class HnvCtl implements Runnable {
    static final int REFUSED = 1;
    static final int UNUSABLE = 2;

    /// For `--version`.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"hnvctl " + ProductVersion.own()};
        }
    }

    @Spec private CommandSpec spec;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "Control socket of the gateway; default ${DEFAULT-VALUE}.")
    private Path socket = ConnectionString.DEFAULT_CONTROL_SOCKET;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The tool without a process of its own. Commands print to its writers.
    public static CommandLine commandLine() {
        return new CommandLine(new HnvCtl())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(HnvCtl::failed);
    }

    /// A refusal prints its faults, one a line; anything else is a failure of the tool or the
    /// connection.
    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof RefusedException refused) {
            refused.faults().forEach(err::println);
            return REFUSED;
        }
        err.println("hnvctl: " + (failure.getMessage() == null ? failure : failure.getMessage()));
        return UNUSABLE;
    }

    Path socket() {
        return socket;
    }

    Connection connect() throws UnreachableException {
        return Connection.open(socket);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
