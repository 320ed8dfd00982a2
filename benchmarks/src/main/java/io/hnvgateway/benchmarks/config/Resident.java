package io.hnvgateway.benchmarks.config;

import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.packet.FramePool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Resident memory of a gateway from `/proc/PID/smaps` and `/proc/PID/status`.
///
/// @param allMebibytes the process whole
/// @param peakMebibytes the most that it ever was
/// @param tableMebibytes flow table and UMEM: mappings of exactly their sizes
public record Resident(double allMebibytes, double peakMebibytes, double tableMebibytes) {
    private static final Pattern SIZE = Pattern.compile("Size: +(\\d+) kB");
    private static final Pattern RESIDENT = Pattern.compile("Rss: +(\\d+) kB");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final long FLOW_ENTRY_BYTES = 64;

    public static Resident of(long pid) throws IOException {
        DataPathConfig.Sizes sizes = DataPathConfig.Sizes.DEFAULT;
        long flowKibibytes = sizes.flowEntries() * FLOW_ENTRY_BYTES / 1024;
        long frameKibibytes = (long) sizes.frames() * FramePool.FRAME_BYTES / 1024;
        long all = 0;
        long tables = 0;
        long size = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            Matcher sized = SIZE.matcher(line);
            Matcher resident = RESIDENT.matcher(line);
            if (sized.matches()) {
                size = Long.parseLong(sized.group(1));
            } else if (resident.matches()) {
                long kibibytes = Long.parseLong(resident.group(1));
                all += kibibytes;
                tables += size == flowKibibytes || size == frameKibibytes ? kibibytes : 0;
            }
        }
        return new Resident(all / 1024.0, peakKibibytes(pid) / 1024.0, tables / 1024.0);
    }

    private static long peakKibibytes(long pid) throws IOException {
        Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        if (!peak.find()) {
            throw new IOException("no VmHWM of process " + pid);
        }
        return Long.parseLong(peak.group(1));
    }

    /// The peak, with the tables as they are now.
    public double otherPeakMebibytes() {
        return peakMebibytes - tableMebibytes;
    }

    public double otherMebibytes() {
        return allMebibytes - tableMebibytes;
    }
}
