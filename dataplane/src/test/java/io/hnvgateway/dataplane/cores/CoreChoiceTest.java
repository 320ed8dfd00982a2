package io.hnvgateway.dataplane.cores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreChoiceTest {
    @TempDir Path root;

    private List<WorkerCore> choose(FakeHost host, String allowed, int workers, String... devices) {
        return new CoreChoice(host.files, List.of(devices), CoreSet.ofList(allowed))
                .choose(workers);
    }

    private static List<Integer> cores(List<WorkerCore> chosen) {
        return chosen.stream().map(WorkerCore::core).toList();
    }

    private FakeHost host() {
        return new FakeHost(root);
    }

    @Test
    void workersKeepAwayFromTheReceiveInterruptsOfAllPorts() {
        FakeHost host =
                host().card("eth0", -1, 40, 41)
                        .card("eth1", -1, 50)
                        .interrupt(40, "eth0-TxRx-0", "0-5", "1")
                        .interrupt(41, "eth0-TxRx-1", "0-5", "2")
                        .interrupt(50, "mlx5_comp0@pci:0000:04:00.0", "4", "")
                        .interrupt(60, "eth2-TxRx-0", "0-5", "0");
        List<WorkerCore> chosen = choose(host, "0-5", 4, "eth0", "eth1");
        assertThat(cores(chosen)).containsExactly(0, 3, 5, 1);
        assertThat(chosen.getFirst().reason())
                .isEqualTo("away from receive interrupts of eth0, eth1 (cores 1-2,4)");
        assertThat(chosen.getLast().reason())
                .isEqualTo(
                        "shares with receive interrupts of eth0, eth1 (cores 1-2,4): no other core"
                                + " is left");
    }

    @Test
    void interruptsForSendingDoNotCount() {
        FakeHost host =
                host().virtio("eth0", -1, 28, 29, 30)
                        .interrupt(28, "virtio2-config", "0", "0")
                        .interrupt(29, "virtio2-input.0", "1", "1")
                        .interrupt(30, "virtio2-output.0", "2", "2");
        assertThat(cores(choose(host, "0-3", 3, "eth0"))).containsExactly(0, 2, 3);
    }

    @Test
    void allInterruptsCountWhereNamesTellNothing() {
        FakeHost host =
                host().card("eth0", -1, 40, 41)
                        .interrupt(40, "eth0-0", "0", "0")
                        .interrupt(41, "eth0-1", "1", "1");
        assertThat(cores(choose(host, "0-2", 1, "eth0"))).containsExactly(2);
    }

    @Test
    void aDeviceWithoutMessageSignalledInterruptsIsKnownByItsName() {
        FakeHost host =
                host().card("eth0", -1)
                        .interrupt(11, "eth0", "0", "0")
                        .interrupt(12, "eth01", "1", "1");
        assertThat(cores(choose(host, "0-1", 1, "eth0"))).containsExactly(1);
    }

    @Test
    void theChannelsOfAHyperVGuestCount() {
        FakeHost host =
                host().with("eth0", "device/channels/14/cpu", "0")
                        .with("eth0", "device/channels/21/cpu", "1");
        assertThat(cores(choose(host, "0-2", 1, "eth0"))).containsExactly(2);
    }

    @Test
    void receivePacketSteeringCounts() {
        FakeHost host = host().veth("be").with("be", "queues/rx-0/rps_cpus", "00000001,00000005");
        assertThat(cores(choose(host, "0-3,32", 2, "be"))).containsExactly(1, 3);
    }

    @Test
    void aDeviceAboveAnotherHasItsInterrupts() {
        FakeHost host =
                host().card("eth0", -1, 40)
                        .interrupt(40, "eth0-rx-0", "0", "0")
                        .with("bond0", "lower_eth0/ifindex", "2");
        assertThat(choose(host, "0-1", 1, "bond0"))
                .containsExactly(
                        new WorkerCore(1, "away from receive interrupts of bond0 (cores 0)"));
    }

    @Test
    void theFirstCoreIsTheKernelsWherePortsTellNothing() {
        List<WorkerCore> chosen = choose(host().veth("be").veth("fe"), "4-6", 3, "be", "fe");
        assertThat(cores(chosen)).containsExactly(5, 6, 4);
        assertThat(chosen.getFirst().reason())
                .isEqualTo(
                        "where the ports' frames arrive is not known, core 4 is left to the"
                                + " kernel");
        assertThat(chosen.getLast().reason()).isEqualTo("no other core is left");
    }

    @Test
    void theOnlyCoreAndWorkersWithoutACoreAreLeftToTheKernel() {
        assertThat(choose(host().veth("be"), "3", 2, "be"))
                .containsExactly(
                        new WorkerCore(WorkerCore.ANY, "core 3 is the only one"),
                        new WorkerCore(WorkerCore.ANY, "core 3 is the only one"));
        assertThat(choose(host().veth("be"), "0-1", 3, "be").getLast())
                .isEqualTo(WorkerCore.any("there are more workers than cores"));
    }

    @Test
    void coresOfThePortsNumaNodeComeFirstAndSmtSiblingsLast() {
        FakeHost host =
                host().card("eth0", 1, 40)
                        .interrupt(40, "eth0-rx-0", "0-7", "4")
                        .node(0, "0-3")
                        .node(1, "4-7")
                        .siblings(0, 2)
                        .siblings(1, 3)
                        .siblings(4, 5)
                        .siblings(6, 7);
        List<WorkerCore> chosen = choose(host, "0-7", 6, "eth0");
        assertThat(cores(chosen)).containsExactly(6, 5, 7, 0, 1, 2);
        assertThat(chosen)
                .extracting(WorkerCore::reason)
                .satisfies(reasons -> {
                    assertThat(reasons.get(0)).endsWith("(cores 4); on the ports' NUMA node");
                    assertThat(reasons.get(1)).endsWith("NUMA node; beside a busy SMT sibling");
                    assertThat(reasons.get(3)).endsWith("; none is left on the ports' NUMA node 1");
                });
    }

    @Test
    void aHostWithoutAnythingToReadIsNoFault() {
        assertThat(cores(choose(host(), "0-1", 1, "eth0"))).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0-3,8", "1,3,5-7"})
    void listsAreWrittenAsTheyAreRead(String text) {
        assertThat(CoreSet.text(CoreSet.ofList(text + "\n"))).isEqualTo(text);
    }

    @Test
    void masksHaveTheirLastDigitFirst() {
        assertThat(CoreSet.ofMask("00000000\n")).isEmpty();
        assertThat(CoreSet.ofMask("1,00000009")).isEqualTo(CoreSet.ofList("0,3,32"));
        assertThat(Stream.of("", "\n").map(CoreSet::ofMask)).allMatch(cores -> cores.isEmpty());
    }
}
