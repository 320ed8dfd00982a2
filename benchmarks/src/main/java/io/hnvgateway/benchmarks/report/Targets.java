package io.hnvgateway.benchmarks.report;

import static io.hnvgateway.benchmarks.device.Variants.JAVA;
import static io.hnvgateway.benchmarks.device.Variants.LINUX;
import static io.hnvgateway.benchmarks.device.Variants.OVS;
import static io.hnvgateway.benchmarks.device.Variants.REDIRECT;
import static io.hnvgateway.benchmarks.device.Variants.XDP;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.api.ApiBench;
import io.hnvgateway.benchmarks.api.ApiRows;
import io.hnvgateway.benchmarks.bgp.BgpRows;
import io.hnvgateway.benchmarks.bgp.ManyPeersBench;
import io.hnvgateway.benchmarks.bgp.OneRouteBench;
import io.hnvgateway.benchmarks.ipsec.IpsecBench;
import io.hnvgateway.benchmarks.ipsec.ManyBench;
import io.hnvgateway.benchmarks.ipsec.RekeyBench;
import io.hnvgateway.benchmarks.memory.MemoryBench;
import io.hnvgateway.benchmarks.report.Target.Relation;
import io.hnvgateway.benchmarks.traffic.Direction;
import java.util.List;
import java.util.stream.Stream;

/// What the project wants of its gateway on a virtual machine of two cores, over veth.
public final class Targets {
    private static final int MANY = 10_000;
    private static final int MILLION = 1_000_000;
    private static final int THOUSAND = 1_000;
    private static final int MANY_TUNNELS_SECONDS = 30;

    private Targets() {}

    static List<Target> all() {
        return Stream.of(
                        Stream.of(Direction.values()).flatMap(Targets::forwarding),
                        Stream.of(Direction.values()).flatMap(Targets::pipeline),
                        esp(),
                        ipsec(),
                        manyTunnels(),
                        bgp(),
                        api(),
                        Stream.of(million(), newSession(), newSessions(), latency(), memory()))
                .flatMap(targets -> targets)
                .toList();
    }

    static List<Target.Check> check(Results results) {
        return check(all(), results);
    }

    private static List<Target.Check> check(List<Target> targets, Results results) {
        return targets.stream().map(target -> target.check(results)).toList();
    }

    /// The checks as lines for people.
    public static List<String> lines(Results results) {
        return lines(check(results));
    }

    /// Of tunnels alone.
    public static List<String> linesOfIpsec(Results results) {
        return lines(
                check(
                        Stream.of(ipsec(), manyTunnels(), esp())
                                .flatMap(targets -> targets)
                                .toList(),
                        results));
    }

    /// Of learned routes alone.
    public static List<String> linesOfBgp(Results results) {
        return lines(check(bgp().toList(), results));
    }

    /// Of what a controller does alone.
    public static List<String> linesOfApi(Results results) {
        return lines(check(api().toList(), results));
    }

    private static List<String> lines(List<Target.Check> checks) {
        return checks.stream()
                .map(check ->
                        "%-13s %s: %s  [%s]"
                                .formatted(
                                        check.outcome().text().replace("*", ""),
                                        check.target().what(),
                                        check.target().bound(),
                                        check.figures()))
                .toList();
    }

    private static Stream<Target> forwarding(Direction direction) {
        Result.Load many = load(direction, MANY, 1);
        Result.Load thousand = load(direction, MANY, THOUSAND);
        String way = ", " + direction.label();
        String few = "NVGRE + NAT, 64 B, 10,000 flows" + way;
        return Stream.of(
                atMost("XDP: cost, " + few, "≤ 1/8 of Linux's", XDP, many, 1 / 8.0, LINUX, many),
                new Target(
                        "XDP: rate, " + few,
                        "≥ 0.5 × XDP redirect only",
                        new Figure("forward", XDP, "rate", many),
                        Relation.AT_LEAST,
                        0.5,
                        new Figure("forward", REDIRECT, "rate", many)),
                atMost(
                        "Java: cost, " + few,
                        "≤ 1/1.8 of Linux's",
                        JAVA,
                        many,
                        1 / 1.8,
                        LINUX,
                        many),
                atMost(
                        "Java: cost, " + few,
                        "≤ 1/3 of Open vSwitch's with AF_XDP",
                        JAVA,
                        many,
                        1 / 3.0,
                        OVS,
                        many),
                atMost(
                        "XDP: 1,000 compartments instead of 1, 10,000 flows" + way,
                        "at most 10 % dearer",
                        XDP,
                        thousand,
                        1.1,
                        XDP,
                        many),
                atMost(
                        "Java: 1,000 compartments instead of 1, 10,000 flows" + way,
                        "at most 10 % dearer",
                        JAVA,
                        thousand,
                        1.1,
                        JAVA,
                        many));
    }

    /// Up only: Linux's many compartments are not reached from the front end here.
    private static Target million() {
        Result.Load load = load(Direction.UP, MILLION, THOUSAND);
        return atMost(
                "XDP: cost, a million flows, 1,000 compartments, up",
                "≤ 1/3 of Linux's",
                XDP,
                load,
                1 / 3.0,
                LINUX,
                load);
    }

    private static Target atMost(
            String what,
            String bound,
            String variant,
            Result.Load load,
            double factor,
            String other,
            Result.Load otherLoad) {
        return new Target(
                what,
                bound,
                new Figure("forward", variant, "cost", load),
                Relation.AT_MOST,
                factor,
                new Figure("forward", other, "cost", otherLoad));
    }

    private static Stream<Target> pipeline(Direction direction) {
        return Stream.of(
                limit(
                        "JMH: whole Java pipeline, 10,000 flows, " + direction.label(),
                        "≤ 60 ns a packet",
                        new Figure(
                                "micro",
                                JAVA,
                                "pipeline-batch-hugepages",
                                load(direction, MANY, 1)),
                        60),
                limit(
                        "JMH: the same, a million flows, 1,000 compartments, " + direction.label(),
                        "≤ 120 ns a packet",
                        new Figure(
                                "micro",
                                JAVA,
                                "pipeline-batch-hugepages",
                                load(direction, MILLION, THOUSAND)),
                        120));
    }

    /// Header to header, one tunnel; VPP's ESP nodes take 64 and 137 ns, 74 and 148 ns there.
    private static Stream<Target> esp() {
        return Stream.of(
                esp("encrypt", 64, 60),
                esp("encrypt", 1400, 130),
                esp("decrypt", 64, 60),
                esp("decrypt", 1400, 140));
    }

    private static Target esp(String way, int bytes, int limitNs) {
        return limit(
                "JMH: ESP with AES-128-GCM, %s, %,d B inside".formatted(way, bytes),
                "≤ %d ns a packet".formatted(limitNs),
                new Figure(
                        "micro",
                        JAVA,
                        "esp-%s-%d-ipsec_mb-aes_gcm_128-1".formatted(way, bytes),
                        load(Direction.UP, 0, 1)),
                limitNs);
    }

    private static Stream<Target> ipsec() {
        Figure rate = new Figure(IpsecBench.TEST, IpsecBench.GATEWAY, "rate", IpsecBench.load());
        String tunnel = "IPsec: one tunnel, AES-128-GCM, 1,400 B, one way";
        return Stream.of(
                new Target(tunnel, "≥ 8 Gbit/s", rate, Relation.AT_LEAST, 8, null),
                new Target(
                        tunnel,
                        "≥ 5 × strongSwan's kernel-libipsec",
                        rate,
                        Relation.AT_LEAST,
                        5,
                        new Figure(
                                IpsecBench.TEST, IpsecBench.LIBIPSEC, "rate", IpsecBench.load())),
                limit(
                        "IPsec: packets lost while keys are renewed",
                        "none",
                        new Figure(
                                IpsecBench.TEST,
                                IpsecBench.GATEWAY,
                                "rekey-lost",
                                IpsecBench.load()),
                        0),
                rekeys("lost on their way out while keys are renewed", "out-lost"),
                rekeys("lost on their way in while keys are renewed", "in-lost"),
                rekeys("taken for replays while keys are renewed", "replayed-gateway"));
    }

    private static Target rekeys(String packets, String metric) {
        return limit(
                "IPsec, both ways: packets that were " + packets,
                "none",
                new Figure(
                        IpsecBench.TEST,
                        IpsecBench.GATEWAY,
                        "rekey-both-" + metric,
                        RekeyBench.load()),
                0);
    }

    private static Stream<Target> manyTunnels() {
        String all = "IPsec: 1,000 tunnels";
        return Stream.of(
                limit(
                        all + " up, of a gateway that had none",
                        "≤ 30 s",
                        many("cold"),
                        MANY_TUNNELS_SECONDS),
                limit(
                        all + " up, charon having been killed",
                        "≤ 30 s",
                        many("restart"),
                        MANY_TUNNELS_SECONDS),
                new Target(
                        all + " that carry every packet, both ways",
                        "all",
                        many("restart-in-tunnels"),
                        Relation.AT_LEAST,
                        ManyBench.TUNNELS,
                        null));
    }

    private static Figure many(String metric) {
        return new Figure(
                IpsecBench.TEST,
                IpsecBench.GATEWAY,
                "many-" + metric,
                ManyBench.load(ManyBench.TUNNELS));
    }

    private static Stream<Target> bgp() {
        Result.Load one = BgpRows.load(1, 1);
        Result.Load many = BgpRows.load(OneRouteBench.ROUTES, 1);
        Result.Load peers = BgpRows.load(ManyPeersBench.ROUTES, ManyPeersBench.TENANTS);
        return Stream.of(
                bgp(
                        "one route, until packets follow it, p99",
                        "≤ 50 ms",
                        "one-in-force-99-percent",
                        one,
                        50),
                bgp("10,000 routes of one peer in force", "≤ 2 s", "many-in-force", many, 2),
                bgp(
                        "100 tenants' peers with 100 routes each, of a gateway that had none",
                        "≤ 10 s",
                        "peers-cold",
                        peers,
                        10),
                bgp("one peer of 100 added, its routes in force", "≤ 2 s", "peer-added", peers, 2),
                bgp("one peer of 100 changed", "≤ 2 s", "peer-changed", peers, 2),
                bgp("one peer of 100 removed", "≤ 2 s", "peer-removed", peers, 2),
                bgp(
                        "a dead peer by BFD, until its traffic has moved, p99",
                        "≤ 400 ms",
                        "dead-peer-99-percent",
                        one,
                        400),
                bgp("sessions of others that moved thereby", "none", "others-moved", peers, 0));
    }

    private static Target bgp(
            String what, String bound, String metric, Result.Load load, double limit) {
        return limit(
                "BGP: " + what,
                bound,
                new Figure(BgpRows.TEST, BgpRows.GATEWAY, metric, load),
                limit);
    }

    private static Stream<Target> api() {
        return Stream.of(
                api(
                        "PUT of a virtual gateway, in force and answered, p99",
                        "≤ 100 ms",
                        "put-99-percent",
                        100),
                api(
                        "all tenants with 10 records each into an empty gateway by the plugin",
                        "≤ 60 s",
                        "fill",
                        60),
                api(
                        "10,000 record changes by one call, in force and answered, the slowest",
                        "≤ 1 s",
                        "batch-worst",
                        1000),
                api("packets of others lost meanwhile", "none", "batch-others-lost", 0),
                api("the metrics page, the slowest", "≤ 300 ms", "metrics-worst", 300));
    }

    private static Target api(String what, String bound, String metric, double limit) {
        return limit(
                "API, 5,000 tenants: " + what,
                bound,
                new Figure(ApiRows.TEST, ApiRows.GATEWAY, metric, ApiRows.load(ApiBench.TENANTS)),
                limit);
    }

    private static Target newSession() {
        return limit(
                "JMH: new NAT session, 10,000 tenants' endpoints",
                "≤ 700 ns",
                new Figure("micro", JAVA, "session-open-udp", load(Direction.UP, 0, THOUSAND)),
                700);
    }

    private static Target newSessions() {
        Result.Load load = load(Direction.UP, MILLION, THOUSAND);
        return new Target(
                "new NAT sessions a second over veth",
                "≥ 2 × Linux's",
                new Figure("sessions", XDP, "rate", load),
                Relation.AT_LEAST,
                2,
                new Figure("sessions", LINUX, "rate", load));
    }

    private static Target latency() {
        Result.Load load = load(Direction.UP, MANY, 1);
        return new Target(
                "XDP: latency added, each at half of its own rate, p99, ns",
                "below Linux's",
                new Figure("latency", XDP, "added-latency-p99", load),
                Relation.AT_MOST,
                1,
                new Figure("latency", LINUX, "added-latency-p99", load));
    }

    private static Target memory() {
        return limit(
                "a session, IPv4, 2 CPUs, bytes",
                "≤ 384 bytes in all",
                new Figure("memory", XDP, "session", MemoryBench.LOAD),
                384);
    }

    private static Target limit(String what, String bound, Figure figure, double limit) {
        return new Target(what, bound, figure, Relation.AT_MOST, limit, null);
    }

    private static Result.Load load(Direction direction, int flows, int compartments) {
        return new Result.Load(direction.label(), 64, flows, compartments);
    }
}
