package io.hnvgateway.lab.docs;

import io.hnvgateway.packet.DropReason;
import java.util.Arrays;
import java.util.stream.Collectors;

/// `docs/drop-reasons.md`, made from the enum; `./hnv docs` writes it.
public final class DropReasonsPage {
    private static final String HEAD =
            """
            # Why a frame was dropped

            Every frame that the gateway receives ends exactly once: forwarded, consumed, held, passed to
            the host, or dropped under one of these reasons. `./hnv ctl show drops` counts them, for each
            compartment, by the label. *Source* is the rule behind it; `design` marks a rule of our own.

            This page is generated from `DropReason` (`./hnv docs`); a test keeps both equal.

            | label | what happened | source |
            |---|---|---|
            """;

    private DropReasonsPage() {}

    public static String text() {
        return Arrays.stream(DropReason.values())
                .map(DropReasonsPage::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(DropReason reason) {
        return "| `%s` | %s | %s |%n"
                .formatted(reason.label(), reason.sentence(), reason.source())
                .replace(System.lineSeparator(), "\n");
    }
}
