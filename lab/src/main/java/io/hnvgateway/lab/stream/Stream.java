package io.hnvgateway.lab.stream;

import io.hnvgateway.lab.netns.Namespace;

/// One stream between two namespaces, both directions at once.
///
/// @param name without blanks, one's own in a run
/// @param caller where it is begun
/// @param address IPv4, and `port`, that the caller uses
/// @param answerPort on which the other end waits: another one where a rule translates it
/// @param rate numbers a second and direction, or bytes
public record Stream(
        String name,
        Kind kind,
        Namespace caller,
        String address,
        int port,
        Namespace answerer,
        int answerPort,
        int rate) {

    /// What is sent.
    public enum Kind {
        /// UDP, numbered packets.
        DATAGRAMS,
        /// TCP, summed bytes.
        CONNECTION
    }

    /// The words for the caller's [StreamMain].
    String calling() {
        return String.join(
                ",",
                name,
                kind.name(),
                "call",
                address,
                Integer.toString(port),
                Integer.toString(rate));
    }

    /// The words for the other end's.
    String answering() {
        return String.join(
                ",",
                name,
                kind.name(),
                "answer",
                "",
                Integer.toString(answerPort),
                Integer.toString(rate));
    }
}
