package io.hnvgateway.provider.value;

/// A constant with the text that stands for it in a connection string or a resource.
public interface Labelled {

    String label();
}
