package io.hnvgateway.dataplane.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Runs the `nft` program with a script, which it executes wholly or not at all.
final class Nft {
    private Nft() {}

    /// @return what nft printed
    /// @throws GuardException with the program's own words
    static String run(String script) {
        return run(script, List.of("nft", "-f", "-"));
    }

    /// As [#run]; listings leave out the elements of sets.
    static String runTersely(String script) {
        return run(script, List.of("nft", "-t", "-f", "-"));
    }

    private static String run(String script, List<String> command) {
        try {
            Process nft = new ProcessBuilder(command).start();
            CompletableFuture<byte[]> errors =
                    CompletableFuture.supplyAsync(() -> readAll(nft.getErrorStream()));
            try (var in = nft.getOutputStream()) {
                in.write(script.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(readAll(nft.getInputStream()), StandardCharsets.UTF_8);
            if (nft.waitFor() != 0) {
                String said = new String(errors.join(), StandardCharsets.UTF_8).strip();
                throw new GuardException("nft refused the guard's rules: " + said);
            }
            return output;
        } catch (IOException e) {
            throw new GuardException("nft cannot be run (Debian package nftables): " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuardException("interrupted while nft ran", e);
        }
    }

    private static byte[] readAll(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
