package io.hnvgateway.provider.resource;

/// Ports from `first` to `last`, both included. Not checked here: the validation names every fault.
public record PortRange(int first, int last) {

    public boolean isValid() {
        return first >= 1 && last <= 65_535 && first <= last;
    }

    public boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }

    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
