package io.hnvgateway.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Mac;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// As administrators write them.
class PolicyScriptTest {
    private static final UUID RDID = UUID.fromString("11111111-2222-3333-4444-000000000000");
    private static final PolicyRecord WEB =
            new PolicyRecord(
                    RDID,
                    "Blue VM #1",
                    IpAddress.parse("10.0.0.5"),
                    RecordType.STATIC,
                    new PolicyRecord.Place(
                            5001,
                            Mac.parse("101010101105"),
                            IpAddress.parse("192.168.4.22"),
                            TranslationRule.ENCAPSULATION));
    private static final PolicyRoute SUBNET =
            new PolicyRoute(
                    RDID, 5001, IpPrefix.parse("10.0.0.0/24"), IpAddress.parse("0.0.0.0"), 255);

    @Test
    void readsParametersInAnyOrderAndCaseOverSeveralLines() throws FaultsException {
        PolicyScript read =
                PolicyScript.read(
                        """
                        <# Blue's policy
                           New-NetVirtualizationLookupRecord -Nonsense #>
                        Import-Module NetWNV
                        new-netvirtualizationlookuprecord -vmname "Blue VM `#1" -RULE TranslationMethodEncap `
                            -MACAddress:101010101105 -VirtualSubnetID "5001" ` \r
                        """
                                        .replace("` \r\n", "`\r\n")
                                + """
                                    -CustomerAddress 10.0.0.5 -Prov '192.168.4.22' -CimSession $host1 -AsJob -CustomerID "{11111111-2222-3333-4444-000000000000}" # done
                                NetWNV\\New-NetVirtualizationCustomerRoute -RoutingDomainID '{11111111-2222-3333-4444-000000000000}' -VirtualSubnetID 5001 -DestinationPrefix 10.0.0.0/24 -NextHop 0.0.0.0 -Metric 255; New-NetVirtualizationProviderAddress -ProviderAddress $pa -InterfaceIndex (Get-NetAdapter).ifIndex
                                """);
        assertThat(read.policy()).isEqualTo(new HostPolicy(List.of(WEB), List.of(SUBNET)));
        assertThat(read.skipped())
                .containsExactly(
                        "line 3: Import-Module", "line 7: New-NetVirtualizationProviderAddress");
    }

    @Test
    void writesThePublishedCmdlets() {
        assertThat(PolicyScript.write(new HostPolicy(List.of(WEB), List.of(SUBNET))).lines())
                .containsExactly(
                        "# 1 lookup records, 1 customer routes",
                        "New-NetVirtualizationLookupRecord -CustomerAddress '10.0.0.5' -VirtualSubnetID 5001 -MACAddress '101010101105' -ProviderAddress '192.168.4.22' -Rule 'TranslationMethodEncap' -CustomerID '{11111111-2222-3333-4444-000000000000}' -VMName 'Blue VM #1' -Type 'Static'",
                        "New-NetVirtualizationCustomerRoute -RoutingDomainID '{11111111-2222-3333-4444-000000000000}' -VirtualSubnetID 5001 -DestinationPrefix '10.0.0.0/24' -NextHop '0.0.0.0' -Metric 255");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "New-NetVirtualizationLookupRecord @blue | line 1: @blue: splatting is not supported; write each parameter behind the cmdlet",
                "$x = 1 | line 1: $x: is not supported: nothing is evaluated; write plain values instead of variables, pipes and blocks",
                "New-NetVirtualizationCustomerRoute -NextHop $hop | line 1: $hop: is not supported: nothing is evaluated; write plain values instead of variables, pipes and blocks",
                "New-NetVirtualizationCustomerRoute -RoutingDomainID {1} | line 1: {: is not supported: nothing is evaluated; put a GUID in quotes",
                "New-NetVirtualizationLookupRecord -VMName \"$env:x\" | line 1: a variable in a text is not supported: write its value",
                "New-NetVirtualizationLookupRecord -VMName 'x | line 1: a quote is not closed",
                "New-NetVirtualizationLookupRecord -VMName a -VMName b | line 1: -VMName: stands twice",
                "New-NetVirtualizationLookupRecord -VMName -Rule x | line 1: -VMName: has no value",
                "New-NetVirtualizationLookupRecord -Colour red | line 1: -Colour: is no parameter of this cmdlet",
                "New-NetVirtualizationLookupRecord red | line 1: red: a value without a parameter",
                "Remove-Item C: | line 1: Remove-Item: is no cmdlet that is read; only New-NetVirtualizationLookupRecord and New-NetVirtualizationCustomerRoute are, and those of a host alone are left out",
            })
    void refusesWhatIsNoPlainCall(String script, String fault) {
        assertThat(faults(script)).containsExactly(fault);
    }

    @Test
    void namesEachFaultWithItsLine() {
        assertThat(
                        faults(
                                """
                                New-NetVirtualizationLookupRecord -CustomerAddress 10.0.0.300 `
                                  -VirtualSubnetID 12 -MACAddress 1 -ProviderAddress 0 -Rule x

                                New-NetVirtualizationCustomerRoute -NextHop fd00::1 -DestinationPrefix 10.0.0.0/8
                                """))
                .hasSize(7)
                .anyMatch(line -> line.startsWith("line 1: -CustomerAddress: 10.0.0.300: "))
                .anyMatch(line -> line.startsWith("line 1: -VirtualSubnetID: 12: must be 4096.."))
                .contains("line 4: -RoutingDomainID: is missing");
    }

    private static List<String> faults(String script) {
        FaultsException refused =
                catchThrowableOfType(FaultsException.class, () -> PolicyScript.read(script));
        assertThat(refused).as(script).isNotNull();
        return refused.faults().stream().map(Fault::toString).toList();
    }
}
