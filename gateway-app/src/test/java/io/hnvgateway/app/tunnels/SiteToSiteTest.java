package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.connection.SpecSeal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The socket for charon's plugin. No charon listens: a plain file stands where it would.
class SiteToSiteTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path directory;
    private Path vici;

    @BeforeEach
    void makeFile() throws Exception {
        vici = Files.createFile(directory.resolve("vici.sock"));
    }

    @Test
    void aSocketThatCouldNotBeMadeIsTriedAgain() throws Exception {
        Path inTheWay = Files.createFile(directory.resolve("run"));
        Path socket = inTheWay.resolve("ike.sock");
        try (SiteToSite sites = sites(socket)) {
            serve(sites);
            for (int second = 0; second < 20; second++) {
                sites.eachSecond();
            }
            assertThat(inTheWay).isRegularFile();
            Files.delete(inTheWay);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!Files.exists(socket)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                sites.eachSecond();
                Thread.sleep(10);
            }
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aSocketThatIsBeingMadeAtTheEndIsClosed() throws Exception {
        Path socket = directory.resolve("ike.sock");
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SiteToSite sites = sites(slow(socket, making, goOn));
        serve(sites);
        making.await();
        Thread end = Thread.ofPlatform().start(sites::close);
        while (end.isAlive() && end.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        goOn.countDown();
        assertThat(end.join(LIMIT)).isTrue();
        Thread.sleep(200); // whatever comes behind the end
        assertThat(socket).doesNotExist();
    }

    private SiteToSite sites(Path socket) {
        return new SiteToSite(
                new SiteToSite.Settings(1, socket, vici),
                new SpecSeal(() -> new byte[32]),
                Runnable::run);
    }

    private static void serve(SiteToSite sites) {
        sites.serve(networks -> {}, (worker, command) -> true, event -> {});
    }

    /// A path that says where it is only when it is let.
    private static Path slow(Path path, CountDownLatch asked, CountDownLatch goOn) {
        return (Path)
                Proxy.newProxyInstance(
                        Path.class.getClassLoader(),
                        new Class<?>[] {Path.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("toAbsolutePath")) {
                                asked.countDown();
                                awaitAnyhow(goOn);
                            }
                            try {
                                return method.invoke(path, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static void awaitAnyhow(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
