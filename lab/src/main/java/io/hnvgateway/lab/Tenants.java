package io.hnvgateway.lab;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.ovs.NvgreHost;
import io.hnvgateway.lab.ovs.ProviderNetwork;
import io.hnvgateway.lab.ovs.VirtualMachine;
import io.hnvgateway.lab.ovs.VirtualSubnet;
import io.hnvgateway.lab.rewrite.RewriteHost;
import io.hnvgateway.lab.traffic.Station;
import java.util.List;

/// The provider network with its two hosts and the tenants' VMs.
public final class Tenants {
    private final LabRun run;
    private final Traffic traffic;
    private final ProviderNetwork provider;
    private final NvgreHost host1;
    private final NvgreHost host2;
    private final Guest contosoWeb;
    private final Guest contosoData;
    private final Guest woodgroveWeb;
    private final Guest fabrikamWeb;
    private final Guest fabrikamData;
    private final Station contosoRewrite;
    private int ports = 10;
    private boolean contosoWebAway;

    Tenants(LabRun run, Traffic traffic) {
        this.run = run;
        this.traffic = traffic;
        this.provider = new ProviderNetwork(run, "provider");
        this.host1 = provider.addHost("host1", LabPlan.HOST_1_PA);
        this.host2 = provider.addHost("host2", LabPlan.HOST_2_PA);
        this.contosoWeb =
                addGuest("contoso-web1", LabPlan.CONTOSO_WEB, LabPlan.WEB_CA, "02:00:00:00:01:10");
        this.woodgroveWeb =
                addGuest(
                        "woodgrove-web1",
                        LabPlan.WOODGROVE_WEB,
                        LabPlan.WEB_CA,
                        "02:00:00:00:02:10");
        this.contosoData =
                addGuest(
                        "contoso-data1",
                        LabPlan.CONTOSO_DATA,
                        LabPlan.DATA_CA,
                        "02:00:00:00:01:20");
        this.fabrikamWeb =
                addGuest(
                        "fabrikam-web1",
                        LabPlan.FABRIKAM_WEB,
                        LabPlan.FABRIKAM_WEB_CA,
                        "02:00:00:00:03:10");
        this.fabrikamData =
                addGuest(
                        "fabrikam-data1",
                        LabPlan.FABRIKAM_DATA,
                        LabPlan.FABRIKAM_DATA_CA,
                        "02:00:00:00:03:20");
        place(contosoWeb, host1);
        place(woodgroveWeb, host1);
        place(contosoData, host2);
        place(fabrikamWeb, host2);
        place(fabrikamData, provider.addHost("host3", LabPlan.HOST_3_PA));
        this.contosoRewrite = rewrite();
    }

    private Station rewrite() {
        RewriteHost host =
                new RewriteHost(run, provider.ethernet(), "host4", LabPlan.REWRITE_HOST + "/24");
        Namespace namespace = run.namespace("contoso-rw1");
        host.addMachine(
                namespace,
                new RewriteHost.Addresses(
                        LabPlan.REWRITE_CA, "10.0.0.1", LabPlan.REWRITE_PA, LabPlan.GATEWAY_PA));
        return traffic.station("contoso-rw1", namespace, RewriteHost.DEVICE, List.of());
    }

    Guest addGuest(String name, VirtualSubnet subnet, String address, String mac) {
        return addGuest(name, subnet, address, mac, false);
    }

    /// Another VM, on the second host, that sends under addresses behind it too.
    ///
    /// @param name at most 15 characters
    public Guest addRouter(String name, VirtualSubnet subnet, String address, String mac) {
        Guest router = addGuest(name, subnet, address, mac, true);
        place(router, host2);
        return router;
    }

    private Guest addGuest(
            String name, VirtualSubnet subnet, String address, String mac, boolean forwards) {
        Namespace namespace = run.namespace(name);
        VirtualMachine machine =
                new VirtualMachine(name, ports++, subnet, address, mac, namespace, forwards);
        return new Guest(
                machine, traffic.station(name, namespace, VirtualMachine.DEVICE, List.of()));
    }

    void place(Guest guest, NvgreHost host) {
        provider.place(guest.machine(), host);
        provider.publish();
    }

    /// Moves Contoso's first VM to the other host.
    public void migrateContosoWeb() {
        provider.migrate(contosoWeb.machine(), host1, host2);
        contosoWebAway = true;
    }

    /// Moves it back.
    public void returnContosoWeb() {
        moveHome();
    }

    void moveHome() {
        if (contosoWebAway) {
            provider.migrate(contosoWeb.machine(), host2, host1);
            contosoWebAway = false;
        }
    }

    public ProviderNetwork provider() {
        return provider;
    }

    public NvgreHost host1() {
        return host1;
    }

    public NvgreHost host2() {
        return host2;
    }

    public Guest contosoWeb() {
        return contosoWeb;
    }

    public Guest contosoData() {
        return contosoData;
    }

    public Guest woodgroveWeb() {
        return woodgroveWeb;
    }

    /// A VM of the IPv6 tenant behind a host with IPv4.
    public Guest fabrikamWeb() {
        return fabrikamWeb;
    }

    /// A VM of the IPv6 tenant behind a host with IPv6.
    public Guest fabrikamData() {
        return fabrikamData;
    }

    /// Contoso's VM that is reached without encapsulation.
    public Station contosoRewrite() {
        return contosoRewrite;
    }
}
