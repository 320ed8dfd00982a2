package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Requests of the control socket that others answer: whoever does may come later than the socket.
/// For any threads.
public final class FurtherRequests {
    private final Map<String, Answerer> byName = new ConcurrentHashMap<>();

    /// Answers the requests of one name.
    @FunctionalInterface
    public interface Answerer {
        /// The `result` of the answer. Runs on the client's virtual thread; may block.
        ///
        /// @param request all its properties
        JsonNode answer(JsonNode request) throws ControlException;
    }

    public void add(String name, Answerer answerer) {
        byName.put(name, answerer);
    }

    @Nullable Answerer of(String name) {
        return byName.get(name);
    }
}
