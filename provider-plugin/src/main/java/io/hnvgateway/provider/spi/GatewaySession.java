package io.hnvgateway.provider.spi;

import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.policy.HostPolicies;
import io.hnvgateway.provider.policy.HostPolicy;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.value.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Manages one gateway. Any thread; every call blocks until it is answered, tried again where that
/// is safe, or given up: then it throws a [GatewayException].
public interface GatewaySession extends AutoCloseable {

    /// Creates a resource or replaces it with all of its parts; the same again changes nothing. A
    /// secret that it leaves out stays as it is.
    ///
    /// @return as the gateway has it now, with what it assigned
    <T extends TopLevelResource> Stored<T> put(T resource);

    /// As [#put(TopLevelResource)], if nobody changed it since.
    ///
    /// @param etag of the one that is to be replaced
    /// @throws GatewayException.PreconditionFailed if it is another one now
    <T extends TopLevelResource> Stored<T> put(T resource, String etag);

    /// Empty: there is none.
    <T extends TopLevelResource> Optional<Stored<T>> read(ResourceType<T> collection, String id);

    /// All of a collection.
    <T extends TopLevelResource> List<Stored<T>> list(ResourceType<T> collection);

    /// Removes a resource or a part of one; one that does not exist is as good as removed.
    void delete(ResourceReference reference);

    /// Makes all of the changes, in force at once, or none of them.
    void apply(List<ResourceChange> changes);

    /// What the gateway has been told, without secrets.
    DesiredState actual();

    /// How what the gateway has been told differs from what it should be. What the gateway assigns
    /// where `desired` leaves it open is no difference.
    DriftReport drift(DesiredState desired);

    /// Makes the gateway have exactly the desired state, by the fewest changes, in bounded batches.
    /// Run twice, the second one changes nothing.
    RepairReport repair(DesiredState desired);

    /// As [#repair(DesiredState)] for some of the resources: those that are neither desired nor of
    /// the scope stay.
    RepairReport repair(DesiredState desired, Scope scope);

    /// What the hosts of a customer network need for this gateway, by what it has been told.
    ///
    /// @param providerAddresses the gateway's own
    /// @param routingDomainId null: of all networks
    /// @throws FaultsException when there is no such network
    default HostPolicy hostPolicy(
            Collection<IpAddress> providerAddresses, @Nullable UUID routingDomainId)
            throws FaultsException {
        return HostPolicies.of(actual(), providerAddresses, routingDomainId);
    }

    /// Tells what happens from now on, on a thread of its own, until the subscription is closed.
    EventSubscription events(EventListener listener);

    /// What this gateway offers.
    Capabilities capabilities();

    /// The *Test* step of a gateway that is managed already.
    TestReport test(List<IpAddress> hosts);

    /// Gives connections back; calls under way end.
    @Override
    void close();
}
