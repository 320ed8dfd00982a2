package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.guard.GuardedSteering;
import io.hnvgateway.dataplane.guard.GuardedSteering.GuardSetUp;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.xdp.Pins;
import io.hnvgateway.dataplane.xdp.XdpHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a data path: first the guard, then sockets, so that at no moment the host's stack sees
/// what is the gateway's.
public final class DataPathOpener {
    private static final Logger LOG = LoggerFactory.getLogger(DataPathOpener.class);

    private DataPathOpener() {}

    /// @throws RuntimeException if it cannot be opened in the mode asked for; the guard then stands
    public static DataPath open(DataPathConfig config, SteeringPolicy policy) {
        GuardSetUp guard = GuardedSteering.setUp(new Guard(config.devices()), policy);
        DataPath path = open(config, policy, guard);
        LOG.info(
                "Data path {} on {}: {}",
                path.choice().mode(),
                config.devices(),
                path.choice().reason());
        return path;
    }

    private static DataPath open(DataPathConfig config, SteeringPolicy policy, GuardSetUp guard) {
        return switch (config.mode()) {
            case XDP -> XdpDataPath.open(config, policy, guard, XdpHook.NATIVE);
            case XDP_GENERIC -> XdpDataPath.open(config, policy, guard, XdpHook.GENERIC);
            case PACKET -> packet(config, policy, guard, "asked for");
            case AUTO -> xdpOrPacket(config, policy, guard);
        };
    }

    private static DataPath xdpOrPacket(
            DataPathConfig config, SteeringPolicy policy, GuardSetUp guard) {
        try {
            return XdpDataPath.open(config, policy, guard, XdpHook.EITHER);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("XDP cannot be had", e);
            String why =
                    e instanceof LinkageError && e.getCause() != null
                            ? String.valueOf(e.getCause().getMessage())
                            : String.valueOf(e.getMessage());
            return packet(config, policy, guard, "no XDP: " + why);
        }
    }

    /// The program of an earlier process would leave the sockets nothing.
    private static DataPath packet(
            DataPathConfig config, SteeringPolicy policy, GuardSetUp guard, String reason) {
        config.pinning().ifPresent(by -> Pins.detach(by.directory()));
        return PacketDataPath.open(config, policy, guard, reason);
    }
}
