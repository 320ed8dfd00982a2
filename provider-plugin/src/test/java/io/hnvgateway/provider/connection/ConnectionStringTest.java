package io.hnvgateway.provider.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.value.IpAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {

    @Test
    void readsTheWindowsKeysAsPublishedExamplesWriteThem() throws FaultsException {
        ConnectionString read =
                ConnectionString.parse(
                        "VMHost=hv1.contoso.com; gatewayvm==GW-1;\n BACKENDSWITCH = Back End ;DirectRoutingMode=TRUE;"
                                + "FrontEndServerAddress=198.51.100.2;VPNServerAddress=203.0.113.1;"
                                + "MaxVMNetworksSupported=50;Migrate=true;");
        assertThat(read.vmHost()).contains("hv1.contoso.com");
        assertThat(read.gatewayVm()).contains("GW-1");
        assertThat(read.backendSwitch()).contains("Back End");
        assertThat(read.directRoutingMode()).isTrue();
        assertThat(read.frontEndServerAddress()).contains(IpAddress.parse("198.51.100.2"));
        assertThat(read.vpnServerAddress()).contains(IpAddress.parse("203.0.113.1"));
        assertThat(read.maxVmNetworks()).hasValue(50);
        assertThat(read.migrate()).isTrue();
    }

    @Test
    void readsTheOwnKeys() throws FaultsException {
        ConnectionString read =
                ConnectionString.parseForGateway(
                        "FrontEndInterface=ens3,ens4;BackendInterface=ens5;"
                                + "ProviderAddress=192.0.2.1, 192.0.2.2;FrontEndGateway=198.51.100.1;BackendGateway=192.0.2.254;"
                                + "NatPool=203.0.113.16/28, 203.0.113.40, 203.0.113.50-203.0.113.60;DataPath=XDP;Executor=Java;Workers=1;"
                                + "ManagementEndpoint=https://gw1:8443;ManagementAddress=192.0.2.9;StateDirectory=/var/lib/x;ControlSocket=/run/x.sock;"
                                + "FlowTableEntries=1024;Sessions=2000;FrameCount=4096;RandomSeed=-7;Fingerprint="
                                + "AB:".repeat(31)
                                + "ab");
        assertThat(read.frontEndInterfaces()).containsExactly("ens3", "ens4");
        assertThat(read.backEndInterfaces()).containsExactly("ens5");
        assertThat(read.providerAddresses()).hasSize(2);
        assertThat(read.natPool().stream().mapToLong(r -> r.size()).sum()).isEqualTo(16 + 1 + 11);
        assertThat(read.dataPath()).isEqualTo(DataPath.XDP);
        assertThat(read.executor()).isEqualTo(Executor.JAVA);
        assertThat(read.managementEndpoint()).get().hasToString("https://gw1:8443");
        assertThat(read.managementAddress()).contains(IpAddress.parse("192.0.2.9"));
        assertThat(read.fingerprint()).contains("ab".repeat(32));
        assertThat(read.stateDirectory()).isEqualTo(Path.of("/var/lib/x"));
        assertThat(read.controlSocket()).isEqualTo(Path.of("/run/x.sock"));
        assertThat(read.randomSeed()).hasValue(-7);
        assertThat(read.frameCount()).isEqualTo(4096);
    }

    @Test
    void aGatewayListensAtAnAddress() throws FaultsException {
        String interfaces = "FrontEndInterface=ens3;BackendInterface=ens5;ManagementEndpoint=";
        assertThat(
                        ConnectionString.parseForGateway(interfaces + "https://[2001:db8::1]:8443")
                                .managementAddress())
                .contains(IpAddress.parse("2001:db8::1"));
        assertThat(ConnectionString.parse("ManagementEndpoint=https://gw1").managementAddress())
                .isEmpty();
        assertThatThrownBy(() -> ConnectionString.parseForGateway(interfaces + "https://gw1:8443"))
                .hasMessageContaining("'gw1' is a name, and ManagementAddress is missing");
        assertThatThrownBy(() -> ConnectionString.parse("ManagementEndpoint=https://192.0.2.256"))
                .isInstanceOf(FaultsException.class);
        assertThatThrownBy(() -> ConnectionString.parse("ManagementKey=/k"))
                .hasMessageContaining("requires ManagementCertificate");
    }

    @Test
    void readsWhatIsKeptForTheNextGateway() throws FaultsException {
        ConnectionString plain = ConnectionString.parse("");
        assertThat(plain.runtimeDirectory()).contains(Path.of("/run/hnv-gateway"));
        assertThat(plain.pinDirectory()).contains(Path.of("/sys/fs/bpf/hnv-gateway"));
        assertThat(plain.heartbeatTimeoutSeconds()).isEqualTo(60);
        ConnectionString none =
                ConnectionString.parse(
                        "RuntimeDirectory=NONE;PinDirectory=none;HeartbeatTimeout=5");
        assertThat(none.runtimeDirectory()).isEmpty();
        assertThat(none.pinDirectory()).isEmpty();
        assertThat(none.heartbeatTimeoutSeconds()).isEqualTo(5);
        assertThat(none).hasToString("RuntimeDirectory=none;PinDirectory=none;HeartbeatTimeout=5");
        ConnectionString own = ConnectionString.parse("RuntimeDirectory=/run/a;PinDirectory=/b");
        assertThat(own).hasToString("RuntimeDirectory=/run/a;PinDirectory=/b");
        assertThatThrownBy(() -> ConnectionString.parse("HeartbeatTimeout=4"))
                .hasMessageContaining("HeartbeatTimeout");
        assertThatThrownBy(() -> ConnectionString.parse("PinDirectory=relative"))
                .hasMessageContaining("absolute");
    }

    @Test
    void readsBothFamiliesAndSeveralNextHops() throws FaultsException {
        ConnectionString read =
                ConnectionString.parse(
                        "ProviderAddress=192.0.2.1,2001:db8::1;FrontEndGateway=198.51.100.1, 198.51.100.2,"
                                + "2001:DB8:1::1;BackendGateway=2001:db8::fe;Workers=16;DataPath=xdp-generic");
        assertThat(read.providerAddresses())
                .extracting(IpAddress::toString)
                .containsExactly("192.0.2.1", "2001:db8::1");
        assertThat(read.frontEndGateways())
                .extracting(IpAddress::toString)
                .containsExactly("198.51.100.1", "198.51.100.2", "2001:db8:1::1");
        assertThat(read.backEndGateways()).containsExactly(IpAddress.parse("2001:db8::fe"));
        assertThat(read.workers()).isEqualTo(16);
        assertThat(read.dataPath()).isEqualTo(DataPath.XDP_GENERIC);
        assertThat(read.executor()).isEqualTo(Executor.XDP);
        assertThat(ConnectionString.parse("").frontEndGateways()).isEmpty();
        assertThat(ConnectionString.parse("").workers()).isEqualTo(1);
    }

    @Test
    void readsTheCoresOfWorkers() throws FaultsException {
        assertThat(ConnectionString.parse("").cores()).isEqualTo(Cores.AUTO);
        assertThat(ConnectionString.parse("Cores=NONE").cores().choice())
                .isEqualTo(Cores.Choice.NONE);
        assertThat(ConnectionString.parse("Cores=3, 1;Workers=2").cores())
                .isEqualTo(new Cores(Cores.Choice.BY_HAND, List.of(3, 1)));
    }

    @Test
    void readsTaggedInterfacesWithTheirAddresses() throws FaultsException {
        ConnectionString read =
                ConnectionString.parseForGateway(
                        "FrontEndInterface=eth0;BackendInterface=eth1.100,averylongname.x.4094;Addresses="
                                + "192.0.2.9/24@eth1.100 , 2001:db8::9 / 64 @ eth1.100");
        assertThat(read.addresses())
                .containsExactly(
                        new InterfaceAddress(IpAddress.parse("192.0.2.9"), 24, "eth1.100"),
                        new InterfaceAddress(IpAddress.parse("2001:db8::9"), 64, "eth1.100"));
        assertThat(read.addresses().get(1).prefix()).hasToString("2001:db8::/64");
        assertThat(read.backEndInterfaces().stream().flatMap(n -> InterfaceName.tagged(n).stream()))
                .containsExactly(
                        new TaggedInterface("eth1", 100),
                        new TaggedInterface("averylongname.x", 4094));
        assertThat(InterfaceName.tagged("eth1")).isEmpty();
        assertThat(InterfaceName.tagged("eth1.0100")).isEmpty();
        assertThat(InterfaceName.tagged("eth1.4095")).isEmpty();
        assertThat(InterfaceName.tagged("..100")).isEmpty();
        assertThatThrownBy(() ->
                        ConnectionString.parseForGateway(
                                "FrontEndInterface=eth0;BackendInterface=eth1;Addresses=192.0.2.9/24@eth1.100"))
                .hasMessage(
                        "Addresses (column 56): '192.0.2.9/24@eth1.100' is on no interface of this string;"
                                + " name it as FrontEndInterface or BackendInterface too");
    }

    @Test
    void namesKeyColumnRuleAndHintOfEveryFaultAtOnce() {
        assertThat(
                        faults(
                                "VMHost=a;Worker=2;Workers=0; NatPool=203.0.113.0/33;VMHost=b;DataPath=;junk"))
                .containsExactly(
                        "Worker (column 10): is not a known key; did you mean Workers?",
                        "Workers (column 27): 0: must be 1..16",
                        "NatPool (column 38): 203.0.113.0/33: '203.0.113.0/33' prefix length must be 0..32",
                        "VMHost (column 53): stands twice; first at column 1",
                        "DataPath (column 71): has no value; leave the key out for its default",
                        "junk (column 72): has no value; write junk=value");
    }

    @Test
    void namesTheLineOfAFaultInAFile() {
        assertThat(faults("VMHost=a;\n  Workers=two\n"))
                .singleElement()
                .asString()
                .startsWith("Workers (line 2, column 11)");
    }

    @Test
    void neverRepeatsTheValueOfAnUnknownKey() {
        assertThat(faults("Password=s3cret")).singleElement().asString().doesNotContain("s3cret");
    }

    @Test
    void keepsSemicolonsAndQuotesOfAQuotedValue() throws FaultsException {
        String quoted = "BackendSwitch = \" a;\"\"b\"\" \" ;VMHost=h";
        assertThat(ConnectionString.parse(quoted).backendSwitch()).contains(" a;\"b\" ");
        assertThat(faults("BackendSwitch=\"a"))
                .singleElement()
                .asString()
                .contains("quote is not closed");
        assertThat(faults("BackendSwitch=\"a\" b;VMHost=x"))
                .singleElement()
                .asString()
                .contains("text behind its closing quote");
    }

    @Test
    void directRoutingModeRequiresTheFrontEndServerAddress() throws FaultsException {
        assertThat(faults("DirectRoutingMode=True"))
                .containsExactly(
                        "DirectRoutingMode (column 1): True requires FrontEndServerAddress;"
                                + " the front-end address that routers point to");
        assertThat(ConnectionString.parse("DirectRoutingMode=False").directRoutingPermitted())
                .isFalse();
        assertThat(ConnectionString.parse("").directRoutingPermitted()).isTrue();
    }

    @Test
    void aGatewayNeedsItsInterfaces() throws FaultsException {
        FaultsException e =
                assertThrows(
                        FaultsException.class, () -> ConnectionString.parseForGateway("VMHost=a"));
        assertThat(e.getMessage()).contains("FrontEndInterface").contains("BackendInterface");
        assertThat(
                        ConnectionString.parseForGateway(
                                        "FrontEndInterface=eth0;BackendSwitch=eth0")
                                .backEndInterfaces())
                .containsExactly("eth0");
        assertThatThrownBy(() ->
                        ConnectionString.parseForGateway(
                                "FrontEndInterface=eth0;BackendSwitch=My switch is long"))
                .hasMessageContaining("BackendSwitch (column 38)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Migrate=maybe|must be True or False",
                "MaxVMNetworksSupported=0|must be 1..1000000",
                "MaxVMNetworksSupported=99999999999999999999|must be 1..1000000",
                "ProviderAddress=224.0.0.1|unicast",
                "ProviderAddress=192.0.2.1,,192.0.2.2|empty item",
                "ProviderAddress=192.0.2.1,192.0.2.1|twice",
                "ProviderAddress=2001:db8::1,fe80::1|not a link-local one",
                "ProviderAddress=::ffff:192.0.2.1|did you mean 192.0.2.1?",
                "ProviderAddress=2001:db8:::1|hexadecimal digits",
                "FrontEndGateway=198.51.100.1,198.51.100.1|twice",
                "BackendGateway=192.0.2.254,ff02::1|must be a unicast address",
                "Workers=17|must be 1..16",
                "NatPool=2001:db8::/112|must be IPv4",
                "Addresses=192.0.2.9/24|must be an address of an interface; as in 192.0.2.9/24@eth1.100",
                "Addresses=192.0.2.9@eth1.100|must be an address of an interface",
                "Addresses=192.0.2.9/24@eth1|must stand on a tagged interface",
                "Addresses=192.0.2.9/24@eth1.4095|must stand on a tagged interface",
                "Addresses=192.0.2.9/33@eth1.100|prefix length must be 0..32",
                "Addresses=192.0.2.255/24@eth1.100|must be a host address of its subnet",
                "Addresses=192.0.2.9/24@eth1.100,192.0.2.9/28@eth1.101|names an address twice",
                "ProviderAddress=192.0.2.01|leading zeros",
                "NatPool=203.0.113.9-203.0.113.1|behind its last",
                "NatPool=203.0.113.0/24,203.0.113.9|overlap",
                "NatPool=10.0.0.0/8|more than 65536",
                "NatPool=203.0.113.1/24|did you mean 203.0.113.0/24?",
                "DataPath=dpdk|must be one of auto, xdp, xdp-generic, packet",
                "Executor=dpdk|must be one of xdp, java",
                "Cores=first|'first' must be 0..8191; a whole number; or auto, or none",
                "Cores=1,8192;Workers=2|'8192' must be 0..8191",
                "Workers=2;Cores=1,1|names a value twice",
                "Workers=2;Cores=1|'1' names 1 cores, and Workers is 2; one core for each worker, or auto, or none",
                "ManagementEndpoint=http://x|https",
                "ManagementEndpoint=https://user:pw@x|credentials",
                "Fingerprint=abc|SHA-256",
                "StateDirectory=var|absolute path",
                "FlowTableEntries=3000|the next one is 4096",
                "FrontEndInterface=a-much-too-long-name|1..15 characters",
            })
    void refusesBadValues(String text, String rule) {
        assertThat(faults(text)).singleElement().asString().contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VMHost=a;NatPool=203.0.113.8/29,203.0.113.40",
                "BackendSwitch=\"a;\"\"b\"",
                "Migrate=True",
                "Workers=3;Cores= 2, 0,8191",
                "Cores=None",
                "Cores=auto",
                "Workers=4;DataPath=xdp-generic;Executor=java;FrontEndGateway=198.51.100.1,2001:db8:1::1",
                "FrontEndInterface=eth1.100;Addresses=192.0.2.9/24@eth1.100,2001:db8::9/64@eth1.100"
            })
    void writesWhatItReads(String text) throws FaultsException {
        ConnectionString read = ConnectionString.parse(text);
        assertThat(ConnectionString.parse(read.toString())).isEqualTo(read);
    }

    static List<String> faults(String text) {
        FaultsException e = assertThrows(FaultsException.class, () -> ConnectionString.parse(text));
        return e.faults().stream().map(Fault::toString).toList();
    }
}
