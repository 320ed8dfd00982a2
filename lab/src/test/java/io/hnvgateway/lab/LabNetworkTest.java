package io.hnvgateway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.DemoScenario.Line;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.proof.Proof;
import io.hnvgateway.lab.proof.Proofs;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the lab's own side of the wire does, without a gateway.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabNetworkTest {
    private final LabNetwork lab = LabNetwork.build();

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    void hostsSendToTheGatewayWithItsVsidAndMac() {
        Station vm = lab.tenants().woodgroveWeb().station();
        Namespace provider = lab.tenants().provider().ethernet().namespace();
        try (Capture toGateway = Capture.start(provider, "gateway", "proto gre")) {
            vm.ping(LabPlan.INTERNET, "-c", "3", "-i", "0.3", "-W", "1");
            // VSID 6000 is 0x001770; the last octet of the key is the FlowID.
            assertThat(toGateway.packets())
                    .isNotEmpty()
                    .allMatch(packet -> packet.contains("192.0.2.11 > 192.0.2.1: GREv0"))
                    .allMatch(packet -> packet.contains("key=0x1770"))
                    .allMatch(packet -> packet.contains("02:00:00:00:02:10 > 02:00:5e:00:60:02"));
        }
    }

    @Test
    void neighborsOfOneSubnetNeedNoGateway() {
        Tenants tenants = lab.tenants();
        Guest neighbor =
                tenants.addGuest(
                        "contoso-web2", LabPlan.CONTOSO_WEB, "10.0.0.11", "02:00:00:00:01:11");
        tenants.place(neighbor, tenants.host2());
        Station vm = tenants.contosoWeb().station();
        vm.ping("10.0.0.11", "-c", "2", "-i", "0.3", "-W", "1");
        Ping across = vm.ping("10.0.0.11", "-c", "3", "-i", "0.2", "-W", "2");
        tenants.migrateContosoWeb();
        Ping withinHost = vm.ping("10.0.0.11", "-c", "3", "-i", "0.2", "-W", "2");
        Ping stranger =
                tenants.woodgroveWeb()
                        .station()
                        .ping("10.0.0.11", "-c", "2", "-i", "0.2", "-W", "1");
        tenants.returnContosoWeb();
        assertThat(across.allAnswered()).isTrue();
        assertThat(withinHost.allAnswered()).isTrue();
        assertThat(stranger.received()).isZero();
    }

    @Test
    void everyProofFailsWithoutAGateway() throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Line>> atOnce = new ArrayList<>();
            List<Proof> proofs = Proofs.all();
            proofs.subList(0, proofs.size() - 1).forEach(proof -> atOnce.add(() -> tried(proof)));
            for (Future<Line> line : all.invokeAll(atOnce)) {
                assertThat(line.get().outcome().passed()).as(line.get().toString()).isFalse();
            }
            // The last one judges what the others provoked.
            assertThat(tried(proofs.getLast()).outcome().passed()).isFalse();
        }
    }

    private Line tried(Proof proof) {
        return DemoScenario.prove(lab, List.of(proof), _ -> {}).getFirst();
    }
}
