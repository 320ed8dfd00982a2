package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// What the value of a [Credential] is.
public enum CredentialType implements Labelled {
    USERNAME_PASSWORD("UsernamePassword"),
    X509_CERTIFICATE("X509Certificate"),
    X509_CERTIFICATE_SUBJECT_NAME("X509CertificateSubjectName"),
    SNMP_COMMUNITY_STRING("SnmpCommunityString");

    private final String label;

    CredentialType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
