package io.hnvgateway.provider.resource;

/// Idle times of sessions in seconds. Defaults: RFC 4787 REQ-5, RFC 5382 REQ-5, RFC 5508 REQ-2.
public record NatTimers(
        int udpIdleSeconds, int tcpEstablishedSeconds, int tcpTransitorySeconds, int icmpSeconds) {
    public static final NatTimers DEFAULT = new NatTimers(300, 7440, 240, 60);
}
