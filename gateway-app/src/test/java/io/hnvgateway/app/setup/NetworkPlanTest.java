package io.hnvgateway.app.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.provider.FaultsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkPlanTest {
    private static final String TEXT =
            """
            role=management index=1 address=dhcp
            role=frontend mac=02:00:00:00:00:02 address=198.51.100.9/24 address=2001:db8::9/64 \
            gateway=198.51.100.1 gateway=2001:db8::1 dns=192.0.2.53
            role=backend name=eth2 address=192.0.2.9/24 mtu=1600
            """;

    private static Nic nic(String name, int index) {
        return new Nic(name, index, "02:00:00:00:00:0" + index, "virtio_net", true, true, 0);
    }

    @Test
    void whatIsReadIsWrittenTheSame() throws FaultsException {
        assertEquals(TEXT, NetworkPlan.parse(TEXT).text());
        assertEquals(TEXT, NetworkPlan.parse("# ours\n" + TEXT.replace("\n", " ; ")).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    role=owner index=1 address=dhcp | network[1].role: owner: must be management, frontend or backend
                    role=management address=dhcp | names no NIC
                    role=management index=0 address=dhcp | network[1].index: 0: must be 1..64
                    role=management index=1 mac=02:00:00:00:00:01 address=dhcp | a NIC is named once
                    role=management mac=02:00 address=dhcp | must be a MAC address
                    role=management name=a/b address=dhcp | must be the name of a network interface
                    role=management index=1 | network[1].address: is missing
                    role=management index=1 address=192.0.2.1 | must be an address and the length
                    role=management index=1 address=192.0.2.0/24 | must be a host address of its subnet
                    role=management index=1 address=192.0.2.1/33 | prefix length must be 0..32
                    role=management index=1 address=dhcp address=192.0.2.1/24 | excludes addresses
                    role=management index=1 address=192.0.2.1/24 gateway=198.51.100.1 | is in the subnet of no address
                    role=management index=1 address=192.0.2.1/24 gateway=192.0.2.1 | is in the subnet of no address
                    role=management index=1 address=dhcp mtu=90 | must be 1280..9216
                    role=management index=1 address=dhcp vlan=7 | vlan: is not a known key
                    role=frontend index=1 address=192.0.2.1/24 | must have one NIC with role=management
                    """)
    void saysWhatIsWrong(String text, String fault) {
        FaultsException faults =
                assertThrows(FaultsException.class, () -> NetworkPlan.parse(text.strip()));
        assertTrue(
                String.valueOf(faults.getMessage()).contains(fault.strip()), faults.getMessage());
    }

    @Test
    void allFaultsAppearAtOnce() {
        FaultsException faults =
                assertThrows(
                        FaultsException.class,
                        () -> NetworkPlan.parse("role=x index=1 address=y;role=backend mtu=1"));
        assertEquals(5, faults.faults().size(), faults.getMessage());
    }

    @Test
    void hasABound() {
        assertThrows(FaultsException.class, () -> NetworkPlan.parse("role=frontend\n".repeat(17)));
        assertThrows(
                FaultsException.class,
                () -> NetworkPlan.parse("role=management index=1 " + "address=dhcp ".repeat(99)));
    }

    @Test
    void aNicServesOneRole() throws FaultsException {
        NetworkPlan plan =
                NetworkPlan.parse(
                        "role=management index=1 address=dhcp;role=backend name=eth0 address=dhcp");
        FaultsException faults =
                assertThrows(FaultsException.class, () -> plan.on(List.of(nic("eth0", 1))));
        assertTrue(String.valueOf(faults.getMessage()).contains("is the NIC of mgmt0 already"));
    }

    @Test
    void devicesOfARoleAreNumbered() throws FaultsException {
        NetworkPlan plan =
                NetworkPlan.parse(
                        "role=backend index=3 address=dhcp;role=management index=1 address=dhcp;"
                                + "role=backend index=2 address=dhcp");
        List<String> devices =
                plan.on(List.of(nic("a", 1), nic("b", 2), nic("c", 3))).stream()
                        .map(nic -> nic.device() + "=" + nic.nic().name())
                        .toList();
        assertEquals(List.of("back0=c", "mgmt0=a", "back1=b"), devices);
    }
}
