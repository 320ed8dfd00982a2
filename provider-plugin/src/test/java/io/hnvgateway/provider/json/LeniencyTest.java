package io.hnvgateway.provider.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.ControllerDocument;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.TwoTenants;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What existing clients write is taken, however they write it.
class LeniencyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"vlanID\": 12|\"VlanId\": \"12\"",
                "\"isPublic\": true|\"isPublic\": \"True\"",
                "\"isPrimary\": true|\"isPrimary\": \"true\"",
                "\"redundantGatewayCount\": 1|\"redundantGatewayCount\": \"1\"",
                "\"networkVirtualizationEnabled\": false|\"networkVirtualizationEnabled\": \"False\"",
                "\"type\": \"All\"|\"Type\": \"all\"",
                "{ \"resourceId\": \"own\"|null, { \"resourceID\": \"own\"",
                "{ \"resourceId\": \"own\"|{ \"ResourceId\": \"own\"",
                "\"/gatewayPools/default\"|\"/networking/v1/GatewayPools/Default\"",
                "\"/gatewayPools/default\"|\"/networking/v7.1/gatewaypools/default\"",
            })
    void theSameInAnotherFormIsTheSame(String before, String after) {
        DesiredStateDocument read = ControllerDocument.with(before, after);
        assertThat(read.faults()).isEmpty();
        assertThat(DesiredStateWriter.write(read.state()).toString().toLowerCase(Locale.ROOT))
                .isEqualTo(
                        DesiredStateWriter.write(ControllerDocument.document().state())
                                .toString()
                                .toLowerCase(Locale.ROOT));
    }

    /// A client sends back what it got, with all that the server put in.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"redundantGatewayCount\": 1|\"gateways\": [{\"resourceRef\": \"/gateways/gw1\"}], \"virtualGateways\": [{\"resourceRef\": \"/virtualGateways/contoso-gw\"}]",
                "\"vlanID\": 12|\"usage\": {\"numberOfIPAddresses\": 90}, \"networkInterfaces\": [{\"resourceRef\": \"/networkInterfaces/gw1-front\"}], \"gatewayPools\": [{}]",
                "\"startIpAddress\"|\"usage\": {\"numberOfIPAddressesAllocated\": 1}, \"startIpAddress\"",
                "\"nextHopType\": \"VnetLocal\"|\"provisioningState\": \"Succeeded\", \"nextHopType\": \"VnetLocal\"",
                "\"routes\": [|\"subnets\": [{\"resourceRef\": \"/virtualNetworks/contoso/subnets/web\"}], \"routes\": [",
                "\"addressPrefix\": \"10.254.254.0/29\"|\"ipConfigurations\": [{\"resourceRef\": \"/networkInterfaces/web1/ipConfigurations/v4\"}], \"addressPrefix\": \"10.254.254.0/29\"",
                "\"ipAddress\": \"203.0.113.10\"|\"ipConfiguration\": {\"resourceRef\": \"/networkInterfaces/web1/ipConfigurations/v4\"}, \"ipAddress\": \"203.0.113.10\"",
                "\"pool\": {|\"state\": \"Active\", \"healthState\": \"Healthy\", \"connections\": [{}], \"virtualGateways\": [{}], \"pool\": {",
                "\"isPrimary\": true|\"configurationState\": {\"status\": \"Success\", \"detailedInfo\": []}, \"serviceInsertionElements\": []",
                "{ \"resourceId\": \"gre-vip\"|{ \"etag\": \"W/x\", \"instanceId\": \"i\", \"resourceRef\": \"/logicalNetworks/gre-vip\", \"resourceId\": \"gre-vip\"",
                "\"peerIpAddress\": |\"connectionState\": \"Connected\", \"statistics\": {\"updateSent\": 1}, \"peerIpAddress\": ",
            })
    void whatTheServerPutsInIsSkipped(String before, String after) {
        assertThat(ControllerDocument.with(before, after).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/virtualGateways/0/properties/policyMaps|[null]",
                "/virtualGateways/0/properties/policyMaps|[{'resourceID': 'm', 'properties': {'policyMapEntryList': [null, {'policyType': 'Permit'}]}}]",
                "/virtualGateways/0/properties/policyMaps|[{'resourceId': 'm', 'properties': {'policyList': [{'policyType': 'permit', 'newMED': '7'}]}}]",
                "/loadBalancers/0/properties/frontendIPConfigurations/0/properties/outboundNatRules|[{'resourceRef': '/loadBalancers/contoso-nat/outboundNatRules/out'}]",
                "/loadBalancers/0/properties/backendAddressPools/0/properties/outboundNatRules|[{'resourceRef': '/loadBalancers/contoso-nat/outboundNatRules/out'}]",
            })
    void otherFormsOfTheTenantsAreTaken(String pointer, String value) {
        assertThat(TwoTenants.with(pointer, value).faults()).isEmpty();
    }

    @Test
    void whatIsNotEnforcedIsStillRefused() {
        assertThat(
                        ControllerDocument.with(
                                        "\"isPrimary\": true",
                                        "\"portSettings\": {\"qosSettings\": {\"outboundMaximumMbps\": 5}}")
                                .faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(FaultCode.NOT_SUPPORTED));
    }
}
