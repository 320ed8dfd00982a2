package io.hnvgateway.dataplane.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An XDP program that hands every frame to the kernel, for the peer's end of a pair.
public final class XdpPass {
    private static final String SOURCE =
            """
            __attribute__((section("xdp"), used)) int pass(void *context) { return 2; }
            char _license[] __attribute__((section("license"), used)) = "GPL";
            """;

    private final Path object;

    /// @param folder for what is compiled
    public XdpPass(Path folder) {
        object = folder.resolve("pass.o");
        Path source = folder.resolve("pass.c");
        try {
            Files.writeString(source, SOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("clang -O2 -target bpf -c " + source + " -o " + object);
    }

    public void attach(VethPeer to) {
        to.inPeer("ip link set dev " + VethPeer.PEER + " xdp object " + object + " section xdp");
    }

    public void detach(VethPeer from) {
        from.inPeer("ip link set dev " + VethPeer.PEER + " xdp off");
    }
}
