package io.hnvgateway.app.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.control.ChangeRecord;
import io.hnvgateway.app.control.ControlException;
import java.io.IOException;
import java.util.Set;

/// The audit log's lines of the control socket: whoever is root on the gateway.
public final class LocalAudit implements ChangeRecord {
    private static final String LOCAL = "local";

    /// They change nothing, or have lines of their own.
    private static final Set<String> UNTOLD =
            Set.of(
                    "diff",
                    "desired",
                    "show",
                    "explain",
                    "watch",
                    "status",
                    "access",
                    "test",
                    "health",
                    "versions",
                    "versionDiff",
                    "export-policy",
                    "capture",
                    "support");

    private final ChangeAudit audit;

    public LocalAudit(AuditLog log) {
        this.audit = new ChangeAudit(log);
    }

    @Override
    public JsonNode record(String request, Work work) throws ControlException {
        if (UNTOLD.contains(request)) {
            return work.call();
        }
        try {
            return audit.tell(
                    new ChangeAudit.Wish(LOCAL, Role.ADMINISTRATOR.label(), LOCAL, "", request, ""),
                    work::call,
                    answer -> answer.path("ok").asBoolean() ? 200 : 400);
        } catch (IOException e) {
            throw new ControlException(
                    "StateDirectory: the audit log cannot be written: "
                            + e.getMessage()
                            + "; make room or mend the directory, then see what is in effect");
        }
    }
}
