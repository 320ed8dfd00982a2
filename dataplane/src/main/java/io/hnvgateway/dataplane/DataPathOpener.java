package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.DataPathConfig.Pinning;
import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.guard.GuardedSteering;
import io.hnvgateway.dataplane.guard.GuardedSteering.GuardSetUp;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.xdp.InUseException;
import io.hnvgateway.dataplane.xdp.NotNowException;
import io.hnvgateway.dataplane.xdp.OtherPrograms;
import io.hnvgateway.dataplane.xdp.Pins;
import io.hnvgateway.dataplane.xdp.XdpHook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a data path: first the guard, then sockets, so that at no moment the host's stack sees
/// what is the gateway's.
public final class DataPathOpener {
    private static final Logger LOG = LoggerFactory.getLogger(DataPathOpener.class);

    private DataPathOpener() {}

    /// @throws InUseException if another gateway has the pins or a device; nothing was touched
    /// @throws NotNowException if an earlier gateway's flows fit and cannot be gone on with for
    ///   another reason; nothing was removed
    /// @throws RuntimeException if it cannot be opened in the mode asked for; the guard then stands
    public static DataPath open(DataPathConfig config, SteeringPolicy policy) {
        Optional<Pins> pins = pins(config);
        try {
            OtherPrograms.refuse(config.devices().stream().map(NetDevice::of).toList(), pins);
            GuardSetUp guard = GuardedSteering.setUp(new Guard(config.devices()), policy);
            return open(new Opening(config, policy, pins, guard));
        } catch (RuntimeException | LinkageError e) {
            pins.ifPresent(Pins::close);
            throw e;
        }
    }

    /// Ends what a program that outlived its process executes, as far as one is pinned: of a start
    /// that came to no data path. Without effect while another gateway has the pins.
    public static void stopHeartbeat(Path directory) {
        if (!Files.isDirectory(directory) || Pins.whyUnusable(directory).isPresent()) {
            return;
        }
        try (Pins pins = Pins.in(directory)) {
            pins.stopHeartbeat();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("event=heartbeat-not-stopped reason=\"{}\"", String.valueOf(e.getMessage()));
        }
    }

    /// AF_PACKET pins nothing, and asks only for what is to be removed.
    private static Optional<Pins> pins(DataPathConfig config) {
        Optional<Path> directory = config.pinning().map(Pinning::directory);
        Optional<String> unusable = directory.flatMap(Pins::whyUnusable);
        unusable.ifPresent(why -> LOG.warn("event=no-pins reason=\"{}\"", why));
        return directory
                .filter(_ -> unusable.isEmpty())
                .filter(usable -> config.mode() != DataPathMode.PACKET || Files.exists(usable))
                .map(Pins::in);
    }

    /// What each way to open begins with.
    ///
    /// @param pins empty: nothing can be pinned, or is to be
    record Opening(
            DataPathConfig config, SteeringPolicy policy, Optional<Pins> pins, GuardSetUp guard) {}

    private static DataPath open(Opening opening) {
        DataPath path = inMode(opening);
        LOG.info(
                "Data path {} on {}: {}",
                path.choice().mode(),
                opening.config.devices(),
                path.choice().reason());
        return path;
    }

    private static DataPath inMode(Opening opening) {
        return switch (opening.config.mode()) {
            case XDP -> XdpDataPath.open(opening, XdpHook.NATIVE);
            case XDP_GENERIC -> XdpDataPath.open(opening, XdpHook.GENERIC);
            case PACKET -> packet(opening, "asked for");
            case AUTO -> xdpOrPacket(opening);
        };
    }

    private static DataPath xdpOrPacket(Opening opening) {
        try {
            return XdpDataPath.open(opening, XdpHook.EITHER);
        } catch (NotNowException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("XDP cannot be had", e);
            String why =
                    e instanceof LinkageError && e.getCause() != null
                            ? String.valueOf(e.getCause().getMessage())
                            : String.valueOf(e.getMessage());
            return packet(opening, "no XDP: " + why);
        }
    }

    /// The program of an earlier process would leave the sockets nothing.
    private static DataPath packet(Opening opening, String reason) {
        opening.pins.ifPresent(pins -> {
            pins.remove();
            pins.close();
        });
        return PacketDataPath.open(opening.config, opening.policy, opening.guard, reason);
    }
}
