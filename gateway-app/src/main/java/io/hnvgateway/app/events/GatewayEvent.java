package io.hnvgateway.app.events;

/// Something that happened. Component names are the JSON keys.
public sealed interface GatewayEvent {
    EventTopic topic();

    /// Name of the compartment that it happened to; empty: to none.
    default String compartment() {
        return "";
    }

    /// Workers have a new snapshot.
    record GenerationPublished(long generation, int compartments) implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.GENERATIONS;
        }
    }

    /// A compartment came, changed or went.
    record CompartmentChanged(String compartment, What what, int index) implements GatewayEvent {
        /// What became of it.
        public enum What {
            ADDED,
            CHANGED,
            REMOVED
        }

        @Override
        public EventTopic topic() {
            return EventTopic.COMPARTMENTS;
        }
    }

    /// A neighbour answers, or answers no more.
    ///
    /// @param mac empty when it failed
    record NeighborChanged(int link, String address, String mac) implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.NEIGHBORS;
        }
    }

    /// A lookup record was learned, moved, found stale or contradicted.
    ///
    /// @param what as `learned`, `moved`, `stale`, `conflict`, `expired`
    /// @param providerAddress where it is now; empty where that is not known
    record RecordChanged(
            String compartment, String what, String customerAddress, String providerAddress)
            implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.RECORDS;
        }
    }

    /// A connection to another site came up or went down, or an attempt of either side failed.
    ///
    /// @param connection its name, as the tenant's configuration gives it
    /// @param what as `up`, `down`, `failed`, `vlan-conflict`
    /// @param kind of the failure, as `authentication`; empty: there is none
    /// @param reason a sentence; empty: nothing is known to be wrong
    record ConnectionChanged(
            String compartment, String connection, String what, String kind, String reason)
            implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.CONNECTIONS;
        }
    }

    /// A BGP peer's session came up or went down, or something is wrong with it.
    ///
    /// @param peer its name, as the tenant's configuration gives it
    /// @param what as `up`, `down`, `notification-sent`, `notification-received`, `refused`,
    ///   `malformed`, `updates-lost`, `prefix-warning`, `prefix-limit`, `route-limit`
    /// @param reason a sentence; empty: none
    record PeerChanged(String compartment, String peer, String what, String reason)
            implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.BGP;
        }
    }

    /// The gateway was drained, or is no more.
    record DrainChanged(boolean drained) implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.BGP;
        }
    }

    /// A change of the desired state was accepted, or what was to be confirmed has an end.
    ///
    /// @param what as `accepted`, `confirmed`, `taken-back`, `not-taken-back`
    /// @param who caller's name
    /// @param reason why it could not be taken back; else empty
    record VersionChanged(long version, String what, String who, String reason)
            implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.VERSIONS;
        }
    }

    /// Frames that were dropped for one reason in the last second.
    ///
    /// @param compartment empty: before a compartment was known
    record FramesDropped(String compartment, String reason, long frames) implements GatewayEvent {
        @Override
        public EventTopic topic() {
            return EventTopic.DROPS;
        }
    }
}
