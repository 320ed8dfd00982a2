package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.dataplane.xdp.KernelObjects.Attached;
import io.hnvgateway.dataplane.xdp.KernelObjects.XdpLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program's links to the devices. Pinned ones stay when the process ends, and the next one
/// puts its program in the place of the old one without a gap.
///
/// Owner: one control thread.
public final class XdpLinks {
    private static final Logger LOG = LoggerFactory.getLogger(XdpLinks.class);

    private final XdpProgram program;
    private final List<NetDevice> devices;
    private final XdpHook hook;
    private final Optional<Pins> pins;
    private final List<String> generic = new ArrayList<>();

    /// @param pins empty: the links end with the process
    public XdpLinks(
            XdpProgram program, List<NetDevice> devices, XdpHook hook, Optional<Pins> pins) {
        this.program = program;
        this.devices = List.copyOf(devices);
        this.hook = hook;
        this.pins = pins;
    }

    public List<NetDevice> devices() {
        return devices;
    }

    /// Devices that it is attached to by the generic hook.
    public List<String> generic() {
        return List.copyOf(generic);
    }

    /// Attaches the program to each device, in the place of the one of an earlier process if its
    /// link fits. Links under other names go first: a device may have been renamed.
    public void attach() {
        pins.ifPresent(p -> p.removeOtherLinks(devices));
        for (NetDevice device : devices) {
            if (!replaced(device)) {
                int link = attach(device);
                pins.ifPresent(p -> p.pin(Pins.linkName(device), link));
            }
        }
    }

    /// By the hook that was chosen.
    private int attach(NetDevice device) {
        if (hook != XdpHook.GENERIC) {
            try {
                return program.attach(device, false);
            } catch (SystemCallException e) {
                if (hook == XdpHook.NATIVE) {
                    throw e;
                }
                LOG.info("Generic XDP on {}: {}", device.name(), e.getMessage());
            }
        }
        int link = program.attach(device, true);
        generic.add(device.name());
        return link;
    }

    /// @return false if the device has no link now: it had none, or one that did not fit
    private boolean replaced(NetDevice device) {
        String name = Pins.linkName(device);
        OptionalInt link = pins.map(p -> p.find(name)).orElse(OptionalInt.empty());
        if (link.isEmpty()) {
            return false;
        }
        boolean fits = false;
        try {
            fits = replace(device, link.getAsInt());
        } catch (SystemCallException e) {
            LOG.info("The link to {} is made anew: {}", device.name(), e.getMessage());
        } finally {
            Libc.close(link.getAsInt());
        }
        if (!fits) {
            pins.orElseThrow().removeLink(name);
        }
        return fits;
    }

    private boolean replace(NetDevice device, int link) {
        XdpLink stands = KernelObjects.link(link);
        Attached attached = KernelObjects.attachedTo(device.index());
        boolean isGeneric = attached.generic() == stands.program();
        boolean isNative = attached.inDriver() == stands.program();
        if (stands.program() == 0
                || stands.device() != device.index()
                || !(isGeneric ? hook != XdpHook.NATIVE : isNative && hook != XdpHook.GENERIC)) {
            return false;
        }
        KernelObjects.replaceProgram(
                "new XDP program on " + device.name(), link, program.descriptor());
        if (isGeneric) {
            generic.add(device.name());
        }
        return true;
    }
}
