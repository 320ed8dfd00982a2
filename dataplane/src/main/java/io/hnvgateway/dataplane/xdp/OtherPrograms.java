package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Programs of other gateways on this one's devices: one that runs, or one that ended and whose
/// pins this one does not know. Either takes the gateway's traffic before any socket sees it.
public final class OtherPrograms {
    private static final Logger LOG = LoggerFactory.getLogger(OtherPrograms.class);

    /// The kernel takes the program of a process that died from its device late.
    private static final int TRIES = 100;

    private static final long PAUSE_NS = 10_000_000L;

    private OtherPrograms() {}

    /// Refuses devices with a gateway's program that is not pinned here. Programs that are no
    /// gateway's are left to who attaches another one.
    ///
    /// @param pins of this gateway
    /// @throws InUseException with what the operator can do
    public static void refuse(List<NetDevice> devices, Optional<Pins> pins) {
        try {
            Set<Integer> own = pins.map(Pins::programs).orElse(Set.of());
            for (NetDevice device : devices) {
                refuse(
                        device.name(),
                        () -> hasOther(device, own),
                        () -> LockSupport.parkNanos(PAUSE_NS));
            }
        } catch (SystemCallException | LinkageError e) {
            LOG.debug("XDP programs are not known", e); // nor can there be a gateway's
        }
    }

    /// @param pause between two looks, of which there are as many as take a second
    static void refuse(String device, BooleanSupplier hasOther, Runnable pause) {
        for (int left = TRIES; hasOther.getAsBoolean(); left--) {
            if (left == 0) {
                throw new InUseException(
                        device
                                + ": the XDP program of another gateway is attached. If that"
                                + " gateway runs, the device is its own; if it ended, name its"
                                + " PinDirectory, or remove what it left: hnvctl detach"
                                + " --pin-directory PATH");
            }
            pause.run();
        }
    }

    private static boolean hasOther(NetDevice device, Set<Integer> own) {
        KernelObjects.Attached attached = KernelObjects.attachedTo(device.index());
        return isOther(attached.inDriver(), own) || isOther(attached.generic(), own);
    }

    /// Whether a gateway's program is on a device. Without BPF there is none.
    public static boolean isOn(NetDevice device) {
        try {
            return hasOther(device, Set.of());
        } catch (SystemCallException | LinkageError e) {
            LOG.debug("XDP programs are not known", e);
            return false;
        }
    }

    private static boolean isOther(int program, Set<Integer> own) {
        return program != 0
                && !own.contains(program)
                && KernelObjects.nameOfProgram(program).filter(XdpProgram.NAME::equals).isPresent();
    }
}
