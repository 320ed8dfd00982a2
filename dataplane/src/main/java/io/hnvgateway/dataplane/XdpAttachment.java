package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.netlink.XdpFeatures;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.sys.ReceiveOffloads;
import io.hnvgateway.dataplane.xdp.LinkInterfaces;
import io.hnvgateway.dataplane.xdp.RedirectTargets;
import io.hnvgateway.dataplane.xdp.XdpLinks;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The XDP program on its devices, and who executes flow entries.
final class XdpAttachment implements DataPath.Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(XdpAttachment.class);

    private final XdpLinks links;
    private final Optional<LinkInterfaces> interfaces;
    private final boolean zeroCopy;
    private final Resources resources;
    private final Runnable identify;
    private volatile IntFunction<PortExecutor> executors = _ -> PortExecutor.JAVA_UNKNOWN;
    private volatile boolean attached;

    /// @param interfaces empty: the program executes nothing
    /// @param zeroCopy whether the kernel leaves frames uncopied
    /// @param identify makes the tables known to the next process
    XdpAttachment(
            XdpLinks links,
            Optional<LinkInterfaces> interfaces,
            boolean zeroCopy,
            Resources resources,
            Runnable identify) {
        this.links = links;
        this.interfaces = interfaces;
        this.zeroCopy = zeroCopy;
        this.resources = resources;
        this.identify = identify;
    }

    @Override
    public void goLive() {
        attach();
        identify.run();
    }

    /// Attaches the program, once.
    void attach() {
        if (attached) {
            return;
        }
        links.devices().forEach(device -> keepVlanTags(device.name()));
        links.attach();
        attached = true;
        links.generic().forEach(PacketDataPath::mergeNothing);
        executors = interfaces.map(this::executors).orElse(_ -> PortExecutor.JAVA_CHOSEN);
    }

    /// The program reads a tag in the frame or none.
    private static void keepVlanTags(String device) {
        if (!ReceiveOffloads.keepVlanTags(device)) {
            LOG.warn(
                    "event=vlan-tags-stripped device={} hint=\"ethtool -K {} rxvlan off\"",
                    device,
                    device);
        }
    }

    /// Enters the links that the program may send by. What a device's driver received needs a
    /// driver at the other device too; what only the generic hook sees leaves by any device, as the
    /// host's own packets do.
    private IntFunction<PortExecutor> executors(LinkInterfaces enters) {
        enters.removeOthers();
        boolean inDriver = links.generic().size() < links.devices().size();
        if (!inDriver) {
            enters.enterAll();
            return _ -> PortExecutor.XDP;
        }
        Optional<XdpFeatures> features = XdpFeatures.open();
        if (features.isEmpty()) {
            enters.removeAll();
            LOG.warn(
                    "event=executor executor=java reason=\"{}\"",
                    PortExecutor.JAVA_UNKNOWN.reason());
            return _ -> PortExecutor.JAVA_UNKNOWN;
        }
        RedirectTargets targets = new RedirectTargets(features.get(), enters, links.devices());
        resources.onClose(targets::close);
        return targets::executor;
    }

    @Override
    public PortExecutor executor(int port) {
        return executors.apply(port);
    }

    @Override
    public DataPath.Choice choice() {
        if (!attached) {
            return new DataPath.Choice(DataPathMode.XDP, "an earlier process's program, for now");
        }
        List<String> generic = links.generic();
        boolean none = generic.size() == links.devices().size();
        String hook =
                generic.isEmpty()
                        ? "native XDP"
                        : none ? "generic XDP" : "native XDP, generic on " + generic;
        return new DataPath.Choice(
                none ? DataPathMode.XDP_GENERIC : DataPathMode.XDP,
                hook + (zeroCopy ? ", zero-copy" : ", frames are copied"));
    }
}
