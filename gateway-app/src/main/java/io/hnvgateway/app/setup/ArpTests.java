package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.NetworkPlan.Assigned;
import io.hnvgateway.dataplane.sys.ArpSocket;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Is the link up, is an address free (RFC 5227), does the gateway answer ARP. IPv6 is left to the
/// kernel's own duplicate detection, which runs when the address is set.
///
/// @param linkMs how long a link may take to come up
/// @param answerMs how long an answer may take
record ArpTests(Nics nics, int linkMs, int answerMs) implements LinkTests {
    private static final int LOOK_MS = 100;

    @Override
    public List<Finding> of(Assigned nic) {
        List<Finding> findings = new ArrayList<>();
        String name = nic.nic().name();
        try {
            nics.switchOn(nic.nic());
            boolean link = awaitLink(name);
            findings.add(
                    new Finding(link, name + (link ? ": link" : ": no link: is it plugged in?")));
            if (link) {
                ask(nic, findings);
            }
        } catch (IOException e) {
            findings.add(new Finding(false, name + ": cannot be switched on: " + e.getMessage()));
        } catch (SystemCallException e) {
            findings.add(new Finding(false, name + ": cannot be tested: " + e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return findings;
    }

    private boolean awaitLink(String name) throws IOException, InterruptedException {
        for (int waitedMs = 0; ; waitedMs += LOOK_MS) {
            Optional<Nic> now =
                    nics.all().stream().filter(nic -> nic.name().equals(name)).findFirst();
            if (now.isPresent() && now.get().up() && now.get().link()) {
                return true;
            }
            if (waitedMs >= linkMs) {
                return false;
            }
            Thread.sleep(LOOK_MS);
        }
    }

    private void ask(Assigned nic, List<Finding> findings) {
        NicRole role = nic.role();
        try (ArpSocket arp = new ArpSocket(NetDevice.of(nic.nic().name()))) {
            boolean all = true;
            for (LinkAddress own : role.addresses()) {
                if (own.address().isIpv4()) {
                    findings.add(free(arp, own.address()));
                } else {
                    all = false;
                }
            }
            for (IpAddress gateway : role.gateways()) {
                if (gateway.isIpv4()) {
                    findings.add(answers(arp, role, gateway));
                } else {
                    all = false;
                }
            }
            if (!all) {
                findings.add(new Finding(true, "IPv6 is tested by the kernel when it is set"));
            }
        }
    }

    private Finding free(ArpSocket arp, IpAddress own) {
        OptionalLong taken = arp.ask(0, own.ipv4Bits(), answerMs);
        return taken.isEmpty()
                ? new Finding(true, own + " is free")
                : new Finding(
                        false, own + " is in use already, by " + new MacAddress(taken.getAsLong()));
    }

    private Finding answers(ArpSocket arp, NicRole role, IpAddress gateway) {
        int sender =
                role.addresses().stream()
                        .filter(own -> own.prefix().contains(gateway))
                        .findFirst()
                        .map(own -> own.address().ipv4Bits())
                        .orElse(0);
        OptionalLong answer = arp.ask(sender, gateway.ipv4Bits(), answerMs);
        return answer.isPresent()
                ? new Finding(true, gateway + " answers, " + new MacAddress(answer.getAsLong()))
                : new Finding(
                        false,
                        gateway + " does not answer ARP: is the router up, is this its network?");
    }
}
