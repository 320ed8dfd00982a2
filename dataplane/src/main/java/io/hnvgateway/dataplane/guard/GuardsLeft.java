package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.xdp.OtherPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Removal of what dead gateways guarded: of each device that no gateway can be using. One that
/// runs has its XDP program there, or packet sockets for all protocols.
public final class GuardsLeft {
    private static final Path PACKET_SOCKETS = Path.of("/proc/net/packet");
    private static final Path DEVICES = Path.of("/sys/class/net");
    private static final String ALL_PROTOCOLS = "0003";
    private static final int PROTOCOL = 3;
    private static final int DEVICE = 4;

    private GuardsLeft() {}

    /// @param removed devices whose guard is gone
    /// @param left devices whose guard stands, for it may be another gateway's
    public record Removal(List<String> removed, List<String> left) {}

    public static Removal remove() {
        return remove(Guard.guardedDevices());
    }

    /// As [#remove()], of these devices alone.
    static Removal remove(List<String> devices) {
        List<String> removed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Set<Integer> listenedTo = listenedTo();
        for (String device : devices) {
            (isUsed(device, listenedTo) ? left : removed).add(device);
        }
        Guard.detach(removed);
        return new Removal(removed, left);
    }

    private static boolean isUsed(String device, Set<Integer> listenedTo) {
        if (!Files.exists(DEVICES.resolve(device))) {
            return false;
        }
        NetDevice there = NetDevice.of(device);
        return OtherPrograms.isOn(there) || listenedTo.contains(there.index());
    }

    private static Set<Integer> listenedTo() {
        try (Stream<String> sockets = Files.lines(PACKET_SOCKETS)) {
            return sockets.map(line -> line.strip().split("\\s+", -1))
                    .filter(socket ->
                            socket.length > DEVICE && socket[PROTOCOL].equals(ALL_PROTOCOLS))
                    .map(socket -> Integer.valueOf(socket[DEVICE]))
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
