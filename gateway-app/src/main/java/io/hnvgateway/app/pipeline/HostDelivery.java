package io.hnvgateway.app.pipeline;

/// Gives the host's kernel a packet of its own that only the gateway got.
@FunctionalInterface
public interface HostDelivery {
    /// Of a gateway whose host needs none.
    HostDelivery NONE = (_, _, _) -> false;

    /// Gives it. Called on worker threads, seldom: it is a system call.
    ///
    /// @param ip address of its IP header; a fragment is put together by the kernel
    /// @param bytes of the IP packet
    /// @return false when the kernel does not take it
    boolean deliver(long ip, int bytes, boolean ipv6);
}
