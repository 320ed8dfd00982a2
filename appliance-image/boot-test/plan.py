"""Addresses of the boot test, the configuration that the machine gets from outside, and its desired state.

    controller 192.168.77.1 -- mgmt0 192.168.77.2   appliance   front0 198.51.100.1 -- router 198.51.100.254 -- Internet 198.18.0.100
                                                                                                            `-- office 198.18.7.2
                                                                back0  192.0.2.1 ----- host 192.0.2.11 (Open vSwitch): two VMs 10.0.0.10
"""
import json

from machine import mac

MANAGEMENT, CONTROLLER = "192.168.77.2", "192.168.77.1"
FRONT, ROUTER = "198.51.100.1", "198.51.100.254"
BACK, HOST = "192.0.2.1", "192.0.2.11"
INTERNET, OFFICE, OFFICE_ROUTER = "198.18.0.100", "198.18.7.2", "198.18.7.1"
OFFICE_INSIDE, OFFICE_NET = "172.16.1.1", "172.16.1.0/24"
VM, VM_ROUTER, VM_NET, GATEWAY_CA = "10.0.0.10", "10.0.0.1", "10.0.0.0/24", "10.254.254.2"
EXTERNAL = {"contoso": "203.0.113.10", "woodgrove": "203.0.113.20"}
POOL = "203.0.113.0/24"
LEARNED = "172.30.5.0/24"
VM_AS, GATEWAY_AS = 65010, 65001
PORT = 8443
# tenant: gateway subnet's VSID and MAC, VM's VSID and MAC
TENANTS = {"contoso": (5000, "02:00:5e:00:50:02", 5001, "02:00:00:00:01:10"),
           "woodgrove": (6000, "02:00:5e:00:60:02", 6001, "02:00:00:00:02:10")}


def connection_string():
    return ";".join([
        "FrontEndInterface=front0", "BackendInterface=back0", f"ProviderAddress={BACK}", f"FrontEndGateway={ROUTER}",
        f"FrontEndServerAddress={FRONT}", f"NatPool={POOL}", f"ManagementEndpoint=https://{MANAGEMENT}:{PORT}/"])


def user_data():
    """cloud-config: YAML, of which JSON is a part."""
    return "#cloud-config\n" + json.dumps({"hnv_gateway": {"connection_string": connection_string()}}) + "\n"


def credentials(ssh_key):
    return {
        "hnv.ssh-keys": ssh_key,
        "hnv.network": "\n".join([
            f"role=management mac={mac(0)} address={MANAGEMENT}/24",
            f"role=frontend mac={mac(1)} address={FRONT}/24 gateway={ROUTER}",
            f"role=backend mac={mac(2)} address={BACK}/24", ""]),
    }


def tenant(name, psk):
    """Resources of one tenant; with a key it has an office, and its VM is a router of its."""
    gateway_vsid, gateway_mac, vsid, vm_mac = TENANTS[name]
    network = resource(name, {
        "routingDomainId": "{%s}" % (f"{'c0' if psk else 'd0'}" * 4 + "-0000-4000-8000-000000000001"),
        "addressSpace": {"addressPrefixes": [VM_NET, "10.254.254.0/29"]},
        "subnets": [resource("web", {"addressPrefix": VM_NET, "virtualSubnetId": vsid}),
                    resource("gateway", {"addressPrefix": "10.254.254.0/29", "virtualSubnetId": gateway_vsid})],
        "lookupRecords": [resource("web1", {
            "customerAddress": VM, "virtualSubnetId": vsid, "macAddress": vm_mac.replace(":", "-"), "providerAddress": HOST,
            "rule": "TranslationMethodEncap", "type": "Static"})],
        "customerRoutes": [resource("default", {
            "destinationPrefix": "0.0.0.0/0", "nextHop": GATEWAY_CA, "virtualSubnetId": gateway_vsid, "metric": 1})]})
    gateway = {"gatewaySubnets": [{"resourceRef": f"/virtualNetworks/{name}/subnets/gateway"}],
               "gatewayAddresses": [{"ipAddress": GATEWAY_CA, "macAddress": gateway_mac.replace(":", "-").upper()}],
               "routingType": "Static", "networkConnections": []}
    if psk:
        gateway["networkConnections"] = [resource("office", {
            "connectionType": "IPSec", "destinationIPAddress": OFFICE,
            "ipSecConfiguration": {"sharedSecret": psk, "localIdentity": "gateway", "peerIdentity": "office"},
            "routes": [{"destinationPrefix": OFFICE_NET}]})]
        gateway["bgpRouters"] = [resource("router", {"asNumber": GATEWAY_AS, "bgpPeers": [
            resource("vm", {"peerIpAddress": VM, "asNumber": VM_AS, "holdTimeSeconds": 60})]})]
    nat = f"/loadBalancers/{name}-nat"
    front = {"resourceRef": f"{nat}/frontendIPConfigurations/fe"}
    balancer = {
        "frontendIPConfigurations": [resource("fe", {"publicIPAddress": {"resourceRef": f"/publicIPAddresses/{name}-pip"}})],
        "backendAddressPools": [resource("all", {"virtualNetwork": {"resourceRef": f"/virtualNetworks/{name}"}})],
        "outboundNatRules": [resource("out", {
            "protocol": "ALL", "frontendIPConfigurations": [front],
            "backendAddressPool": {"resourceRef": f"{nat}/backendAddressPools/all"}})]}
    # In the order in which they refer to each other.
    return [("virtualNetworks", network), ("publicIPAddresses", resource(f"{name}-pip", {
        "ipAddress": EXTERNAL[name], "publicIPAllocationMethod": "Static"})),
        ("virtualGateways", resource(f"{name}-gw", gateway)), ("loadBalancers", resource(f"{name}-nat", balancer))]


def resource(identity, properties):
    return {"resourceId": identity, "properties": properties}
