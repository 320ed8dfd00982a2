package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.NetworkPlan.Assigned;
import io.hnvgateway.app.setup.Prompt.LeftException;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// Sets an appliance up by questions on its console. Nothing is written before the last answer;
/// then the network, the SSH keys and at last the connection string, which the gateway waits for.
final class Wizard {
    private final SettingFiles files;
    private final Prompt prompt;
    private final PrintStream out;
    private final LinkTests tests;
    private final NetworkSetup network;
    private final List<Step> steps;
    private final Draft draft = new Draft();

    Wizard(SettingFiles files, Prompt prompt, LinkTests tests, NetworkSetup network)
            throws IOException {
        this.files = files;
        this.prompt = prompt;
        this.out = prompt.out();
        this.tests = tests;
        this.network = network;
        NicQuestions nics = new NicQuestions(files.nics(), prompt, draft);
        StringQuestions strings =
                new StringQuestions(prompt, draft, files.read(Setting.SSH_KEYS).isPresent());
        this.steps =
                List.of(
                        () -> nics.ask(Role.MANAGEMENT),
                        () -> nics.ask(Role.FRONTEND),
                        () -> nics.ask(Role.BACKEND),
                        this::test,
                        strings::sshKeys,
                        strings::connection,
                        this::agree);
    }

    /// A question, or some that belong together.
    @FunctionalInterface
    private interface Step {
        void run() throws LeftException, IOException;
    }

    /// @return false when the operator left it: nothing is changed
    boolean run() throws IOException {
        out.println();
        out.println("HNV gateway: setup");
        out.println("Answers in [ ] are taken by Enter; 'back' goes back, 'abort' ends.");
        for (int i = 0; i < steps.size(); ) {
            try {
                steps.get(i).run();
                i++;
            } catch (LeftException left) {
                if (left.isForGood()) {
                    out.println("Aborted: nothing was changed.");
                    out.flush();
                    return false;
                }
                i = Math.max(0, i - 1);
            }
        }
        return write();
    }

    private void test() throws LeftException, IOException {
        List<Assigned> plan;
        try {
            plan = draft.plan().on(files.nics().all());
        } catch (FaultsException faults) {
            print(faults);
            throw new LeftException(false);
        }
        out.println("Testing the network ...");
        boolean good = true;
        for (Assigned nic : plan) {
            out.println(nic.device() + ":");
            for (LinkTests.Finding finding : tests.of(nic)) {
                out.println(finding);
                good &= finding.good();
            }
        }
        if (!good && !prompt.confirm("Something failed. Go on all the same?", false)) {
            throw new LeftException(false);
        }
    }

    private void agree() throws LeftException, IOException {
        out.println();
        out.println("This is going to be written:");
        draft.plan().text().lines().forEach(line -> out.println("  " + line));
        if (!draft.sshKeys().isEmpty()) {
            out.println("  SSH keys: " + draft.sshKeys().lines().count());
        }
        out.println("  " + draft.connectionString());
        if (!prompt.confirm("Write it and start the gateway?", true)) {
            throw new LeftException(false);
        }
    }

    private boolean write() throws IOException {
        try {
            keep(Setting.NETWORK, draft.plan().text());
            network.apply();
            if (!draft.sshKeys().isEmpty()) {
                keep(Setting.SSH_KEYS, draft.sshKeys());
            }
            keep(Setting.CONNECTION_STRING, draft.connectionString());
            out.println("Written.");
            return true;
        } catch (FaultsException faults) {
            print(faults);
            return false;
        }
    }

    private void keep(Setting setting, String text) throws FaultsException, IOException {
        files.file(setting).write(files.accepted(setting, text));
    }

    private void print(FaultsException faults) {
        faults.faults().stream().map(Fault::toString).forEach(line -> out.println("  " + line));
    }
}
