/// What is sent through a device under test, and what is counted of it.
///
/// ```
///  namespace gen        namespace of the device under test            namespace sink
///  [load] ── veth ──▶ [ be   gateway, or VXLAN + nftables   fe ] ── veth ──▶ [sink program]
///    ▲  CPU 0                   CPU 0 and 1                                        │
///    └───────── counters: at most `window` packets are under way ◀─────────────────┘
/// ```
///
/// That is the way up; down, generator and sink change places.
///
/// **The loop is closed.** The generator (a kernel program over live frames) sends while fewer than
/// `window` packets are under way, else it waits and counts the time that it waited. So the device
/// under test is saturated yet drops nothing, the rate is the loss-free rate, and no work is done
/// for packets that do not arrive. For latency the loop is open: packets leave at an even pace.
///
/// **Each packet is checked where it arrives**: length, protocol, addresses, inner port and IPv4
/// checksum must be its flow's, and one that is wrong ends the benchmark.
///
/// **Flows are set up before they are measured**
/// ([io.hnvgateway.benchmarks.traffic.LoadGenerator]): the sink learns each flow's external port,
/// and the way down uses it.
///
/// **CPU time is accounted, not sampled.** All soft interrupts that a packet raises run either in
/// the generator's own system call, in the gateway's threads, or in ksoftirqd. The CPU clocks of
/// all these, to the nanosecond, less the time the generator waited, less what generating costs
/// alone (measured in the same round against a program that drops at the first hop), divided by the
/// packets delivered, is the cost. What other programs of the machine do is not in it, except for
/// the caches that they spoil; so devices take turns within a round, and ratios are taken inside
/// rounds.
@NullMarked
package io.hnvgateway.benchmarks.traffic;

import org.jspecify.annotations.NullMarked;
