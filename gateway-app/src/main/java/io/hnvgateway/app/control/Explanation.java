package io.hnvgateway.app.control;

import java.util.List;

/// The decisions in their order, and what comes of the packet in the end.
public record Explanation(List<Step> steps, String verdict) {

    public Explanation {
        steps = List.copyOf(steps);
    }

    /// @param stage as `source guard`, `route`, `nat`, `neighbor`
    /// @param decision in a few words
    /// @param because what it rests on: the record, route or rule; empty if the decision says it
    ///   all
    public record Step(String stage, String decision, String because) {}
}
