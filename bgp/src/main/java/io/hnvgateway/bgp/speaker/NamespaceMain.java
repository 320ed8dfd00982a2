package io.hnvgateway.bgp.speaker;

import java.io.IOException;

/// Makes or removes the speakers' network namespace where systemd does so,
/// `hnv-speaker-namespace.service`. The gateway's end of the link stays down: the gateway opens it.
///
/// Arguments: `make` or `remove`, and the namespace's name.
public final class NamespaceMain {
    private NamespaceMain() {}

    public static void main(String[] args) throws IOException {
        String verb = args.length == 2 ? args[0] : "";
        switch (verb) {
            case "make" -> SpeakerNamespace.make(args[1]);
            case "remove" -> SpeakerNamespace.removeLeft(args[1]);
            default -> {
                System.err.println("arguments: make or remove, name of the namespace");
                System.exit(2);
            }
        }
    }
}
