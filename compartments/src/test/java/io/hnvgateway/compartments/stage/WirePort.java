package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Port;

/// A port that only has a MAC address.
record WirePort(long macAddress) implements Port {
    @Override
    public int index() {
        return 0;
    }

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public int mtuBytes() {
        return 1500;
    }

    @Override
    public int receive(FrameBatch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean transmit(long address, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {
        throw new UnsupportedOperationException();
    }
}
