package io.hnvgateway.lab.traffic;

import java.util.List;

/// What a server told its client: the server's name and the client's address and port as they
/// arrived there. `server` is empty when there was no answer; `address` then says why.
public record Seen(String server, String address, int port) {

    static Seen parse(String line) {
        List<String> words = List.of(line.strip().split(" ", -1));
        if (words.size() == 3 && words.get(2).matches("\\d{1,5}")) {
            return new Seen(words.get(0), words.get(1), Integer.parseInt(words.get(2)));
        }
        return new Seen("", line.isBlank() ? "no answer" : line.strip(), 0);
    }

    public boolean answered() {
        return !server.isEmpty();
    }

    /// Whether this very server answered and saw the client under this address.
    public boolean is(String expectedServer, String expectedAddress) {
        return server.equals(expectedServer) && address.equals(expectedAddress);
    }
}
