package io.hnvgateway.provider.repair;

import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.KeptSecrets;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.DriftReport.Item;
import io.hnvgateway.provider.spi.DriftReport.Kind;
import io.hnvgateway.provider.spi.Scope;
import java.util.ArrayList;
import java.util.List;

/// How an actual state differs from a desired one.
///
/// @param desired with what the gateway assigned taken over
/// @param actual as the gateway has it
/// @param items without what may stay
public record Comparison(DesiredState desired, DesiredState actual, List<Item> items) {
    public Comparison {
        items = List.copyOf(items);
    }

    /// Secrets, which the actual state never has, count as equal here.
    ///
    /// @param scope what is neither desired nor in it is no difference
    public static Comparison between(DesiredState desired, DesiredState actual, Scope scope) {
        DesiredState complete = AssignedValues.adopt(desired, actual);
        List<Change> changes = StateDiff.between(KeptSecrets.fill(actual, complete), complete);
        List<Item> items = new ArrayList<>();
        for (Change change : changes) {
            Item item = item(change);
            if (item.kind() != Kind.EXTRA || isIn(scope, item.path())) {
                items.add(item);
            }
        }
        return new Comparison(complete, actual, items);
    }

    /// As people read it.
    public DriftReport report(List<String> notComparable) {
        return new DriftReport(items, notComparable);
    }

    private static boolean isIn(Scope scope, String path) {
        ItemPath at = ItemPath.parse(path);
        return !at.isWhole() || scope.mayRemove(ResourceReference.of(at.collection(), at.id()));
    }

    private static Item item(Change change) {
        return switch (change.kind()) {
            case ADDED -> new Item(Kind.MISSING, change.path(), "", "");
            case REMOVED -> new Item(Kind.EXTRA, change.path(), "", "");
            case CHANGED ->
                    new Item(Kind.DIFFERENT, change.path(), change.after(), change.before());
        };
    }
}
