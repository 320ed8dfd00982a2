package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SaUsage;
import org.jspecify.annotations.Nullable;

/// What the gateway answers charon. Called on the server's event loop only, one call after the
/// other; nothing here may block: charon's threads wait for the answers. A call that throws is
/// answered with a refusal.
///
/// An SA is named by its handle, a number of the plugin's that is never used again on a session;
/// all handles of a session end with it.
public interface KernelBackend {
    /// Whether a charon may come; until then it waits, and after a while is turned away and tries
    /// again. So what it has of an earlier process can be looked through before its SAs get new
    /// keys. On any thread.
    default boolean isReady() {
        return true;
    }

    /// A charon is there. It knows of no SA that this process knows.
    void connected(KernelSession session);

    /// It has gone, and with it all SAs and trap policies that came with this session.
    void disconnected(KernelSession session);

    /// Chooses the SPI of an inbound SA to come: unique in the gateway, 256 or more as an unsigned
    /// number. Held until [#deleteSa].
    ///
    /// @return 0 if there is none
    int allocateSpi(int handle, String connection);

    /// An SA was negotiated; of a pair the inbound one comes first, with the handle of its
    /// [#allocateSpi]. The keys belong to the backend, which closes the parameters.
    ///
    /// @param ifId interface ID of the connection as given to charon, 0 none
    /// @return whether packets can use it now; if not, charon gives the CHILD_SA up
    boolean addSa(int handle, int ifId, SaParameters parameters);

    /// The outer addresses or ports have changed (MOBIKE, a NAT's new mapping).
    ///
    /// @return whether the SA is known
    boolean updateSa(int handle, SaParameters.Endpoints endpoints);

    /// What has gone through an SA; null if it is not known. charon asks before it checks whether
    /// the peer is alive.
    @Nullable SaUsage usage(int handle);

    /// An SA, or an SPI that became none, has ended. Unknown handles are no error.
    void deleteSa(int handle);

    /// The pre-shared key of a connection, and of no other one. The array is overwritten when it
    /// was sent: a copy.
    ///
    /// @return null if it has none
    byte @Nullable [] psk(String connection, Parties parties);

    /// The peer has proved its identity for this connection: may the IKE_SA be established?
    boolean authorize(String connection, Parties parties);

    /// A packet that fits this policy is to be told with [KernelSession#acquire].
    void trapAdded(TrapPolicy policy);

    void trapDeleted(int reqid, int ifId);

    /// Why a negotiation failed, or something like it.
    void event(KernelEvent event);
}
