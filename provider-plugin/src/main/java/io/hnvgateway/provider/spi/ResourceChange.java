package io.hnvgateway.provider.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.Annotation;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;

/// One change of a batch.
public sealed interface ResourceChange {

    /// What is changed: a resource, or a part of one as
    /// `/virtualNetworks/contoso/lookupRecords/web1`.
    ResourceReference reference();

    /// It shall be so, whether it exists or not.
    static ResourceChange put(TopLevelResource resource) {
        return ResourceBody.put(resource);
    }

    /// A record of a network shall be so: a VM came, or moved to another host.
    static ResourceChange put(String network, LookupRecord lookup) {
        return ResourceBody.put(network, lookup, Annotation.NONE);
    }

    /// The same.
    ///
    /// @param annotation stands at the record from then on, and nothing else
    static ResourceChange put(String network, LookupRecord lookup, Annotation annotation) {
        return ResourceBody.put(network, lookup, annotation);
    }

    static ResourceChange delete(ResourceReference reference) {
        return new Delete(reference);
    }

    /// Creates or replaces.
    ///
    /// @param body the resource with its envelope, with its secrets: never to be shown
    record Put(ResourceReference reference, ObjectNode body) implements ResourceChange {
        @Override
        public String toString() {
            return "put " + reference;
        }
    }

    /// Removes.
    record Delete(ResourceReference reference) implements ResourceChange {
        @Override
        public String toString() {
            return "delete " + reference;
        }
    }
}
