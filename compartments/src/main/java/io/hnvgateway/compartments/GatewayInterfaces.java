package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gateway's addresses and MACs inside one compartment, as the data path asks for them. There
/// are few of them, so plain loops serve.
public final class GatewayInterfaces {
    private final List<GatewayInterface> interfaces;
    private final int[] vsids;
    private final long[] highs;
    private final long[] lows;
    private final long[] macs;

    public GatewayInterfaces(List<GatewayInterface> interfaces) {
        this.interfaces = List.copyOf(interfaces);
        vsids = interfaces.stream().mapToInt(i -> i.vsid().value()).toArray();
        highs = interfaces.stream().mapToLong(i -> i.address().high()).toArray();
        lows = interfaces.stream().mapToLong(i -> i.address().low()).toArray();
        macs = interfaces.stream().mapToLong(i -> i.mac().bits()).toArray();
    }

    /// Whether it is the address of an interface, or the link-local one made from its MAC.
    public boolean ownsAddress(long high, long low) {
        return indexOf(high, low) >= 0;
    }

    /// Whether a frame to `mac` in `vsid` is for the gateway: the MAC of that gateway subnet, or
    /// any of the gateway's MACs in a virtual subnet where it has none of its own.
    public boolean ownsMac(int vsid, long mac) {
        boolean gatewaySubnet = false;
        boolean anywhere = false;
        for (int i = 0; i < macs.length; i++) {
            if (vsids[i] == vsid) {
                gatewaySubnet = true;
                if (macs[i] == mac) {
                    return true;
                }
            }
            anywhere |= macs[i] == mac;
        }
        return anywhere && !gatewaySubnet;
    }

    /// The gateway's address of one family that faces `vsid`, or its first one of that family; null
    /// when it has none.
    public @Nullable IpAddress addressFacing(int vsid, boolean ipv6) {
        IpAddress elsewhere = null;
        for (int i = 0; i < vsids.length; i++) {
            boolean sameFamily = IpAddress.isIpv4(highs[i], lows[i]) != ipv6;
            if (sameFamily && vsids[i] == vsid) {
                return interfaces.get(i).address();
            }
            if (sameFamily && elsewhere == null) {
                elsewhere = interfaces.get(i).address();
            }
        }
        return elsewhere;
    }

    /// The gateway's MAC that faces `vsid`, or its first one; 0 when it has none.
    public long macFacing(int vsid) {
        int i = indexFacing(vsid);
        return i < 0 ? 0 : macs[i];
    }

    /// MAC of the interface that owns the address; 0 when none does.
    public long macOf(long high, long low) {
        int i = indexOf(high, low);
        return i < 0 ? 0 : macs[i];
    }

    private int indexOf(long high, long low) {
        for (int i = 0; i < macs.length; i++) {
            boolean linkLocal =
                    high == LinkLocal.HIGH && low == LinkLocal.interfaceIdentifier(macs[i]);
            if (linkLocal || (highs[i] == high && lows[i] == low)) {
                return i;
            }
        }
        return -1;
    }

    private int indexFacing(int vsid) {
        for (int i = 0; i < vsids.length; i++) {
            if (vsids[i] == vsid) {
                return i;
            }
        }
        return vsids.length == 0 ? -1 : 0;
    }

    public List<GatewayInterface> interfaces() {
        return interfaces;
    }
}
