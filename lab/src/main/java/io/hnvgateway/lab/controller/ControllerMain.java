package io.hnvgateway.lab.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.lab.controller.Inventory.GatewayEntry;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.policy.HostPolicy;
import io.hnvgateway.provider.policy.PolicyJson;
import io.hnvgateway.provider.policy.PolicyScript;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.TestReport;
import io.hnvgateway.provider.value.IpAddress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The reference controller's command line.
@Command(
        name = "controller",
        description = "Manages gateways by an inventory file.",
        mixinStandardHelpOptions = true)
public final class ControllerMain {
    private static final int FAILED = 1;

    /// How hosts' policy is printed.
    enum Format {
        JSON,
        POWERSHELL
    }

    private final GatewayProvider provider = GatewayProvider.load();
    private final Map<String, GatewaySession> open = new HashMap<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-i", "--inventory"},
            required = true,
            description = "File with tenants, machines, hosts and gateways.")
    private Path inventory = Path.of("inventory.json");

    private Controller.HostPolicies hosts = Controller.HostPolicies.NONE;

    private ControllerMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// For one execution.
    public static CommandLine commandLine() {
        ControllerMain controller = new ControllerMain();
        return new CommandLine(controller)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (failure, line, _) -> controller.explain(failure, line))
                .setExecutionStrategy(parsed -> {
                    try {
                        return new CommandLine.RunLast().execute(parsed);
                    } finally {
                        controller.open.values().forEach(GatewaySession::close);
                    }
                });
    }

    /// A sentence for what the operator can mend; a stack for what is a bug.
    private int explain(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof ControllerException || failure instanceof GatewayException) {
            line.getErr().println(failure.getMessage());
            return FAILED;
        }
        throw failure;
    }

    @Command(description = "Tries each gateway as a controller's Test step does.")
    int test(@Option(names = "--host", description = "PA of a host.") List<String> hosts) {
        boolean passed = true;
        List<IpAddress> probed =
                hosts == null ? List.of() : hosts.stream().map(IpAddress::parse).toList();
        for (GatewayEntry gateway : file().load().gateways()) {
            out().println(gateway.name());
            TestReport report =
                    provider.test(gateway.connectionString(), credentials(gateway), probed);
            out().print(report);
            passed &= report.passed();
        }
        return passed ? 0 : FAILED;
    }

    @Command(description = "Makes all gateways like the inventory; goes on with what was begun.")
    void sync() {
        controller().sync();
    }

    @Command(description = "Says how each gateway differs from the inventory.")
    int drift() {
        Map<String, DriftReport> reports = controller().drift();
        reports.forEach((gateway, report) -> out().print(gateway + ":\n" + report));
        return reports.values().stream().allMatch(DriftReport::isEmpty) ? 0 : FAILED;
    }

    @Command(description = "Makes each gateway like the inventory.")
    void repair() {
        controller().repair();
    }

    @Command(description = "Moves a tenant to another gateway.")
    void move(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Option(names = "--to", required = true, paramLabel = "GATEWAY") String gateway) {
        controller().move(tenant, gateway);
    }

    @Command(description = "Records that a machine runs on another host.")
    void migrate(
            @Parameters(paramLabel = "TENANT/MACHINE") String machine,
            @Option(names = "--to", required = true, paramLabel = "HOST") String host) {
        controller().migrate(machine, host);
    }

    @Command(name = "host-policy", description = "What hosts need for a tenant's gateway.")
    void hostPolicy(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Option(
                            names = "--format",
                            defaultValue = "json",
                            description =
                                    "json, or powershell: a script of the published cmdlets;"
                                            + " default json.")
                    Format format) {
        HostPolicy policy = controller().hostPolicy(tenant);
        out().println(
                        switch (format) {
                            case JSON -> JsonText.pretty(PolicyJson.write(policy));
                            case POWERSHELL -> PolicyScript.write(policy).stripTrailing();
                        });
    }

    @Command(
            description = {
                "Takes commands from standard input, a line each, and answers each with a line of JSON;",
                "keeps its sessions meanwhile. When hosts are to be pointed to another gateway it",
                "says so in a line of its own and waits for the word \"pointed\"."
            })
    void serve() {
        PrintStream answers = System.out;
        System.setOut(System.err); // for logs
        Conversation conversation =
                new Conversation(
                        new BufferedReader(new InputStreamReader(System.in, UTF_8)),
                        answers,
                        this::run);
        hosts = conversation::point;
        conversation.hold();
    }

    /// Runs one command of a conversation.
    private int run(List<String> words, PrintWriter said) {
        List<String> all = new ArrayList<>(List.of("--inventory", inventory.toString()));
        all.addAll(words);
        return new CommandLine(this)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(said)
                .setErr(said)
                .setExecutionExceptionHandler((failure, line, _) -> explain(failure, line))
                .execute(all.toArray(String[]::new));
    }

    private InventoryFile file() {
        return new InventoryFile(inventory);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Controller controller() {
        return new Controller(file(), this::session, hosts, line -> out().println(line));
    }

    private GatewaySession session(GatewayEntry gateway) {
        return open.computeIfAbsent(gateway.name(), _ -> begin(gateway));
    }

    private GatewaySession begin(GatewayEntry gateway) {
        try {
            return provider.open(gateway.connectionString(), credentials(gateway));
        } catch (FaultsException e) {
            throw new ControllerException(gateway.name() + ": " + e.getMessage());
        }
    }

    private static GatewayCredentials credentials(GatewayEntry gateway) {
        return GatewayCredentials.tokenFile(Path.of(gateway.tokenFile()));
    }
}
