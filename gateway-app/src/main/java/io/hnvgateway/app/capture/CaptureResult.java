package io.hnvgateway.app.capture;

/// What a capture came to.
///
/// @param frames written
/// @param lost frames that came faster than they were written, or did not fit any more
public record CaptureResult(long frames, long lost) {}
