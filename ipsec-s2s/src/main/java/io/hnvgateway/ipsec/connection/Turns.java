package io.hnvgateway.ipsec.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/// Who may have charon begin an attempt now: a few at a time, so that the other threads of charon's
/// serve peers, and of those one a tenant, so that a tenant with a thousand dead peers keeps nobody
/// else waiting. For any threads, which wait in their order.
final class Turns {
    static final int AT_A_TIME = 4;

    private final Semaphore all = new Semaphore(AT_A_TIME, true);
    private final Map<String, Tenant> tenants = new HashMap<>();

    /// Exists while anybody of the tenant has a turn or waits for one.
    private static final class Tenant {
        private final Semaphore turn = new Semaphore(1, true);
        private int users;
    }

    /// Waits for a turn.
    ///
    /// @param connection `<routing domain>/<connection id>`
    void take(String connection) throws InterruptedException {
        String name = tenant(connection);
        Tenant tenant = enter(name);
        try {
            tenant.turn.acquire();
        } catch (InterruptedException e) {
            leave(name);
            throw e;
        }
        try {
            all.acquire();
        } catch (InterruptedException e) {
            leave(name).turn.release();
            throw e;
        }
    }

    void giveBack(String connection) {
        all.release();
        leave(tenant(connection)).turn.release();
    }

    private Tenant enter(String name) {
        synchronized (tenants) {
            Tenant tenant = tenants.computeIfAbsent(name, _ -> new Tenant());
            tenant.users++;
            return tenant;
        }
    }

    private Tenant leave(String name) {
        synchronized (tenants) {
            Tenant tenant = Objects.requireNonNull(tenants.get(name));
            if (--tenant.users == 0) {
                tenants.remove(name);
            }
            return tenant;
        }
    }

    private static String tenant(String connection) {
        int end = connection.indexOf('/');
        return end < 0 ? connection : connection.substring(0, end);
    }
}
