package io.hnvgateway.ipsec.sa;

import io.hnvgateway.ipsec.cipher.EspCipher;
import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.cipher.NoKeyMemoryException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All tunnels and security associations of the gateway (RFC 4301 §4.4.2).
///
/// ```
///  SPI ── low 20 bits ──► pages[slot / 1024][slot % 1024] ──► InboundSa ──► Tunnel
///  route TUNNEL(index) ──► tunnels[index] ──► Tunnel ──► OutboundSa, newest first
/// ```
///
/// Changes come from the control side, under the lock; workers read without one: each table entry
/// is published by a release store and read by an acquire load. What is taken out is ended by a
/// command to its owner, which overwrites the keys when no packet can be in its hands any more.
public final class SaDatabase implements AutoCloseable {
    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(InboundSa[].class);
    private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(InboundSa[][].class);
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE_ENTRIES = 1 << PAGE_SHIFT;

    /// SPIs of one tunnel, so that no peer uses up those of all tenants: two for each of 64
    /// CHILD_SAs, which all may be rekeyed at a time.
    public static final int MAX_SPIS_OF_TUNNEL = 128;

    /// Selectors of all SAs of one tunnel and direction, both sides counted, since a packet may be
    /// compared with all: three of the largest SAs, as in a rekey that both peers begin.
    public static final int MAX_SELECTORS_OF_TUNNEL = 3 * 2 * SelectorPair.MAX_OF_SIDE;

    private final int workers;
    private final EspCiphers ciphers;
    private final WorkerCommands commands;
    private final SaEvents events;
    private final SpiSpace spis;
    private final @Nullable InboundSa[] @Nullable [] pages;

    private final Map<String, Tunnel> byConnection = new HashMap<>();

    /// SPIs given out → whose they are, until their SA ends.
    private final Map<Integer, Tunnel> reserved = new HashMap<>();

    private int size;

    private final TreeSet<Integer> freeIndices = new TreeSet<>();

    /// Replaced whole when it grows or changes.
    private volatile @Nullable Tunnel[] tunnels = new Tunnel[0];

    public SaDatabase(int workers, EspCiphers ciphers, WorkerCommands commands, SaEvents events) {
        this(new SpiSpace(workers, SpiSpace.MAX_SLOTS), workers, ciphers, commands, events);
    }

    /// @param spis where SPIs of inbound SAs come from
    public SaDatabase(
            SpiSpace spis,
            int workers,
            EspCiphers ciphers,
            WorkerCommands commands,
            SaEvents events) {
        this.spis = spis;
        this.workers = workers;
        this.ciphers = ciphers;
        this.commands = commands;
        this.events = events;
        pages = new InboundSa[(spis.slots() + PAGE_ENTRIES - 1) >>> PAGE_SHIFT][];
    }

    /// The tunnel of a connection; made when there is none.
    public synchronized Tunnel openTunnel(String connection) {
        return byConnection.computeIfAbsent(connection, this::newTunnel);
    }

    /// As [#openTunnel(String)] with an index that the caller has reserved
    /// ([io.hnvgateway.compartments.tunnel.TunnelTable#claim]); a database has its indices either
    /// from here or from there.
    ///
    /// @throws IllegalArgumentException when another connection has the index, or this one another
    public synchronized Tunnel openTunnel(String connection, int index) {
        Tunnel other = index < tunnels.length ? tunnels[index] : null;
        Tunnel known = byConnection.get(connection);
        if (other != known) {
            throw new IllegalArgumentException(connection + ": tunnel index " + index);
        }
        return known == null
                ? byConnection.computeIfAbsent(connection, name -> newTunnel(name, index))
                : known;
    }

    private Tunnel newTunnel(String connection) {
        Integer free = freeIndices.pollFirst();
        return newTunnel(connection, free == null ? tunnels.length : free);
    }

    private Tunnel newTunnel(String connection, int index) {
        Tunnel tunnel = new Tunnel(index, index % workers, connection);
        @Nullable Tunnel[] grown = Arrays.copyOf(tunnels, Math.max(tunnels.length, index + 1));
        grown[index] = tunnel;
        tunnels = grown;
        return tunnel;
    }

    /// Ends a connection's tunnel with all its SAs. Routes must not name it any more.
    public synchronized void closeTunnel(String connection) {
        Tunnel tunnel = byConnection.remove(connection);
        if (tunnel == null) {
            return;
        }
        List.copyOf(tunnel.associations.values()).forEach(sa -> remove(tunnel, sa));
        List.copyOf(tunnel.spis).forEach(this::releaseSpi);
        @Nullable Tunnel[] changed = tunnels.clone();
        changed[tunnel.index()] = null;
        tunnels = changed;
        freeIndices.add(tunnel.index());
    }

    /// Any thread, without a lock; null when there is none of this index.
    public @Nullable Tunnel tunnel(int index) {
        @Nullable Tunnel[] all = tunnels;
        return index >= 0 && index < all.length ? all[index] : null;
    }

    /// By the name of its connection.
    public synchronized @Nullable Tunnel tunnel(String connection) {
        return byConnection.get(connection);
    }

    /// An SPI for packets to this tunnel, until its SA is removed or [#releaseSpi]; 0 when all are
    /// in use, or as many as one tunnel may have: [SaEvents#refused] is told.
    public synchronized int allocateSpi(Tunnel tunnel) {
        if (tunnel.spis.size() >= MAX_SPIS_OF_TUNNEL) {
            return refuse(tunnel, Refusal.TUNNEL_LIMIT);
        }
        int spi = spis.allocate(tunnel.worker());
        if (spi == 0) {
            return refuse(tunnel, Refusal.NO_SPI);
        }
        reserved.put(spi, tunnel);
        tunnel.spis.add(spi);
        return spi;
    }

    private int refuse(Tunnel tunnel, Refusal why) {
        tunnel.countRefusal();
        events.refused(tunnel, why);
        return 0;
    }

    /// Gives an SPI back that no SA came to have; without effect for any other.
    public synchronized void releaseSpi(int spi) {
        if (reserved.containsKey(spi) && entry(spi) == null) {
            giveBack(spi);
        }
    }

    private void giveBack(int spi) {
        Tunnel tunnel = reserved.remove(spi);
        if (tunnel != null) {
            tunnel.spis.remove(spi);
        }
        spis.release(spi);
    }

    /// Takes a new SA into use and overwrites the keys in `parameters`, whatever comes of it. An
    /// outbound SA is its tunnel's first choice from the next packet on.
    ///
    /// @throws IllegalArgumentException when there is no such tunnel, the SPI is not one that
    ///   [#allocateSpi] gave for it, or there is such an SA already
    /// @throws RefusedException when it has more traffic selectors than an SA, or than all of a
    ///   tunnel may have
    /// @throws NoKeyMemoryException when there is no memory for its keys; all others go on
    public synchronized SecurityAssociation add(SaParameters parameters) {
        try (parameters) {
            Tunnel tunnel = checkedTunnel(parameters);
            checkSelectors(parameters, tunnel);
            SecurityAssociation sa = build(parameters, tunnel);
            switch (sa) {
                case InboundSa in -> {
                    publish(in.spi, in);
                    events.inUse(in);
                }
                case OutboundSa out -> tunnel.add(out);
            }
            tunnel.associations.put(SaId.of(parameters), sa);
            size++;
            return sa;
        }
    }

    private SecurityAssociation build(SaParameters parameters, Tunnel tunnel) {
        EspCipher cipher;
        try {
            cipher = ciphers.create(parameters, tunnel.worker());
        } catch (NoKeyMemoryException e) {
            refuse(tunnel, Refusal.NO_MEMORY);
            throw e;
        }
        try {
            return parameters.inbound()
                    ? new InboundSa(parameters, tunnel, cipher, events)
                    : new OutboundSa(parameters, tunnel, cipher, events);
        } catch (RuntimeException e) {
            cipher.close();
            throw e;
        }
    }

    private Tunnel checkedTunnel(SaParameters parameters) {
        SaId id = SaId.of(parameters);
        Tunnel tunnel = byConnection.get(parameters.connection());
        if (tunnel == null) {
            throw new IllegalArgumentException(id + ": there is no such tunnel");
        }
        if (tunnel.associations.containsKey(id)) {
            throw new IllegalArgumentException(id + ": there is such an SA already");
        }
        if (parameters.inbound() && reserved.get(parameters.spi()) != tunnel) {
            throw new IllegalArgumentException(id + ": the SPI was not given out for this tunnel");
        }
        return tunnel;
    }

    private void checkSelectors(SaParameters parameters, Tunnel tunnel) {
        int local = parameters.selectors().local().size();
        int remote = parameters.selectors().remote().size();
        Refusal why = null;
        if (Math.max(local, remote) > SelectorPair.MAX_OF_SIDE) {
            why = Refusal.SELECTORS_OF_SIDE;
        } else if (tunnel.selectors(parameters.inbound()) + local + remote
                > MAX_SELECTORS_OF_TUNNEL) {
            why = Refusal.SELECTORS_OF_TUNNEL;
        }
        if (why != null) {
            refuse(tunnel, why);
            throw new RefusedException(why);
        }
    }

    /// Takes an SA out of use; its owner overwrites its keys.
    ///
    /// @return its last counters; null when there is no such SA
    public synchronized @Nullable SaUsage remove(SaId id) {
        SecurityAssociation sa = find(id);
        return sa == null ? null : remove(sa.tunnel, sa);
    }

    private @Nullable SecurityAssociation find(SaId id) {
        Tunnel tunnel = byConnection.get(id.connection());
        return tunnel == null ? null : tunnel.associations.get(id);
    }

    private SaUsage remove(Tunnel tunnel, SecurityAssociation sa) {
        tunnel.associations.remove(new SaId(tunnel.connection(), sa instanceof InboundSa, sa.spi));
        size--;
        switch (sa) {
            case InboundSa in -> {
                publish(in.spi, null);
                events.outOfUse(in);
                giveBack(in.spi);
            }
            case OutboundSa out -> tunnel.remove(out);
        }
        SaUsage usage = sa.usage();
        commands.execute(tunnel.worker(), sa::close);
        return usage;
    }

    /// New outer addresses or ports (MOBIKE, a NAT that moved).
    ///
    /// @return false when there is no such SA
    public synchronized boolean update(SaId id, SaParameters.Endpoints endpoints) {
        switch (find(id)) {
            case null -> {
                return false;
            }
            case InboundSa in -> in.update(endpoints);
            case OutboundSa out -> out.update(endpoints);
        }
        return true;
    }

    /// Counters of an SA; null when there is no such.
    public synchronized @Nullable SaUsage usage(SaId id) {
        SecurityAssociation sa = find(id);
        return sa == null ? null : sa.usage();
    }

    /// Every SA of a connection, oldest first.
    public synchronized List<SecurityAssociation> associations(String connection) {
        Tunnel tunnel = byConnection.get(connection);
        return tunnel == null ? List.of() : List.copyOf(tunnel.associations.values());
    }

    /// Number of SAs, both directions.
    public synchronized int size() {
        return size;
    }

    /// The SA of a packet with this SPI, or null. Any worker may look; only `tunnel.worker()` of
    /// what is found may use it, and only until it has finished this packet.
    public @Nullable InboundSa find(int spi) {
        InboundSa sa = entry(spi);
        return sa != null && sa.spi == spi ? sa : null;
    }

    /// Who owns packets with this SPI, whether it is in use or not.
    public int workerOf(int spi) {
        return spis.worker(spi);
    }

    private @Nullable InboundSa entry(int spi) {
        int slot = SpiSpace.slot(spi);
        int page = slot >>> PAGE_SHIFT;
        if (page >= pages.length) {
            return null;
        }
        InboundSa[] entries = (InboundSa[]) PAGE.getAcquire(pages, page);
        return entries == null
                ? null
                : (InboundSa) ENTRY.getAcquire(entries, slot & (PAGE_ENTRIES - 1));
    }

    private void publish(int spi, @Nullable InboundSa sa) {
        int slot = SpiSpace.slot(spi);
        int page = slot >>> PAGE_SHIFT;
        if (pages[page] == null) {
            PAGE.setRelease(pages, page, new InboundSa[PAGE_ENTRIES]);
        }
        ENTRY.setRelease(pages[page], slot & (PAGE_ENTRIES - 1), sa);
    }

    /// Ends all SAs. The workers must have ended before.
    @Override
    public synchronized void close() {
        List.copyOf(byConnection.keySet()).forEach(this::closeTunnel);
    }
}
