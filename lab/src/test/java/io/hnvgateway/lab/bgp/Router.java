package io.hnvgateway.lab.bgp;

/// A real router with one session to the speakers: what tests need of it, whoever made it.
interface Router extends AutoCloseable {
    boolean isUp();

    /// Announces a prefix of its own; IPv6 with next hop 2001:db8::77. With the communities 65001:7
    /// and 65001:1:4294967295.
    void announce(String prefix);

    void withdraw(String prefix);

    /// What it knows of a prefix that it was told, in its own words; without the prefix: nothing.
    String route(String prefix);

    default boolean has(String prefix) {
        return route(prefix).contains(prefix);
    }

    /// Ends its session with a NOTIFICATION (Cease).
    void shutdown();

    /// Ends it without a word, as a crash does.
    void kill();

    void restart();

    @Override
    void close();
}
