package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;

/// What devices do for XDP at this moment, as the kernel's family `netdev` tells it (Linux 6.3,
/// Documentation/netlink/specs/netdev.yaml). One thread at a time.
public final class XdpFeatures implements AutoCloseable {
    private static final String FAMILY = "netdev";
    private static final String CHANGES = "mgmt";
    private static final int GET_DEVICE = 1;
    private static final int INTERFACE_INDEX = 1;
    private static final int FEATURES = 3;
    private static final long NDO_XMIT = 4;

    private final NetlinkRequests requests;
    private final NetlinkSocket changes = NetlinkSocket.generic();
    private final GenericFamily family;

    private XdpFeatures(NetlinkRequests requests, GenericFamily family) {
        this.requests = requests;
        this.family = family;
        try {
            changes.join(Objects.requireNonNull(family.groups().get(CHANGES)));
        } catch (SystemCallException e) {
            changes.close();
            throw e;
        }
    }

    /// Empty if the kernel does not tell, or not of changes.
    public static Optional<XdpFeatures> open() {
        NetlinkRequests requests = new NetlinkRequests(NetlinkSocket.generic());
        try {
            Optional<XdpFeatures> opened =
                    GenericFamily.find(requests, FAMILY)
                            .filter(family -> family.groups().containsKey(CHANGES))
                            .map(family -> new XdpFeatures(requests, family));
            if (opened.isEmpty()) {
                requests.close();
            }
            return opened;
        } catch (RuntimeException e) {
            requests.close();
            throw e;
        }
    }

    /// Whether frames that an XDP program of another device redirects to it leave by it. A veth's
    /// do while its peer has an XDP program or GRO.
    public boolean takesRedirectedFrames(int interfaceIndex) {
        byte[] index =
                ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(interfaceIndex)
                        .array();
        byte[] request = GenericFamily.request(GET_DEVICE, INTERFACE_INDEX, index);
        try {
            return requests
                    .ask(family.number(), NetlinkMessage.FLAG_ACK, request)
                    .messages()
                    .stream()
                    .anyMatch(XdpFeatures::hasNdoXmit);
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENODEV) {
                return false;
            }
            throw e;
        }
    }

    private static boolean hasNdoXmit(NetlinkMessage device) {
        ByteBuffer features = device.attributes(GenericFamily.HEADER_BYTES).get(FEATURES);
        return features != null
                && features.limit() == Long.BYTES
                && (features.getLong(0) & NDO_XMIT) != 0;
    }

    /// Readable when some device's features may have changed.
    public int descriptor() {
        return changes.descriptor();
    }

    /// Takes what made the descriptor readable. What is asked afterwards is newer; that messages
    /// were lost makes no difference.
    public void takeChanges() {
        try {
            while (changes.receive(NetlinkSocket.DONT_WAIT).limit() > 0) {
                // what it says is asked for
            }
        } catch (SystemCallException e) {
            if (e.errno() != Errno.ENOBUFS) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        changes.close();
        requests.close();
    }
}
