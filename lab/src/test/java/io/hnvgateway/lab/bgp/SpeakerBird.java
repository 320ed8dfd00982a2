package io.hnvgateway.lab.bgp;

import io.hnvgateway.bgp.speaker.Aliases;

/// A BIRD that has a peer's alias itself.
final class SpeakerBird {
    private SpeakerBird() {}

    static Bird start(SpeakerScene scene, int number, String more) {
        return start(scene, number, true, "", more);
    }

    /// @param more lines of its configuration, as static routes
    /// @param options lines of its protocol
    static Bird start(SpeakerScene scene, int number, boolean ipv4, String options, String more) {
        String configuration =
                """
                router id 192.0.2.%d;
                protocol device {}
                %s
                protocol bgp p {
                  local %s as 65001;
                  neighbor %s as 65000;
                  multihop;
                  strict bind yes;
                  hold time 30;
                  connect retry time 1;
                  error wait time 1, 2;
                  connect delay time 1;
                  ipv4 { import all; export all; %s };
                  ipv6 { import all; export all; %s };
                  %s
                }
                """
                        .formatted(
                                number,
                                more,
                                Aliases.peer(number, ipv4),
                                Aliases.local(number, ipv4),
                                ipv4 ? "" : "next hop address 192.0.2.77;",
                                ipv4 ? "next hop address 2001:db8::77;" : "",
                                options);
        return new Bird(scene.run, scene.routers, Integer.toString(number), configuration);
    }
}
