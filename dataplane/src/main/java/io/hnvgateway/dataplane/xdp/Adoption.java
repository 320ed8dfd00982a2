package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.xdp.ObjectMaps.ObjectMap;
import io.hnvgateway.packet.checkpoint.TableIdentity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Takes the maps of an earlier process into a program that is opened and not yet loaded: all of
/// them, or none.
///
/// @param identity that they must have
/// @param devices in the order of the port indexes
/// @param execution names the port of each link
public record Adoption(
        Pins pins,
        TableIdentity identity,
        List<NetDevice> devices,
        Optional<FlowExecution> execution) {
    private static final int IDENTITY_BYTES = 64;

    /// @throws CannotAdoptException with the reason
    void into(long object) {
        if (pins.isEmpty()) {
            throw new CannotAdoptException("nothing is pinned");
        }
        Map<String, Integer> descriptors = new HashMap<>();
        try {
            List<ObjectMap> maps = ObjectMaps.of(object);
            for (ObjectMap map : maps) {
                descriptors.put(map.name(), find(map));
            }
            checkIdentity(new BpfMap("identity", of("identity", descriptors)));
            checkPorts(new BpfMap("ports", of("ports", descriptors)));
            checkLinks(new BpfMap("links", of("links", descriptors)));
            maps.forEach(map -> map.reuse(of(map.name(), descriptors)));
        } finally {
            descriptors.values().forEach(Libc::close);
        }
    }

    private static int of(String map, Map<String, Integer> descriptors) {
        return Objects.requireNonNull(descriptors.get(map), map);
    }

    /// A map of the wanted shape; its descriptor is the caller's.
    private int find(ObjectMap map) {
        OptionalInt found = pins.find(map.name());
        if (found.isEmpty()) {
            throw new CannotAdoptException("map " + map.name() + " is not pinned");
        }
        MapShape shape = KernelObjects.map(found.getAsInt());
        if (!shape.equals(map.shape())) {
            Libc.close(found.getAsInt());
            throw new CannotAdoptException(
                    "map " + map.name() + " is " + shape + " and would be " + map.shape());
        }
        return found.getAsInt();
    }

    /// The program of the process before, if it is the one that would be loaded: made of the same,
    /// by what that process wrote into the tables after it had attached it; the kernel knows it so
    /// still; and no link has another one. Its maps are these, for their `identity` names it.
    ///
    /// @param digest of what would be loaded
    /// @param identity the map
    /// @return a descriptor, which is the caller's
    OptionalInt program(String digest, BpfMap identity) {
        ProgramIdentity written = ProgramIdentity.read(value(identity));
        if (!written.digest().equals(digest) || !pins.programs().equals(Set.of(written.id()))) {
            return OptionalInt.empty();
        }
        OptionalInt program = KernelObjects.program(written.id());
        if (program.isPresent()
                && !KernelObjects.identify(digest, program.getAsInt()).equals(written)) {
            Libc.close(program.getAsInt());
            return OptionalInt.empty();
        }
        return program;
    }

    private static ByteBuffer value(BpfMap identity) {
        return ByteBuffer.wrap(identity.get(MapBytes.u32(0), IDENTITY_BYTES).orElseThrow())
                .order(ByteOrder.nativeOrder());
    }

    private void checkIdentity(BpfMap map) {
        ByteBuffer value = value(map);
        if (value.getLong(0) != identity.tableId()) {
            throw new CannotAdoptException("the maps are not those of the same tables");
        }
        if (value.getLong(8) != identity.layoutVersion()) {
            throw new CannotAdoptException(
                    "the maps have layout "
                            + value.getLong(8)
                            + ", not "
                            + identity.layoutVersion());
        }
    }

    /// Writes both into the map `identity` that the program holds, at once.
    static void write(TableIdentity identity, ProgramIdentity program, BpfMap map) {
        ByteBuffer value = ByteBuffer.allocate(IDENTITY_BYTES).order(ByteOrder.nativeOrder());
        value.putLong(identity.tableId()).putLong(identity.layoutVersion());
        program.write(value);
        map.put(MapBytes.u32(0), value.array());
    }

    /// A port index that means another interface than before would make all that names it wrong.
    private void checkPorts(BpfMap map) {
        byte[] ports = map.get(MapBytes.u32(0), MapBytes.PORTS_BYTES).orElseThrow();
        for (int port = 0; port < devices.size(); port++) {
            check("port " + port, MapBytes.interfaceOf(ports, port), devices.get(port));
        }
    }

    private void checkLinks(BpfMap map) {
        List<Integer> ports = execution.map(FlowExecution::ports).orElse(List.of());
        for (int link = 0; link < ports.size(); link++) {
            NetDevice device = devices.get(ports.get(link));
            check("link " + link, LinkInterfaces.interfaceOf(map, link), device);
        }
    }

    private static void check(String what, int before, NetDevice now) {
        if (before != 0 && before != now.index()) {
            throw new CannotAdoptException(
                    what
                            + " was interface "
                            + before
                            + " and is "
                            + now.index()
                            + ", "
                            + now.name());
        }
    }

    /// Pins all maps of a loaded object, by which the directory is known for a gateway's first.
    static void pinAll(long object, Pins pins) {
        List<ObjectMap> maps = ObjectMaps.of(object);
        Stream.of(true, false)
                .flatMap(first -> maps.stream().filter(m -> first == m.name().equals(Pins.MARK)))
                .forEach(map -> pins.pin(map.name(), map.descriptor()));
    }
}
