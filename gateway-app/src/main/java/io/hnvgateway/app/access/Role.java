package io.hnvgateway.app.access;

/// What a caller of the management API may do.
public enum Role {
    /// Everything.
    ADMINISTRATOR("administrator"),

    /// Reads everything but secrets, and runs diagnostics; changes nothing.
    OPERATOR("operator"),

    /// Reads what belongs to its own routing domains; all else does not exist for it.
    TENANT_READER("tenant-reader");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /// As files and command lines write it.
    public String label() {
        return label;
    }

    /// @throws IllegalArgumentException names all of them
    public static Role parse(String label) {
        for (Role role : values()) {
            if (role.label.equalsIgnoreCase(label)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "role: '%s': must be one of administrator, operator, tenant-reader"
                        .formatted(label));
    }
}
