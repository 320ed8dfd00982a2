package io.hnvgateway.provider.diff;

/// One difference.
///
/// @param before value as JSON; empty for what comes or goes whole: the path names it
/// @param after as `before`
public record Change(Kind kind, String path, String before, String after) {

    /// What happened to the path.
    public enum Kind {
        ADDED('+'),
        REMOVED('-'),
        CHANGED('~');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }

        public char sign() {
            return sign;
        }
    }

    /// One line as `~ virtualNetworks[a].lookupRecords[b].providerAddress: "192.0.2.1" ->
    /// "192.0.2.2"`.
    @Override
    public String toString() {
        String line = kind.sign() + " " + path;
        return kind == Kind.CHANGED ? line + ": " + before + " -> " + after : line;
    }
}
