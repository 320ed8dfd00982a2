package io.hnvgateway.app.process;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.afpacket.PacketPort;
import io.hnvgateway.dataplane.afpacket.PacketSockets;
import io.hnvgateway.dataplane.guard.ClosedDevice;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelMirror;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.worker.Worker;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's end of the link to the speakers of BGP: taken up as soon as it is there and any
/// tenant has a peer, again when another device has its name, and kept until the end.
///
/// Each worker sends by it, the first one receives. The host's stack sees none of what arrives.
/// Owner: the conductor; [#close] after the workers' end.
public final class SpeakerLink implements AutoCloseable {
    /// The device's name.
    public static final String DEVICE = "hnv-bgp";

    private static final Logger LOG = LoggerFactory.getLogger(SpeakerLink.class);
    private static final int NONE = 0;

    private final DataPath path;
    private final GatewayCore core;
    private final KernelMirror mirror;
    private final List<PacketPort> ports = new ArrayList<>();

    /// Ports of a device that is gone, until no worker has them any more.
    private final List<PacketPort> former = new ArrayList<>();

    /// Workers that have what [#ports] says.
    private final BitSet told = new BitSet();

    private List<Worker> workers = List.of();
    private int index = NONE;
    private String lastFault = "";
    private boolean closed;

    public SpeakerLink(DataPath path, GatewayCore core, KernelMirror mirror) {
        this.path = path;
        this.core = core;
        this.mirror = mirror;
    }

    /// From here on these use it.
    public synchronized void serve(List<Worker> all) {
        workers = List.copyOf(all);
    }

    /// To be called each second.
    public synchronized void eachSecond() {
        if (closed || workers.isEmpty()) {
            return;
        }
        try {
            follow(mirror.state().link(DEVICE).filter(KernelLink::up));
            lastFault = "";
        } catch (RuntimeException fault) {
            tell(String.valueOf(fault.getMessage()));
        }
        tellWorkers();
    }

    private void tell(String fault) {
        if (!fault.equals(lastFault)) {
            lastFault = fault;
            LOG.warn("event=bgp-link-not-open device={} reason=\"{}\"", DEVICE, fault);
        }
    }

    private void follow(Optional<KernelLink> link) {
        int now = link.map(KernelLink::index).orElse(NONE);
        boolean wanted = !core.compiler().published().get().forwarding().punts().isEmpty();
        if (index != NONE && index != now) {
            giveUp();
        }
        if (index == NONE && now != NONE && wanted && former.isEmpty()) {
            open(now);
        }
    }

    private void open(int now) {
        ClosedDevice.close(DEVICE);
        NetDevice device = NetDevice.of(DEVICE);
        try {
            for (int i = 0; i < path.workers(); i++) {
                ports.add(
                        new PacketPort(
                                TenantLinks.SPEAKERS,
                                PacketSockets.few(device, i == 0),
                                path.framePool(i)));
            }
        } catch (RuntimeException fault) {
            ports.forEach(PacketPort::close);
            ports.clear();
            throw fault;
        }
        index = now;
        told.clear();
        LOG.info("event=bgp-link-open device={} mtu={}", DEVICE, device.mtuBytes());
    }

    /// The workers are told first.
    private void giveUp() {
        LOG.warn("event=bgp-link-gone device={}", DEVICE);
        former.addAll(ports);
        ports.clear();
        index = NONE;
        told.clear();
    }

    /// One whose queue of commands is full is told a second later.
    private void tellWorkers() {
        if (ports.isEmpty() && former.isEmpty()) {
            return;
        }
        for (int i = told.nextClearBit(0); i < workers.size(); i = told.nextClearBit(i + 1)) {
            int worker = i;
            PacketPort port = ports.isEmpty() ? null : ports.get(i);
            if (workers.get(i).send(() -> take(worker, port))) {
                told.set(i);
            }
        }
        if (!former.isEmpty() && told.cardinality() == workers.size()) {
            endFormer();
        }
    }

    /// On the worker's thread.
    private void take(int worker, @Nullable PacketPort port) {
        List<DataPathPort> all = new ArrayList<>(path.ports(worker));
        if (port != null) {
            all.add(port);
        }
        core.pipeline(worker).speakers(port);
        workers.get(worker).serve(all);
    }

    /// The last worker to have heard of it closes them.
    private void endFormer() {
        List<PacketPort> ended = List.copyOf(former);
        former.clear();
        BitSet left = new BitSet();
        left.set(0, workers.size());
        for (int i = 0; i < workers.size(); i++) {
            int worker = i;
            boolean sent =
                    workers.get(i)
                            .send(() -> {
                                synchronized (left) {
                                    left.clear(worker);
                                    if (left.isEmpty()) {
                                        ended.forEach(PacketPort::close);
                                    }
                                }
                            });
            if (!sent) {
                former.addAll(ended); // again in a second
                return;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        ports.forEach(PacketPort::close);
        former.forEach(PacketPort::close);
    }
}
