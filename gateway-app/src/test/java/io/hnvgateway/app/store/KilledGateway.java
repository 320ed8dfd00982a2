package io.hnvgateway.app.store;

import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.desired.ForwardingTarget;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.Pending;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.Proposal;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.value.IpAddress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The process that [KillTest] kills: applier and store, without a data path. It says on its output
/// what it is about to do, and that it is done; one change after the other, without an end.
final class KilledGateway {
    static final int ADDRESSES = 40;

    private KilledGateway() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        DesiredStateApplier applier = open(directory);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out));
        confirm(applier);
        out.print("started " + held(applier) + "\n");
        long steps = Long.parseLong(arguments[1]);
        for (long step = applier.version(); steps == 0 || step < steps; step++) {
            String last = "203.0.113." + (2 + step % 200);
            DesiredStateDocument put = document(step, last);
            out.print("wants " + held(put.state(), applier, step % 7 == 6) + "\n");
            ChangeOrigin origin = new ChangeOrigin("test", "" + step, step % 5 == 4 ? 3600 : 0);
            Outcome outcome =
                    step % 7 == 6
                            ? applier.apply(put, false, origin, PhaseTimes.start())
                            : applier.edit(
                                    _ -> new Proposal.Change(put, List.of()),
                                    origin,
                                    PhaseTimes.start());
            if (outcome.isRefused()) {
                out.print("refused " + outcome.faults() + "\n");
            }
            out.print("has " + held(applier) + "\n");
            confirm(applier);
        }
    }

    private static void confirm(DesiredStateApplier applier) {
        for (Pending pending : applier.pending()) {
            applier.confirm(pending.version().number(), "test");
        }
    }

    static DesiredStateApplier open(Path directory) throws IOException {
        ForwardingTarget nowhere = _ -> _ -> {};
        FileStateStore store =
                new FileStateStore(
                        new DiskDirectory(directory),
                        new SecretBox(directory),
                        InstantSource.system(),
                        new StoreLimits(4000, 4000, 200_000));
        DesiredStateApplier applier =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION),
                        () -> Examples.HOST,
                        store,
                        nowhere);
        applier.start();
        return applier;
    }

    private static DesiredStateDocument document(long step, String address) {
        List<PublicIpAddress> addresses = new ArrayList<>();
        addresses.add(address("step", address));
        addresses.add(address("a" + step % ADDRESSES, "198.51.100." + (1 + step % ADDRESSES)));
        return DesiredStateDocument.of(DesiredState.EMPTY.withPublicIPAddresses(addresses));
    }

    private static PublicIpAddress address(String id, String address) {
        return new PublicIpAddress(id, AllocationMethod.STATIC, IpAddress.parse(address));
    }

    static String held(DesiredStateApplier applier) {
        return held(applier.applied().state(), applier.version());
    }

    /// What is to come.
    private static String held(DesiredState put, DesiredStateApplier applier, boolean whole) {
        List<PublicIpAddress> all = new ArrayList<>(put.publicIPAddresses());
        if (!whole) {
            applier.applied().state().publicIPAddresses().stream()
                    .filter(a -> all.stream().noneMatch(b -> b.resourceId().equals(a.resourceId())))
                    .toList()
                    .forEach(all::add);
        }
        return held(DesiredState.EMPTY.withPublicIPAddresses(all), applier.version() + 1);
    }

    private static String held(DesiredState state, long version) {
        return version
                + " "
                + state.publicIPAddresses().stream()
                        .map(a -> a.resourceId() + "=" + a.ipAddress())
                        .sorted()
                        .toList();
    }
}
