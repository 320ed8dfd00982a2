package io.hnvgateway.ipsec.vici;

/// A line of charon's log at level 1 or below, where no key is ever shown.
///
/// @param group such as `IKE` or `CFG`
/// @param connection name of the IKE_SA's connection; empty as long as it is unknown
/// @param ikeUniqueId charon's number of the IKE_SA that the line is about; 0 none
public record LogLine(
        String group, int level, String connection, long ikeUniqueId, String message) {

    private static final String UNNAMED = "(unnamed)";

    static LogLine of(ViciSection event) {
        String name = event.text("ikesa-name");
        return new LogLine(
                event.text("group"),
                (int) event.number("level", 0),
                name.equals(UNNAMED) ? "" : name,
                event.number("ikesa-uniqueid", 0),
                event.text("msg"));
    }
}
