package io.hnvgateway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A network namespace of `ip netns`.
public record Namespace(String name) {
    private static final List<String> OFFLOADS = List.of("rx", "tx", "tso", "gso", "gro", "sg");

    void create() throws IOException, InterruptedException {
        Command.line("ip netns add " + name);
        ip("link set lo up");
        sysctl("net.ipv6.conf.all.disable_ipv6=1");
        sysctl("net.ipv6.conf.default.disable_ipv6=1");
    }

    void delete() {
        try {
            Command.line("ip netns del " + name);
        } catch (IOException e) {
            // Not made, or gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// `ip -n NAME words`.
    public void ip(String words) throws IOException, InterruptedException {
        Command.line("ip -n " + name + " " + words);
    }

    public void sysctl(String assignment) throws IOException, InterruptedException {
        Command.run(inside(List.of("sysctl", "-qw", assignment)));
    }

    /// The words that run a program inside.
    public List<String> inside(List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(words);
        return all;
    }

    /// The way tools of this benchmark name an interface.
    public String device(String device) {
        return name + "/" + device;
    }

    /// Joins this namespace and another by a veth pair with all offloads off: there is no hardware
    /// that would do them.
    public void veth(String device, Namespace other, String otherDevice)
            throws IOException, InterruptedException {
        ip(
                "link add name %s type veth peer name %s netns %s"
                        .formatted(device, otherDevice, other.name));
        plain(device);
        other.plain(otherDevice);
        ip("link set " + device + " up");
        other.ip("link set " + otherDevice + " up");
    }

    private void plain(String device) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("ethtool", "-K", device));
        for (String offload : OFFLOADS) {
            words.add(offload);
            words.add("off");
        }
        Command.run(inside(words));
    }
}
