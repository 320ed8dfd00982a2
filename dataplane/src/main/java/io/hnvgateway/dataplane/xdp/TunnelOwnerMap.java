package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.TunnelOwners;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program's map of tunnels' owners (`tunnel_owner.h`). Empty at first: no security association
/// outlives its process, and the other tunnels come with the configuration.
public final class TunnelOwnerMap implements TunnelOwners {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelOwnerMap.class);

    static final int KEY_BYTES = 16;
    static final int OF_VLAN = 0;
    static final int OF_GRE_WITHOUT_KEY = 0x100;
    static final int OF_GRE = 47;
    static final int OF_ESP = 50;

    private final BpfMap map;
    private boolean told;

    public TunnelOwnerMap(XdpProgram program) {
        map = program.map("tunnel_owners");
        List<byte[]> left = new ArrayList<>();
        map.forEach(KEY_BYTES, Integer.BYTES, (key, _) -> left.add(key));
        left.forEach(map::remove);
    }

    @Override
    public synchronized void owner(Mark mark, int compartment) {
        byte[] key =
                switch (mark) {
                    case Mark.Esp(int spi) -> key(OF_ESP, spi, 0, 0);
                    case Mark.Gre(var local, var remote, long number) ->
                            key(
                                    number < 0 ? OF_GRE_WITHOUT_KEY : OF_GRE,
                                    number < 0 ? 0 : (int) number,
                                    digest(remote),
                                    digest(local));
                    case Mark.Vlan(int id) -> key(OF_VLAN, id, 0, 0);
                };
        if (compartment == 0) {
            map.remove(key);
        } else {
            put(key, compartment);
        }
    }

    /// Packets whose owner found no room are strangers' when workers are behind, no more.
    private void put(byte[] key, int compartment) {
        try {
            map.put(key, MapBytes.u32(compartment));
        } catch (SystemCallException full) {
            if (!told) {
                LOG.warn(
                        "event=tunnel-owners-full reason=\"{}\" consequence=\"their packets share"
                                + " with strangers' while workers are behind\"",
                        full.getMessage());
            }
            told = true;
        }
    }

    /// `struct tunnel_key`.
    private static byte[] key(int kind, int number, int remote, int local) {
        return ByteBuffer.allocate(KEY_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(kind)
                .putInt(number)
                .putInt(remote)
                .putInt(local)
                .array();
    }

    /// The words of an address in one, as they lie in memory.
    private static int digest(IpAddress address) {
        ByteBuffer words =
                ByteBuffer.wrap(MapBytes.address(address)).order(ByteOrder.nativeOrder());
        int digest = 0;
        while (words.hasRemaining()) {
            digest ^= words.getInt();
        }
        return digest;
    }
}
