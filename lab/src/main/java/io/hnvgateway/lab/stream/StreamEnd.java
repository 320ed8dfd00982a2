package io.hnvgateway.lab.stream;

import java.util.Map;
import java.util.function.Consumer;

/// One end of a stream, at work on threads of its own from the beginning.
interface StreamEnd {

    /// What has come so far: packets or bytes.
    long progress();

    /// Sends no more; what is under way may still come.
    void stop() throws InterruptedException;

    /// Takes what is still under way, once the other end has stopped, too.
    default void end() throws InterruptedException {}

    /// What happened, once [#end] has returned.
    Map<String, String> facts();

    /// A blocking loop that may fail for reasons of the network.
    @FunctionalInterface
    interface Loop {
        void run() throws Exception;
    }

    /// Runs it on a thread that keeps no program alive.
    static Thread onThread(Loop loop, Consumer<Exception> failed) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        loop.run();
                    } catch (Exception e) {
                        failed.accept(e);
                    }
                });
    }
}
