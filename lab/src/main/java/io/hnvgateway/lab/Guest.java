package io.hnvgateway.lab;

import io.hnvgateway.lab.ovs.VirtualMachine;
import io.hnvgateway.lab.traffic.Station;

/// A tenant's VM: what its host knows of it, and the traffic it can make.
public record Guest(VirtualMachine machine, Station station) {}
