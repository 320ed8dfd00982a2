package io.hnvgateway.benchmarks.traffic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One way through a device under test.
///
/// @param generator NAMESPACE/DEVICE into which the load goes
/// @param attachments NAMESPACE/DEVICE=PROGRAM: sinks, and what else of traffic.bpf.c is needed
/// @param redirect NAMESPACE/FROM=TO, for the device that is nothing else
/// @param sent the tunnel around what is sent
public record Route(
        String generator,
        List<String> attachments,
        @Nullable String redirect,
        Encapsulation sent,
        Arrival arrival) {

    public Route(String generator, List<String> attachments, Encapsulation sent, Arrival arrival) {
        this(generator, attachments, null, sent, arrival);
    }

    /// What must arrive.
    ///
    /// @param encapsulation the tunnel around it
    /// @param source outer source address
    /// @param sourceStep what each further compartment adds to the source
    /// @param destination outer destination address
    public record Arrival(
            Encapsulation encapsulation, String source, int sourceStep, String destination) {

        /// Plain at the front end, each compartment under its public address.
        public static Arrival translated() {
            return new Arrival(Encapsulation.NONE, new Tenant(0).publicAddress(), 1, Tenant.SERVER);
        }

        /// At the VM's host.
        public static Arrival tunneled(Encapsulation encapsulation) {
            return new Arrival(encapsulation, Tenant.GATEWAY_PA, 0, Tenant.HOST_PA);
        }

        /// As it was sent.
        public static Arrival untouched(Encapsulation sent, Direction direction) {
            return switch (direction) {
                case UP -> new Arrival(sent, Tenant.HOST_PA, 0, Tenant.GATEWAY_PA);
                case DOWN -> new Arrival(sent, Tenant.SERVER, 0, new Tenant(0).publicAddress());
            };
        }
    }
}
