package io.hnvgateway.app.rest;

import java.io.IOException;
import java.io.OutputStream;

/// Writes the page of metrics. Called on virtual threads.
@FunctionalInterface
public interface MetricsPage {
    /// Of the Prometheus text format.
    String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    MetricsPage EMPTY = _ -> {};

    /// @throws IOException only what the stream throws
    void write(OutputStream out) throws IOException;
}
