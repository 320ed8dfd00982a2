package io.hnvgateway.lab;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.ovs.NvgreHost;
import io.hnvgateway.lab.ovs.ProviderNetwork;
import io.hnvgateway.lab.ovs.VirtualMachine;
import io.hnvgateway.lab.ovs.VirtualSubnet;
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
        place(contosoWeb, host1);
        place(woodgroveWeb, host1);
        place(contosoData, host2);
    }

    Guest addGuest(String name, VirtualSubnet subnet, String address, String mac) {
        Namespace namespace = run.namespace(name);
        VirtualMachine machine = new VirtualMachine(name, ports++, subnet, address, mac, namespace);
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
}
