package io.hnvgateway.provider.resource;

/// A part of the desired state that others can refer to.
public interface Resource {

    /// Unique among its siblings without regard to case.
    String resourceId();
}
