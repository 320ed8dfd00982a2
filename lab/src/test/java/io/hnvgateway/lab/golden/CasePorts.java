package io.hnvgateway.lab.golden;

import io.hnvgateway.app.compile.SteeringOrder;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import java.util.List;

/// Where a case's frames arrive and leave, and the memory that goes with it.
public interface CasePorts extends AutoCloseable {
    /// In the order of the case's links; those of the first worker.
    List<? extends DataPathPort> ports();

    /// The first worker's.
    FramePool frames();

    /// Each worker's [#ports].
    default List<? extends List<? extends DataPathPort>> views() {
        return List.of(ports());
    }

    /// Each worker's [#frames].
    default List<FramePool> pools() {
        return List.of(frames());
    }

    DataPathMemory tables();

    /// Secret of the flow table's hash.
    default long flowSeed(CaseConfig config) {
        return config.seed();
    }

    void steer(SteeringOrder order);

    /// Lets a frame arrive at a worker's view of a port.
    ///
    /// @param batch gets it, unless the port itself dropped or passed it
    void carry(int worker, int port, byte[] frame, FrameBatch batch);

    /// The pipeline is done with what [#carry] gave it.
    default void carried() {}

    /// All that left since the last call, in order for each port.
    List<CapturedFrame> takeSent();

    @Override
    void close();
}
