package io.hnvgateway.app.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// Makes captures of tenants' traffic. Any thread.
@FunctionalInterface
public interface CaptureSource {

    /// Writes frames as pcapng until the time is up or the file is full. Blocks.
    ///
    /// @param tenant name or RDID
    /// @param mostBytes of the file
    /// @throws IOException as `out` throws it: the capture ends
    CaptureResult capture(String tenant, Duration time, long mostBytes, OutputStream out)
            throws CaptureRefusedException, IOException, InterruptedException;
}
