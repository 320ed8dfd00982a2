package io.hnvgateway.packet.flow;

/// Is told what each live entry of a table has carried.
@FunctionalInterface
public interface CarriedFlows {
    /// An entry that carried something.
    ///
    /// @param action bits of [FlowAction#action]
    /// @param session as in [FlowAction#session]
    /// @param bytes IP total lengths
    void carried(int owner, int action, int session, long packets, long bytes);
}
