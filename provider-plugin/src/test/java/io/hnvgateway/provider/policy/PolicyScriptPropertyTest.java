package io.hnvgateway.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Mac;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyScriptPropertyTest {
    @Property(tries = 200)
    void whatIsWrittenReadsTheSame(@ForAll("policies") HostPolicy policy) throws FaultsException {
        assertThat(PolicyScript.read(PolicyScript.write(policy)).policy()).isEqualTo(policy);
    }

    @Provide
    Arbitrary<HostPolicy> policies() {
        return Combinators.combine(records().list().ofMaxSize(8), routes().list().ofMaxSize(8))
                .as(HostPolicy::new);
    }

    private static Arbitrary<PolicyRecord> records() {
        return Combinators.combine(
                        ids().injectNull(0.2),
                        labels(),
                        addresses(),
                        Arbitraries.of(RecordType.class),
                        places())
                .as((id, label, address, type, place) ->
                        new PolicyRecord(
                                id,
                                label,
                                type == RecordType.L2_ONLY || address.isUnspecified()
                                        ? type.hasCustomerAddress()
                                                ? IpAddress.parse("10.0.0.1")
                                                : null
                                        : address,
                                type,
                                place));
    }

    private static Arbitrary<PolicyRecord.Place> places() {
        return Combinators.combine(
                        Arbitraries.integers().between(0x1000, 0xfffffe),
                        Arbitraries.longs().between(0, 0xffff_ffff_ffffL),
                        addresses(),
                        Arbitraries.of(TranslationRule.class))
                .as((vsid, mac, address, rule) ->
                        new PolicyRecord.Place(vsid, new Mac(mac), address, rule));
    }

    private static Arbitrary<PolicyRoute> routes() {
        return Combinators.combine(
                        ids(),
                        Arbitraries.integers().between(0x1000, 0xfffffe),
                        addresses(),
                        Arbitraries.integers().between(0, 32),
                        Arbitraries.longs().between(0, 0xffff_ffffL))
                .as((id, vsid, address, length, metric) ->
                        new PolicyRoute(id, vsid, IpPrefix.of(address, length), address, metric));
    }

    private static Arbitrary<UUID> ids() {
        return Arbitraries.create(UUID::randomUUID);
    }

    private static Arbitrary<IpAddress> addresses() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(IpAddress::ofIpv4),
                Arbitraries.longs().map(low -> new IpAddress(0xfd00_0000_0000_0000L, low)));
    }

    /// Everything that means something to PowerShell.
    private static Arbitrary<String> labels() {
        Arbitrary<String> tricky =
                Arbitraries.of(
                                "'", "''", "\u2019", "\u2018", "\"", "\u201c", "`", "$(calc)", "$x",
                                "#", "<#", "#>", ";", "&", "|", "-Rule", "@", "{", "}", " ",
                                "\u2028")
                        .list()
                        .ofMaxSize(6)
                        .map(parts -> String.join("", parts));
        Arbitrary<String> any =
                Arbitraries.strings()
                        .ofMaxLength(12)
                        .filter(text -> text.chars().noneMatch(Character::isISOControl));
        return Arbitraries.oneOf(tricky, any);
    }
}
