package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.xdp.FlowExecution;
import io.hnvgateway.packet.checkpoint.TableIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What to open.
///
/// @param devices in the order of the port indexes; their roles stand in the steering policy
/// @param workers threads that will forward, 1..16; each gets a view of every port
/// @param execution empty: every packet of the gateway goes to a worker; without effect where there
///   is no XDP
/// @param slowPathLimit what each compartment may send to workers that are behind
/// @param pinning empty: maps and program end with the process
public record DataPathConfig(
        DataPathMode mode,
        List<String> devices,
        int workers,
        Sizes sizes,
        Optional<FlowExecution> execution,
        SlowPathLimit slowPathLimit,
        Optional<Pinning> pinning) {
    public static final int MAX_WORKERS = 16;

    private static final int MAX_PORTS = 16;

    public DataPathConfig {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || devices.size() > MAX_PORTS) {
            throw new IllegalArgumentException("devices: must be 1.." + MAX_PORTS);
        }
        if (devices.stream().distinct().count() != devices.size()) {
            throw new IllegalArgumentException("devices: one is named twice: " + devices);
        }
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("workers: must be 1.." + MAX_WORKERS);
        }
    }

    /// Without execution in the XDP program.
    public DataPathConfig(DataPathMode mode, List<String> devices, int workers, Sizes sizes) {
        this(
                mode,
                devices,
                workers,
                sizes,
                Optional.empty(),
                SlowPathLimit.DEFAULT,
                Optional.empty());
    }

    /// For one worker.
    public DataPathConfig(DataPathMode mode, List<String> devices, Sizes sizes) {
        this(mode, devices, 1, sizes);
    }

    /// The same, flow entries being executed by the XDP program where it can.
    public DataPathConfig executing(FlowExecution by) {
        return new DataPathConfig(
                mode, devices, workers, sizes, Optional.of(by), slowPathLimit, pinning);
    }

    /// The same with another limit.
    public DataPathConfig with(SlowPathLimit limit) {
        return new DataPathConfig(mode, devices, workers, sizes, execution, limit, pinning);
    }

    /// The same, program and maps outliving the process; a heartbeat may be
    /// [Pinning#DEFAULT_HEARTBEAT_LIMIT] old.
    ///
    /// @param directory below the root of a bpffs; where it is not, nothing is pinned
    /// @param adopt whether to go on with what is pinned there, if it fits and has this identity;
    ///   it is removed if not
    public DataPathConfig pinned(Path directory, TableIdentity identity, boolean adopt) {
        return pinned(new Pinning(directory, identity, adopt, Pinning.DEFAULT_HEARTBEAT_LIMIT));
    }

    public DataPathConfig pinned(Pinning by) {
        return new DataPathConfig(
                mode, devices, workers, sizes, execution, slowPathLimit, Optional.of(by));
    }

    /// How program and maps outlive the process.
    ///
    /// @param identity of the tables that the process goes on with, or of those that it makes
    /// @param heartbeatLimit how old a sign of life may be ([Heartbeat])
    public record Pinning(
            Path directory, TableIdentity identity, boolean adopt, Duration heartbeatLimit) {
        public static final Duration DEFAULT_HEARTBEAT_LIMIT = Duration.ofSeconds(60);

        public Pinning {
            if (!heartbeatLimit.isPositive()) {
                throw new IllegalArgumentException("heartbeatLimit: must be positive");
            }
        }
    }

    /// Numbers of slots. Under XDP all of them are memory from the start; over AF_PACKET, once they
    /// are touched.
    ///
    /// @param frames of 4096 bytes, of all workers and ports; many queues or workers get more
    /// @param flowEntries of IPv4, a power of two
    /// @param flowEntries6 of IPv6, a power of two
    /// @param compartments largest compartment index + 1, at most 65,536
    public record Sizes(
            int frames, int flowEntries, int flowEntries6, int adjacencies, int compartments) {
        private static final int LEAST_FLOWS = 16;

        public static final Sizes DEFAULT = new Sizes(16384, 1 << 20, 1 << 18, 1 << 14);

        /// For tests.
        public static final Sizes SMALL = new Sizes(4096, 1 << 10, 1 << 8, 1 << 8);

        public Sizes {
            if (frames < 1024 || adjacencies < 1 || compartments < 1) {
                throw new IllegalArgumentException("sizes: too small");
            }
            if (compartments > VsidArray.MAX_COMPARTMENT + 1) {
                throw new IllegalArgumentException("compartments: too many");
            }
            requirePowerOfTwo("flowEntries", flowEntries);
            requirePowerOfTwo("flowEntries6", flowEntries6);
        }

        /// With a quarter as many IPv6 flows as IPv4 flows.
        public Sizes(int frames, int flowEntries, int adjacencies, int compartments) {
            this(
                    frames,
                    flowEntries,
                    Math.max(LEAST_FLOWS, flowEntries / 4),
                    adjacencies,
                    compartments);
        }

        private static void requirePowerOfTwo(String name, int entries) {
            if (entries < LEAST_FLOWS || Integer.bitCount(entries) != 1) {
                throw new IllegalArgumentException(
                        name + ": must be a power of two, at least " + LEAST_FLOWS);
            }
        }
    }
}
