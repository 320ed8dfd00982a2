package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// What happens to a tenant's packet whose PA, MAC and CA do not fit one lookup record.
public enum SourceCheck implements Labelled {
    STRICT("strict"),
    LOG("log"),
    OFF("off");

    private final String label;

    SourceCheck(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
