package io.hnvgateway.app.compile;

/// One of the gateway's ports and what it serves.
///
/// @param index position in the list of ports
/// @param device the interface's name
public record PortPlan(int index, String device, boolean backEnd, boolean frontEnd) {
    boolean servesBoth() {
        return backEnd && frontEnd;
    }
}
