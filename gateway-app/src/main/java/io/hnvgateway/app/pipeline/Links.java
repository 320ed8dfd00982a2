package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.TaggedLinks;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.packet.Port;
import java.util.Arrays;
import java.util.List;

/// The gateway's links by index: its ports untagged, then the VLANs on them that it tags itself,
/// then those of tenants ([TenantLinks]), whether a tenant has one or not. Immutable.
public final class Links implements TaggedLinks {
    /// [#tagged] knows no such link.
    public static final int NONE = -1;

    private static final int VLANS = 1 << 12;

    /// Is told of neighbours on tagged links.
    @FunctionalInterface
    public interface Listener {
        void heard(int link, long high, long low, long mac);
    }

    /// A VLAN on a port.
    ///
    /// @param vlan 1..4094
    public record Tagged(int port, int vlan) {}

    private final Port[] ports;
    private final int tenantPort;

    private final int[] vlans;
    private final Listener listener;

    /// By port, then VLAN: the link.
    private final short[][] byVlan;

    /// Without tenants' links.
    public Links(List<? extends Port> ports, List<Tagged> tagged, Listener listener) {
        this(ports, tagged, NONE, listener);
    }

    /// @param ports by index
    /// @param tagged in the order of their link indexes
    /// @param tenantPort index of the port whose other VLANs may be tenants' links, or [#NONE]
    public Links(
            List<? extends Port> ports, List<Tagged> tagged, int tenantPort, Listener listener) {
        if (ports.size() + tagged.size() > TenantLinks.SPEAKERS) {
            throw new IllegalArgumentException("more than " + TenantLinks.SPEAKERS + " links");
        }
        this.tenantPort = tenantPort;
        int untagged = ports.size();
        this.listener = listener;
        vlans = new int[untagged + tagged.size()];
        this.ports = Arrays.copyOf(ports.toArray(Port[]::new), untagged + tagged.size());
        byVlan = new short[untagged][VLANS];
        for (int port = 0; port < untagged; port++) {
            Arrays.fill(byVlan[port], (short) NONE);
            // A tag without VLAN only carries a priority (IEEE 802.1Q §6.9.1).
            byVlan[port][0] = (short) port;
        }
        for (int vlan = 1; tenantPort != NONE && vlan < VLANS - 1; vlan++) {
            byVlan[tenantPort][vlan] = (short) TenantLinks.link(vlan);
        }
        for (int i = 0; i < tagged.size(); i++) {
            Tagged link = tagged.get(i);
            this.ports[untagged + i] = this.ports[link.port];
            byVlan[link.port][link.vlan] = (short) (untagged + i);
            vlans[untagged + i] = link.vlan;
        }
    }

    /// The port that a link lies on.
    public Port port(int link) {
        return ports[link < TenantLinks.PORT ? link : tenantPort];
    }

    @Override
    public int vlan(int link) {
        return TenantLinks.isTenants(link) ? TenantLinks.vlan(link) : vlans[link];
    }

    @Override
    public long macAddress(int link) {
        return port(link).macAddress();
    }

    @Override
    public void heard(int link, long high, long low, long mac) {
        listener.heard(link, high, low, mac);
    }

    /// The link of a frame with a tag, or [#NONE].
    ///
    /// @param link that the frame is known to be on: the port, or the tagged link itself
    /// @param vlan 0..4095
    int tagged(int link, int vlan) {
        return byVlan[port(link).index()][vlan];
    }

    /// Number of links but tenants'.
    public int size() {
        return ports.length;
    }
}
