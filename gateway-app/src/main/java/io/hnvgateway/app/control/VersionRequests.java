package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.Pending;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.store.Version;
import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// Requests about versions: which there are, what is different between two, back to one, and what
/// waits to be confirmed.
final class VersionRequests {
    private static final int MOST = 100;

    private final DesiredStateApplier applier;

    VersionRequests(DesiredStateApplier applier) {
        this.applier = applier;
    }

    /// Who a request of the control socket is of.
    static ChangeOrigin origin(JsonNode request) throws ControlException {
        JsonNode seconds = request.path("confirmWithinSeconds");
        if (!seconds.isMissingNode() && !seconds.canConvertToInt()) {
            throw new ControlException("confirmWithinSeconds: must be a number of seconds");
        }
        return new ChangeOrigin(ChangeOrigin.LOCAL.who(), "", seconds.asInt());
    }

    /// The newest first, a page at a time: `before` is the lowest number of the page before.
    JsonNode versions(JsonNode request) throws ControlException {
        long before = request.path("before").asLong(Long.MAX_VALUE);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        List<Pending> pending = applier.pending();
        var waiting = pending.stream().map(one -> one.version().number()).toList();
        try {
            for (Version version : applier.history(before, MOST)) {
                result.withArray("versions")
                        .add(version(version, waiting.contains(version.number())));
            }
        } catch (IOException e) {
            throw new ControlException("versions: the history cannot be read: " + e);
        }
        for (Pending one : pending) {
            ObjectNode held = result.withArray("pending").addObject();
            held.put("version", one.version().number()).put("problem", one.problem());
            one.held().forEach(r -> held.withArray("held").add(r.path()));
        }
        return result;
    }

    private static ObjectNode version(Version version, boolean waits) {
        ObjectNode object =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", version.number())
                        .put("time", version.time().toString())
                        .put("who", version.who())
                        .put("requestId", version.requestId());
        if (waits) {
            object.put("confirmBy", String.valueOf(version.confirmBy()));
        }
        version.changes().forEach(object.putArray("changes")::add);
        return object;
    }

    JsonNode diff(JsonNode request) throws ControlException {
        try {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            applier.diff(number(request, "from"), number(request, "to"))
                    .forEach(change -> result.withArray("changes").add(change.toString()));
            return result;
        } catch (FaultsException e) {
            throw new ControlException(
                    e.faults().stream().map(Object::toString).collect(Collectors.joining("; ")));
        }
    }

    Outcome rollback(JsonNode request, PhaseTimes times) throws ControlException {
        return applier.rollback(number(request, "version"), origin(request), times);
    }

    Outcome confirm(JsonNode request) throws ControlException {
        return applier.confirm(number(request, "version"), ChangeOrigin.LOCAL.who());
    }

    private static long number(JsonNode request, String name) throws ControlException {
        JsonNode number = request.path(name);
        if (!number.canConvertToLong() || !number.isIntegralNumber()) {
            throw new ControlException(name + ": must be the number of a version");
        }
        return number.asLong();
    }
}
