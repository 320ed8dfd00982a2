package io.hnvgateway.app.telemetry;

import java.io.IOException;
import java.io.OutputStream;

/// The metrics as Prometheus reads them. Called on virtual threads.
@FunctionalInterface
public interface MetricsPage {
    /// Of what [#write] writes.
    String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /// Reads all counters now and writes the page; does not close the stream.
    void write(OutputStream to) throws IOException;
}
