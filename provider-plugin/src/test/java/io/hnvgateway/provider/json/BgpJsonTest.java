package io.hnvgateway.provider.json;

import static io.hnvgateway.provider.BgpDocuments.IN;
import static io.hnvgateway.provider.BgpDocuments.ROUTER;
import static io.hnvgateway.provider.BgpDocuments.document;
import static io.hnvgateway.provider.BgpDocuments.gateway;
import static io.hnvgateway.provider.BgpDocuments.router;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.resource.BgpBfd;
import io.hnvgateway.provider.resource.BgpFamily;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpPeerOptions;
import io.hnvgateway.provider.resource.BgpPrefixLimit;
import io.hnvgateway.provider.resource.BgpRedistribution;
import io.hnvgateway.provider.resource.BgpRouteLimits;
import io.hnvgateway.provider.resource.BgpRouter;
import io.hnvgateway.provider.resource.BgpSession;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PolicyMap;
import io.hnvgateway.provider.resource.PolicyType;
import io.hnvgateway.provider.resource.RoutePolicy;
import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.IpAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpJsonTest {

    @Test
    void readsARouterAsScriptsForExistingControllersWriteIt() {
        DesiredStateDocument document = document();
        assertThat(document.faults()).isEmpty();
        BgpRouter router = router(document);
        assertThat(router.enabled()).isTrue();
        assertThat(router.asNumber()).isEqualTo(new AsNumber(64512));
        assertThat(router.routerId()).hasToString("10.254.254.2");
        assertThat(router.networks()).hasToString("[10.9.0.0/16]");
        assertThat(router.redistribution()).isEqualTo(BgpRedistribution.DEFAULT);
        assertThat(router.limits()).isEqualTo(BgpRouteLimits.DEFAULT);
        BgpPeer office = router.peers().getFirst();
        assertThat(office.asNumber()).isEqualTo(new AsNumber(65546));
        assertThat(office.policyMapIn())
                .isEqualTo(gateway(document).reference(gateway(document).policyMaps().getFirst()));
        assertThat(office.policyMapOut()).isNull();
        assertThat(office.session()).isEqualTo(BgpSession.DEFAULT);
        assertThat(office.prefixLimit()).isEqualTo(BgpPrefixLimit.DEFAULT);
        assertThat(office.options()).isEqualTo(BgpPeerOptions.DEFAULT);
        BgpPeer branch = router.peers().get(1);
        assertThat(branch.session())
                .isEqualTo(
                        new BgpSession(
                                IpAddress.parse("10.254.254.2"),
                                9,
                                3,
                                false,
                                Set.of(BgpFamily.IPV4),
                                60,
                                true,
                                new BgpBfd(50, 4)));
        assertThat(branch.prefixLimit()).isEqualTo(new BgpPrefixLimit(100, 50, 0));
        assertThat(branch.options()).isEqualTo(new BgpPeerOptions(false, 2, true));
    }

    @Test
    void bfdIsOffUnlessAskedFor() {
        String asked = "'bfd': {'intervalMilliseconds': 50, 'multiplier': 4}";
        assertThat(bfd(asked, "'bfd': {}")).isEqualTo(BgpBfd.DEFAULT);
        assertThat(bfd(asked, "'bfd': {'isEnabled': false, 'multiplier': 4}")).isNull();
        assertThat(bfd(asked, "'bfd': null")).isNull();
    }

    private static @Nullable BgpBfd bfd(String before, String after) {
        DesiredStateDocument document = document(ROUTER.replace(before, after), IN);
        assertThat(document.faults()).isEmpty();
        return router(document).peers().get(1).session().bfd();
    }

    @Test
    void readsEntriesOfAPolicyMapInGroups() {
        PolicyMap map = gateway(document()).policyMaps().getFirst();
        assertThat(map.permitsRest()).isFalse();
        assertThat(map.policies().stream().map(RoutePolicy::type))
                .containsExactly(PolicyType.DENY, PolicyType.PERMIT, PolicyType.CONTINUE);
        assertThat(map.policies().getFirst().match().prefixes())
                .hasToString("[10.8.0.0/16, 10.7.0.0/16 le 24]");
        RoutePolicy second = map.policies().get(1);
        assertThat(second.match().asNumbers()).hasToString("[64512-64520, 65546]");
        assertThat(second.match().communities()).hasToString("[65001:100, 1:2:3]");
        assertThat(second.match().nextHops()).hasToString("[10.1.255.1/32]");
        assertThat(second.set().localPreference()).isEqualTo(200);
        assertThat(second.set().med()).isEqualTo(4294967295L);
        assertThat(second.set().addedCommunities()).hasToString("[no-export]");
        assertThat(second.set().removesAllCommunities()).isTrue();
    }

    @Test
    void writesWhatItReads() {
        DesiredState state = document().state();
        DesiredStateDocument again = DesiredStateReader.read(DesiredStateWriter.write(state));
        assertThat(again.faults()).isEmpty();
        assertThat(DesiredStateWriter.write(again.state()))
                .isEqualTo(DesiredStateWriter.write(state));
        assertThat(gateway(again).policyMaps()).isEqualTo(gateway(document()).policyMaps());
        assertThat(StateDiff.between(state, again.state())).isEmpty();
    }

    @Test
    void aDifferenceNamesThePeerAndTheProperty() {
        DesiredState after = document(ROUTER.replace("'multihop': 3", "'multihop': 4"), IN).state();
        assertThat(StateDiff.between(document().state(), after))
                .singleElement()
                .asString()
                .contains("bgpRouters[router].bgpPeers[branch].multihop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'0.64512'|'1.65536'|extAsNumber: 1.65536: must be high.low; each of them 0..65535",
                "'0.64512'|'0.0'|must be the number of an AS",
                "'0.64512'|'23456'|must be the number of an AS; 0, 23456, 65535",
                "'extAsNumber': '0.64512',|''|asNumber: is missing; this, or extAsNumber as high.low",
                "'asNumber': 0|'asNumber': 7|extAsNumber: 1.10: is not asNumber 7",
                "'routerId': '10.254.254.2'|'routerId': '0.0.0.0'|must be written as an IPv4 address",
                "'routerId': '10.254.254.2'|'routerId': 'fd00::1'|must be written as an IPv4 address",
                "'10.9.0.0/16'|'10.9.0.1/16'|bgpNetworks[0]: 10.9.0.1/16: has bits set beyond its length",
                "'peerIpAddress': '10.1.255.1',||bgpPeers[office].peerIpAddress: is missing",
                "'holdTimeSeconds': 9|'holdTimeSeconds': 2|holdTimeSeconds: 2: must be 0 or 3..65535",
                "'multihop': 3|'multihop': 0|multihop: 0: must be 1..255",
                "['ipv4']|['ipv5']|families[0]: ipv5: must be one of IPv4, IPv6",
                "'passive'|'pasive'|pasive: is not a known property; did you mean passive?",
                "'intervalMilliseconds': 50|'intervalMilliseconds': 49|bfd.intervalMilliseconds: 49: must be 50..10000",
                "'multiplier': 4|'multiplier': 1|bfd.multiplier: 1: must be 2..50",
                "'multiplier': 4|'multiplyer': 4|multiplyer: is not a known property; did you mean multiplier?",
                "'maximumPrefixes': 100|'maximumPrefixes': 0|must be 1..1000000",
            })
    void namesWhatIsWrongInARouter(String before, String after, String fault) {
        String changed = ROUTER.replace(before, after == null || after.equals("''") ? "" : after);
        assertThat(changed).isNotEqualTo(ROUTER);
        assertThat(document(changed, IN).faults().stream().map(Fault::toString))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'10.7.0.0/16 le 24'|'10.7.0.0/16 le 8'|matchPrefix[1]: 10.7.0.0/16 le 8: must have lengths in order; 16 <=",
                "'10.7.0.0/16 le 24'|'10.7.0.0/16 longer'|must be a prefix with lengths",
                "'64512-64520'|'64520-64512'|matchASNRange[0]: 64520-64512: must be a range",
                "'65001:100'|'65536:1'|matchCommunity[0]: 65536:1: must be 0..65535",
                "'65001:100'|'nobody'|must be a community",
                "'Deny'|'Refuse'|policyType: Refuse: must be one of Permit, Deny, Continue",
                "'policyType': 'Deny'|'policyType': 'Deny', 'newMED': 1|denies routes and sets something",
                "'defaultAction': 'deny'|'policyList': [{}]|policyMapEntryList: stands beside policyList",
                "'defaultAction': 'deny'|'defaultAction': 'no'|must be Permit or Deny",
                "'newMED': 4294967295|'newMED': 4294967296|must be 0..4294967295",
            })
    void namesWhatIsWrongInAPolicyMap(String before, String after, String fault) {
        assertThat(IN).contains(before);
        DesiredStateDocument document = document(ROUTER, IN.replace(before, after));
        assertThat(document.faults().stream().map(Fault::toString))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    /// Without the entry the map would let pass what it shall not.
    @Test
    void aMapWithAnUnreadableEntryIsNotRead() {
        DesiredStateDocument document = document(ROUTER, IN.replace("'65001:100'", "'x'"));
        assertThat(gateway(document).policyMaps()).isEmpty();
        assertThat(document.unreadable())
                .containsExactly("virtualGateways[contoso-gw].policyMaps[in]");
    }
}
