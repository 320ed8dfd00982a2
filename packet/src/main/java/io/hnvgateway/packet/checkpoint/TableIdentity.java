package io.hnvgateway.packet.checkpoint;

import java.security.SecureRandom;

/// Which tables belong together: those that one clean start made, in one layout.
///
/// @param tableId drawn at the clean start, never 0; seals begin with it, so that what another
///   start left behind is not taken for this one's
/// @param layoutVersion [LayoutVersion#CURRENT] of the program that made them
public record TableIdentity(long tableId, int layoutVersion) {
    public TableIdentity {
        if (tableId == 0) {
            throw new IllegalArgumentException("a table id is not 0");
        }
    }

    /// That of new tables.
    public static TableIdentity random() {
        SecureRandom random = new SecureRandom();
        long id = random.nextLong();
        while (id == 0) {
            id = random.nextLong();
        }
        return new TableIdentity(id, LayoutVersion.CURRENT);
    }
}
