package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.vici.ViciException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that charon is asked for.
@FunctionalInterface
interface ViciCommand {
    Logger LOG = LoggerFactory.getLogger(ViciCommand.class);

    void run() throws ViciException;

    /// Runs one whose failure changes nothing.
    static void quietly(ViciCommand command) {
        try {
            command.run();
        } catch (ViciException e) {
            LOG.debug("event=vici-command-failed reason=\"{}\"", e.getMessage());
        }
    }
}
