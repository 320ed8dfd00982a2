package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.RoutingDomainId;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Keeps nothing.
final class NoLedger implements CompartmentLedger, AdjacencyLedger {
    @Override
    public List<Kept> kept() {
        return List.of();
    }

    @Override
    public OptionalLong keptUnderlay() {
        return OptionalLong.empty();
    }

    @Override
    public void compartment(int index, RoutingDomainId rdid) {}

    @Override
    public void inDoubt(int index) {}

    @Override
    public void decidedBy(int index, long digest) {}

    @Override
    public void underlayInDoubt() {}

    @Override
    public void underlay(long digest) {}

    @Override
    public List<KeptVm> keptVms() {
        return List.of();
    }

    @Override
    public List<KeptNeighbor> keptNeighbors() {
        return List.of();
    }

    @Override
    public OptionalInt keptFrontEnd() {
        return OptionalInt.empty();
    }

    @Override
    public void vm(int slot, int compartment, VmName name) {}

    @Override
    public void frontEnd(int slot) {}

    @Override
    public void neighbor(int slot, int link, long high, long low) {}

    @Override
    public void released(int index) {}
}
