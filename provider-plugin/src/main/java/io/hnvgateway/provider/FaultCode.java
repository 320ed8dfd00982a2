package io.hnvgateway.provider;

import io.hnvgateway.provider.value.Labelled;

/// What kind of fault it is, for programs; its label stands in answers. The first one is what a
/// fault is if nothing else is said.
public enum FaultCode implements Labelled {
    /// A value, or several together, break a rule.
    INVALID_VALUE("InvalidValue"),
    /// No JSON, or none of the form that is wanted.
    MALFORMED_DOCUMENT("MalformedDocument"),
    MISSING_PROPERTY("MissingProperty"),
    UNKNOWN_PROPERTY("UnknownProperty"),
    /// One property twice, or under two of its names.
    DUPLICATE_PROPERTY("DuplicateProperty"),
    DUPLICATE_ID("DuplicateId"),
    REFERENCE_NOT_FOUND("ReferenceNotFound"),
    /// Part of the API that is spoken, and not enforced by this version.
    NOT_SUPPORTED("NotSupported"),
    /// Another change that is to be confirmed holds it.
    UNCONFIRMED("ChangeUnconfirmed"),
    /// No such version, or too old to be known.
    VERSION_NOT_FOUND("VersionNotFound"),
    /// More than the gateway has room for, or may have.
    CAPACITY_EXCEEDED("CapacityExceeded"),
    /// The gateway cannot write to its store; the same may be accepted later.
    NOT_STORED("NotStored");

    private final String label;

    FaultCode(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
