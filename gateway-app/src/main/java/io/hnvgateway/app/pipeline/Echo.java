package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.IpAddress;

/// A question that the gateway asks a VM from its own address in the VM's network: an ICMP echo.
/// Made by [Echoes]; [#answeredNs] is written by a worker, the rest never.
public final class Echo {
    /// Bytes behind the ICMP header: [#token].
    static final int TOKEN_BYTES = Long.BYTES;

    private final int compartment;
    private final IpAddress own;
    private final IpAddress vm;
    private final int identifier;
    private final long token;
    private volatile long answeredNs;

    Echo(int compartment, IpAddress own, IpAddress vm, int identifier, long token) {
        this.compartment = compartment;
        this.own = own;
        this.vm = vm;
        this.identifier = identifier;
        this.token = token;
    }

    int compartment() {
        return compartment;
    }

    IpAddress own() {
        return own;
    }

    IpAddress vm() {
        return vm;
    }

    /// 0..65535.
    int identifier() {
        return identifier;
    }

    /// Random: who did not get the question cannot answer it.
    long token() {
        return token;
    }

    void answered(long nowNs) {
        answeredNs = nowNs;
    }

    /// When the first answer came, by CLOCK_MONOTONIC; 0: none did.
    public long answeredNs() {
        return answeredNs;
    }
}
