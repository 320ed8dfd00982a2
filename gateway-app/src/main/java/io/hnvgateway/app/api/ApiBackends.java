package io.hnvgateway.app.api;

import io.hnvgateway.app.capture.CaptureSource;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.probe.GatewayProbes;

/// What the API answers from.
///
/// @param etagKey secret, and the same over all restarts
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ApiBackends(
        DesiredStateApplier applier,
        ControlBackend control,
        EventLog events,
        GatewayProbes probes,
        CaptureSource captures,
        byte[] etagKey) {}
