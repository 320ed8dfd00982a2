package io.hnvgateway.lab.bgp;

import io.hnvgateway.bgp.speaker.Aliases;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;

/// One end of a session, as the router there has it.
///
/// @param name of its files, one's own in a run
/// @param address its own, IPv4, from which it speaks
/// @param as its AS
/// @param other the address of its peer
/// @param otherAs its peer's AS
record RouterEnd(
        LabRun run,
        Namespace namespace,
        String name,
        String address,
        int as,
        String other,
        int otherAs) {

    /// A peer of the speakers alone, which has its alias itself.
    static RouterEnd of(SpeakerScene scene, int number) {
        return new RouterEnd(
                scene.run,
                scene.routers,
                Integer.toString(number),
                Aliases.peer(number, true).toString(),
                SpeakerScene.THEIRS.bits(),
                Aliases.local(number, true).toString(),
                SpeakerScene.OURS.bits());
    }

    /// A tenant's router.
    static RouterEnd of(RoutedTenants tenants, RouterSite site) {
        return new RouterEnd(
                tenants.lab().run(),
                site.station().namespace(),
                site.name(),
                site.address(),
                RoutedTenants.ROUTER_AS,
                site.gateway(),
                RoutedTenants.GATEWAY_AS);
    }
}
