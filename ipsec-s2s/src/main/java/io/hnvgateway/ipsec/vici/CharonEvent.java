package io.hnvgateway.ipsec.vici;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Something that charon reports by itself.
public sealed interface CharonEvent {

    /// IKE_SAs came up or went down.
    record IkeUpDown(boolean up, List<IkeSa> sas) implements CharonEvent {}

    /// CHILD_SAs came up or went down: those that the IKE_SAs hold here.
    record ChildUpDown(boolean up, List<IkeSa> sas) implements CharonEvent {}

    /// An IKE_SA took the place of another one with its CHILD_SAs.
    record IkeRekey(IkeSa old, IkeSa now) implements CharonEvent {}

    /// A CHILD_SA takes the place of another one of the same IKE_SA.
    record ChildRekey(String connection, long ikeUniqueId, ChildSa old, ChildSa now)
            implements CharonEvent {}

    /// The events of one body; none where charon says something that this version does not know.
    static Stream<CharonEvent> of(ViciConnection.Event event) {
        ViciSection body = event.body();
        return switch (event.name()) {
            case "ike-updown" -> Stream.of(new IkeUpDown(body.isYes("up"), IkeSa.allOf(body)));
            case "child-updown" -> Stream.of(new ChildUpDown(body.isYes("up"), IkeSa.allOf(body)));
            case "ike-rekey" -> body.sections().entrySet().stream().map(CharonEvent::ikeRekey);
            case "child-rekey" ->
                    body.sections().entrySet().stream().flatMap(CharonEvent::childRekeys);
            default -> Stream.empty();
        };
    }

    private static CharonEvent ikeRekey(Map.Entry<String, ViciSection> sa) {
        ViciSection pair = sa.getValue();
        return new IkeRekey(
                IkeSa.of(sa.getKey(), pair.section("old")),
                IkeSa.of(sa.getKey(), pair.section("new")));
    }

    private static Stream<CharonEvent> childRekeys(Map.Entry<String, ViciSection> sa) {
        return sa.getValue().section("child-sas").sections().values().stream()
                .map(pair ->
                        new ChildRekey(
                                sa.getKey(),
                                sa.getValue().number("uniqueid", 0),
                                ChildSa.of(pair.section("old")),
                                ChildSa.of(pair.section("new"))));
    }
}
