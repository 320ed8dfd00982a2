package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.netlink.XdpFeatures;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.PollSet;
import io.hnvgateway.dataplane.sys.Wakeup;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Enters the links of those ports whose devices take redirected frames, and follows the changes by
/// a thread of its own. A frame that is redirected to any other device is dropped by the kernel,
/// after the program has counted it as executed.
public final class RedirectTargets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedirectTargets.class);
    private static final long STOP_MS = 2000;

    private final XdpFeatures features;
    private final LinkInterfaces links;
    private final List<NetDevice> devices;
    private final AtomicReferenceArray<PortExecutor> executors;
    private final Wakeup wakeup = new Wakeup();
    private final Thread thread;
    private volatile boolean running = true;

    /// To be made after the program is attached: some drivers take redirected frames only then.
    ///
    /// @param features closed with this
    /// @param devices in the order of the port indexes
    public RedirectTargets(XdpFeatures features, LinkInterfaces links, List<NetDevice> devices) {
        this.features = features;
        this.links = links;
        this.devices = List.copyOf(devices);
        executors = new AtomicReferenceArray<>(devices.size());
        update();
        thread = Thread.ofPlatform().daemon().name("hnv-redirect").start(this::run);
    }

    /// Of a port, at this moment; any thread.
    public PortExecutor executor(int port) {
        return executors.get(port);
    }

    private void run() {
        PollSet descriptors = new PollSet(features.descriptor(), wakeup.descriptor());
        while (running) {
            descriptors.await(-1);
            try {
                features.takeChanges();
                update();
            } catch (RuntimeException e) {
                LOG.error("XDP features: a change could not be followed", e);
            }
        }
    }

    private void update() {
        for (int port = 0; port < devices.size(); port++) {
            boolean takes = features.takesRedirectedFrames(devices.get(port).index());
            PortExecutor now = takes ? PortExecutor.XDP : PortExecutor.JAVA_DEVICE;
            if (executors.get(port) != now) {
                links.enter(port, takes);
                executors.set(port, now);
                tell(devices.get(port).name(), now);
            }
        }
    }

    private static void tell(String device, PortExecutor executor) {
        LOG.atLevel(executor == PortExecutor.XDP ? Level.INFO : Level.WARN)
                .log(
                        "event=executor device={} executor={} reason=\"{}\"",
                        device,
                        executor.label(),
                        executor.reason());
    }

    @Override
    public void close() {
        running = false;
        wakeup.wake();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        wakeup.close();
        features.close();
    }
}
