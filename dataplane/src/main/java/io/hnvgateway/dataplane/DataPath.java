package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringCounters;
import io.hnvgateway.packet.FramePool;
import java.util.List;

/// An open data path. After [#close()], which the worker's end precedes, none of its addresses may
/// be touched. The guard stays.
public final class DataPath implements AutoCloseable {
    private final Choice choice;
    private final List<? extends DataPathPort> ports;
    private final FramePool framePool;
    private final DataPathMemory memory;
    private final Control control;
    private final Resources resources;

    /// What was chosen, and why.
    ///
    /// @param mode never AUTO
    public record Choice(DataPathMode mode, String reason) {}

    /// What the control thread needs.
    record Control(Steering steering, SteeringCounters verdicts) {}

    DataPath(
            Choice choice,
            List<? extends DataPathPort> ports,
            DataPathMemory memory,
            Control control,
            Resources resources) {
        this.choice = choice;
        this.ports = List.copyOf(ports);
        this.framePool = resources.framePool();
        this.memory = memory;
        this.control = control;
        this.resources = resources;
    }

    public Choice choice() {
        return choice;
    }

    /// In the order of their indexes.
    public List<? extends DataPathPort> ports() {
        return ports;
    }

    public FramePool framePool() {
        return framePool;
    }

    public DataPathMemory memory() {
        return memory;
    }

    public Steering steering() {
        return control.steering;
    }

    /// Frames by port and steering verdict.
    public SteeringCounters verdicts() {
        return control.verdicts;
    }

    @Override
    public void close() {
        resources.close();
    }
}
