package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Tenants;
import io.hnvgateway.lab.ovs.NvgreHost;
import io.hnvgateway.lab.proof.NvgreFrame.Ends;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Station;
import java.util.List;

/// A host in Woodgrove's hands sends frames that claim to be somebody else's. None goes anywhere,
/// each is counted; one honest frame of the same making passes.
final class ForgeryProof implements Proof {
    private static final int FORGED_PORT = 40404;
    private static final int HONEST_PORT = 40405;
    private static final String SPARE_CA = "10.0.0.77";
    private static final int UNUSED_VSID = 7777;

    @Override
    public String name() {
        return "foreign VSID, forged PA, MAC or CA is dropped";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Tenants tenants = lab.tenants();
        Station contosoData = tenants.contosoData().station();
        Station internet = lab.outside().internet();
        List<String> forged = forged(lab);
        try (Capture inside = watch(contosoData);
                Capture outside = watch(internet)) {
            long before = lab.gateway().drops("");
            send(lab, forged);
            send(lab, List.of(honest(lab).hex()));
            long arrived = count(inside, FORGED_PORT) + count(outside, FORGED_PORT);
            long honest = count(outside, HONEST_PORT);
            long counted = lab.gateway().drops("") - before;
            return new Outcome(
                    arrived == 0 && honest == 1 && counted >= forged.size(),
                    "%d forged: %d arrived, %d counted as drops; honest: %d of 1 arrived"
                            .formatted(forged.size(), arrived, counted, honest));
        }
    }

    private static NvgreFrame honest(LabNetwork lab) {
        return NvgreFrame.udp(
                hostToGateway(lab), LabPlan.WOODGROVE.vsid(), woodgrove(lab), HONEST_PORT);
    }

    private static List<String> forged(LabNetwork lab) {
        Ends outer = hostToGateway(lab);
        Ends elsewhere = outer.from(LabPlan.HOST_2_PA);
        Ends contoso =
                new Ends(
                        lab.tenants().contosoWeb().machine().mac(),
                        LabPlan.CONTOSO.mac(),
                        LabPlan.WEB_CA,
                        LabPlan.DATA_CA);
        Ends woodgrove = woodgrove(lab);
        Ends disguised =
                new Ends(
                        woodgrove.sourceMac(),
                        LabPlan.CONTOSO.mac(),
                        LabPlan.WEB_CA,
                        LabPlan.DATA_CA);
        Ends borrowed =
                new Ends(
                        contoso.sourceMac(),
                        LabPlan.WOODGROVE.mac(),
                        LabPlan.WEB_CA,
                        LabPlan.INTERNET);
        return List.of(
                        // Contoso's VSID from Woodgrove's VM, inwards and outwards
                        forgery(outer, LabPlan.CONTOSO.vsid(), disguised),
                        forgery(outer, LabPlan.CONTOSO.vsid(), disguised.to(LabPlan.INTERNET)),
                        forgery(outer, LabPlan.CONTOSO_WEB.vsid(), disguised),
                        // Contoso's VM, but from a host where it does not run
                        forgery(elsewhere, LabPlan.CONTOSO.vsid(), contoso),
                        // Woodgrove's VM from a foreign host, and under an address without a record
                        forgery(elsewhere, LabPlan.WOODGROVE.vsid(), woodgrove),
                        forgery(outer, LabPlan.WOODGROVE.vsid(), woodgrove.from(SPARE_CA)),
                        // Woodgrove's VSID with the MAC of Contoso's VM; a VSID of nobody
                        forgery(outer, LabPlan.WOODGROVE.vsid(), borrowed),
                        forgery(outer, UNUSED_VSID, woodgrove))
                .stream()
                .map(NvgreFrame::hex)
                .toList();
    }

    private static NvgreFrame forgery(Ends outer, int vsid, Ends inner) {
        return NvgreFrame.udp(outer, vsid, inner, FORGED_PORT);
    }

    private static Ends woodgrove(LabNetwork lab) {
        return new Ends(
                lab.tenants().woodgroveWeb().machine().mac(),
                LabPlan.WOODGROVE.mac(),
                LabPlan.WEB_CA,
                LabPlan.INTERNET);
    }

    private static Ends hostToGateway(LabNetwork lab) {
        return new Ends(
                lab.tenants().host1().mac(),
                lab.gatewayMac(),
                LabPlan.HOST_1_PA,
                LabPlan.GATEWAY_PA);
    }

    private static void send(LabNetwork lab, List<String> frames) {
        NvgreHost host = lab.tenants().host1();
        lab.tenants()
                .woodgroveWeb()
                .station()
                .sendFrames(host.namespace(), NvgreHost.PHYSICAL, frames);
    }

    private static Capture watch(Station station) {
        return Capture.start(station.namespace(), station.device(), "udp portrange 40404-40405");
    }

    private static long count(Capture capture, int port) {
        return capture.count("." + port + ":");
    }
}
