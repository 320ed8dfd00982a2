package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.Prompt.LeftException;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// The wizard's questions about keys and the connection string.
///
/// @param keysThere whether somebody can log in already
record StringQuestions(Prompt prompt, Draft draft, boolean keysThere) {
    private static final int MANAGEMENT_PORT = 8443;

    void sshKeys() throws LeftException, IOException {
        prompt.out().println();
        draft.sshKeys(
                prompt.ask(
                        "Public SSH key of an administrator (empty: "
                                + (keysThere
                                        ? "those that are there stay)"
                                        : "none, then there is no login)"),
                        "",
                        text -> text.isEmpty() ? "" : checked(() -> SshKeys.parse(text))));
    }

    /// Offers a whole string made of what is known, and takes any other.
    void connection() throws LeftException, IOException {
        String name = prompt.ask("Name of this gateway (empty: none)", "", text -> text);
        String pool =
                prompt.ask(
                        "Public addresses for NAT, as 203.0.113.16/28 (empty: none)", "", t -> t);
        prompt.out().println("Enter takes this connection string; or type a whole one.");
        String text =
                prompt.ask(
                        "Connection string",
                        proposal(name, pool),
                        typed ->
                                checked(() -> {
                                    SettingFiles.connection(typed);
                                    return typed;
                                }));
        draft.connectionString(text);
    }

    private String proposal(String name, String pool) {
        StringBuilder text = new StringBuilder("FrontEndInterface=front0;BackendInterface=back0");
        List<IpAddress> management =
                draft.addresses(Role.MANAGEMENT).stream().map(LinkAddress::address).toList();
        if (!management.isEmpty()) {
            IpAddress own = management.getFirst();
            text.append(";ManagementEndpoint=https://")
                    .append(own.isIpv4() ? own : "[" + own + "]")
                    .append(":" + MANAGEMENT_PORT);
        }
        add(text, "GatewayVM", name);
        add(text, "NatPool", pool);
        return text.toString();
    }

    private static void add(StringBuilder text, String key, String value) {
        if (!value.isEmpty()) {
            text.append(";%s=\"%s\"".formatted(key, value.replace("\"", "\"\"")));
        }
    }

    /// Something with all its faults.
    @FunctionalInterface
    private interface Checked {
        String text() throws FaultsException;
    }

    private static String checked(Checked check) {
        try {
            return check.text();
        } catch (FaultsException faults) {
            throw new InvalidValueException(
                    faults.faults().stream()
                            .map(Fault::toString)
                            .collect(Collectors.joining(" | ")));
        }
    }
}
