package io.hnvgateway.app.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGUSR2: end in order, another gateway follows at once (systemd's `RestartKillSignal=`).
///
/// HotSpot takes this signal for itself, unless the environment names another one for it in
/// [#VARIABLE]; without that SIGUSR2 does nothing of use to a gateway. The JDK's class for signals
/// is reached by reflection: the compiler warns of each mention of it.
public final class RestartSignal {
    /// Environment: the number of the signal by which HotSpot stops its threads, 12..64.
    public static final String VARIABLE = "_JAVA_SR_SIGNUM";

    /// SIGPWR, which nobody sends to a gateway.
    public static final String VALUE = "30";

    private static final Logger LOG = LoggerFactory.getLogger(RestartSignal.class);
    private static final String NAME = "USR2";
    private static final int NUMBER = 12;

    private RestartSignal() {}

    /// Runs `onRestart` on a thread of its own when the signal comes.
    ///
    /// @param environment the process's
    /// @return whether it will
    public static boolean listen(Map<String, String> environment, Runnable onRestart) {
        String own = environment.getOrDefault(VARIABLE, "");
        boolean free = own.matches("\\d{2}") && Integer.parseInt(own) > NUMBER;
        try {
            if (free) {
                handle(onRestart);
                return true;
            }
        } catch (ReflectiveOperationException refused) {
            LOG.debug("SIG{} cannot be had", NAME, refused);
        }
        LOG.warn(
                "event=no-restart-signal signal=SIG{} hint=\"start the gateway with {}={} in its"
                        + " environment; until then SIGTERM ends it, and traffic with it\"",
                NAME,
                VARIABLE,
                VALUE);
        return false;
    }

    private static void handle(Runnable onRestart) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy =
                Proxy.newProxyInstance(
                        RestartSignal.class.getClassLoader(),
                        new Class<?>[] {handler},
                        (_, method, _) -> {
                            if (method.getName().equals("handle")) {
                                onRestart.run();
                            }
                            return null;
                        });
        try {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(NAME), proxy);
        } catch (InvocationTargetException taken) {
            throw new ReflectiveOperationException(taken.getCause());
        }
    }
}
