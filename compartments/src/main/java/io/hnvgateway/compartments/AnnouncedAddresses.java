package io.hnvgateway.compartments;

/// The provider addresses that the control plane has announced: those of all lookup records and
/// those configured. Any thread, without lock.
@FunctionalInterface
public interface AnnouncedAddresses {
    AnnouncedAddresses NONE = (_, _) -> false;

    boolean contains(long high, long low);
}
