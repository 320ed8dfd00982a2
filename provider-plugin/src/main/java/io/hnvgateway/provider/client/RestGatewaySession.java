package io.hnvgateway.provider.client;

import io.hnvgateway.provider.repair.WrittenSecrets;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.Capabilities;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.EventListener;
import io.hnvgateway.provider.spi.EventSubscription;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.RepairReport;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Scope;
import io.hnvgateway.provider.spi.Stored;
import io.hnvgateway.provider.spi.TestReport;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session over the REST API. Any thread.
final class RestGatewaySession implements GatewaySession {
    private final RestGatewayProvider.Opened opened;
    private final RestConnection connection;
    private final ResourceClient resources;
    private final WrittenSecrets secrets = new WrittenSecrets();
    private final Repair repair;
    private final Subscriptions subscriptions = new Subscriptions();

    RestGatewaySession(RestGatewayProvider.Opened opened) {
        this.opened = opened;
        this.connection = opened.connect(Patience.USUAL);
        this.resources = new ResourceClient(connection);
        this.repair = new Repair(resources, secrets);
    }

    @Override
    public <T extends TopLevelResource> Stored<T> put(T resource) {
        return write(resource, null);
    }

    @Override
    public <T extends TopLevelResource> Stored<T> put(T resource, String etag) {
        return write(resource, etag);
    }

    private <T extends TopLevelResource> Stored<T> write(T resource, @Nullable String etag) {
        Stored<T> stored = resources.put(resource, etag);
        ResourceReference reference = ResourceType.of(resource).reference(resource.resourceId());
        secrets.note(reference, resource, stored.etag());
        return stored;
    }

    @Override
    public <T extends TopLevelResource> Optional<Stored<T>> read(
            ResourceType<T> collection, String id) {
        return resources.read(collection, id);
    }

    @Override
    public <T extends TopLevelResource> List<Stored<T>> list(ResourceType<T> collection) {
        return resources.list(collection);
    }

    @Override
    public void delete(ResourceReference reference) {
        resources.delete(reference);
    }

    @Override
    public void apply(List<ResourceChange> changes) {
        resources.apply(changes);
    }

    @Override
    public DesiredState actual() {
        return ActualState.read(resources).state();
    }

    @Override
    public DriftReport drift(DesiredState desired) {
        return repair.drift(desired, Scope.ALL);
    }

    @Override
    public RepairReport repair(DesiredState desired) {
        return repair.repair(desired, Scope.ALL);
    }

    @Override
    public RepairReport repair(DesiredState desired, Scope scope) {
        return repair.repair(desired, scope);
    }

    @Override
    public EventSubscription events(EventListener listener) {
        return subscriptions.start(opened, listener);
    }

    @Override
    public Capabilities capabilities() {
        return new Offer(connection).capabilities();
    }

    @Override
    public TestReport test(List<IpAddress> hosts) {
        return new ConnectionTest(hosts).run(opened);
    }

    @Override
    public void close() {
        subscriptions.close();
        connection.close();
    }
}
