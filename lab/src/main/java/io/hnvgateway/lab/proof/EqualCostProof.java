package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Outside;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Station;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Two routers of equal cost: each carries some of the flows, none carries packets of another's.
final class EqualCostProof implements Proof {
    private static final int FLOWS = 16;

    @Override
    public String name() {
        return "equal-cost routers share the flows";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().contosoWeb().station();
        Station internet = lab.outside().internet();
        try (Capture one = watch(internet, internet.device());
                Capture other = watch(internet, Outside.DEVICE_TOO)) {
            int answered = 0;
            while (answered < FLOWS && vm.whoAmI("http://" + LabPlan.INTERNET).answered()) {
                answered++;
            }
            Set<String> first = flows(one);
            Set<String> second = flows(other);
            Set<String> both = new HashSet<>(first);
            both.retainAll(second);
            return new Outcome(
                    answered == FLOWS
                            && !first.isEmpty()
                            && !second.isEmpty()
                            && both.isEmpty()
                            && first.size() + second.size() == FLOWS,
                    "%d of %d answered; %d and %d flows, %d on both"
                            .formatted(answered, FLOWS, first.size(), second.size(), both.size()));
        }
    }

    private static Capture watch(Station station, String device) {
        return Capture.start(
                station.namespace(),
                device,
                "src host " + LabPlan.CONTOSO_EXTERNAL + " and tcp and dst port 80");
    }

    /// Source address and port of each flow that a device received.
    private static Set<String> flows(Capture capture) {
        return capture.packets().stream()
                .flatMap(EqualCostProof::source)
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toSet(), Collections::unmodifiableSet));
    }

    private static Stream<String> source(String packet) {
        List<String> words = List.of(packet.split(" +", -1));
        return words.stream()
                .filter(word -> word.startsWith(LabPlan.CONTOSO_EXTERNAL + "."))
                .limit(1);
    }
}
