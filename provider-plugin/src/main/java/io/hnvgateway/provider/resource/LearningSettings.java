package io.hnvgateway.provider.resource;

/// Customer addresses that are learned for records of type [RecordType#L2_ONLY].
///
/// @param maxAddresses the most of one customer network; 0: none are learned
/// @param ageingSeconds how long one lasts without traffic
public record LearningSettings(int maxAddresses, int ageingSeconds) {
    public static final LearningSettings DEFAULT = new LearningSettings(256, 1200);
}
