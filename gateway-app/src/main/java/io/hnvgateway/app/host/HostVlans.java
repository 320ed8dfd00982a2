package io.hnvgateway.app.host;

import io.hnvgateway.provider.connection.InterfaceName;
import io.hnvgateway.provider.connection.TaggedInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The host's own VLAN interfaces: their frames are the kernel's, so that the gateway cannot have
/// the same VLAN of the same device.
///
/// @param names VLAN of a device → the host's name of the interface
public record HostVlans(Map<TaggedInterface, String> names) {
    public static final HostVlans NONE = new HostVlans(Map.of());
    private static final Path KERNEL = Path.of("/proc/net/vlan/config");

    public HostVlans {
        names = Map.copyOf(names);
    }

    /// Those of this network namespace; none where the kernel's 8021q is not loaded.
    public static HostVlans read() throws IOException {
        return Files.exists(KERNEL) ? parse(Files.readAllLines(KERNEL)) : NONE;
    }

    /// Lines as `eth1.100 | 100 | eth1`; the two of the heading are none.
    static HostVlans parse(List<String> lines) {
        Map<TaggedInterface, String> names = new HashMap<>();
        for (String line : lines) {
            String[] columns = line.split("\\|", -1);
            if (columns.length == 3) {
                String tagged = columns[2].strip() + "." + columns[1].strip();
                InterfaceName.tagged(tagged).ifPresent(vlan -> names.put(vlan, columns[0].strip()));
            }
        }
        return new HostVlans(names);
    }
}
