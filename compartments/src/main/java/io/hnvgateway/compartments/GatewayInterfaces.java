package io.hnvgateway.compartments;

import java.util.List;

/// The gateway's addresses and MACs inside one compartment, as the data path asks for them. There
/// are few of them, so plain loops serve.
public final class GatewayInterfaces {
    private final List<GatewayInterface> interfaces;
    private final int[] vsids;
    private final int[] addresses;
    private final long[] macs;

    public GatewayInterfaces(List<GatewayInterface> interfaces) {
        this.interfaces = List.copyOf(interfaces);
        vsids = interfaces.stream().mapToInt(i -> i.vsid().value()).toArray();
        addresses = interfaces.stream().mapToInt(i -> i.address().bits()).toArray();
        macs = interfaces.stream().mapToLong(i -> i.mac().bits()).toArray();
    }

    public boolean ownsAddress(int address) {
        for (int own : addresses) {
            if (own == address) {
                return true;
            }
        }
        return false;
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

    /// The gateway's address that faces `vsid`, or its first one; 0 when it has none.
    public int addressFacing(int vsid) {
        int i = indexFacing(vsid);
        return i < 0 ? 0 : addresses[i];
    }

    /// The gateway's MAC that faces `vsid`, or its first one; 0 when it has none.
    public long macFacing(int vsid) {
        int i = indexFacing(vsid);
        return i < 0 ? 0 : macs[i];
    }

    /// MAC of the interface that owns `address`; 0 when none does.
    public long macOf(int address) {
        for (int i = 0; i < addresses.length; i++) {
            if (addresses[i] == address) {
                return macs[i];
            }
        }
        return 0;
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
