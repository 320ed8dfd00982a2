"""A host of the provider with Open vSwitch in user space: NVGRE towards the gateway, a VM of each tenant behind it."""
import plan

SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema"
SWITCH = "/usr/lib/openvswitch-switch/ovs-vswitchd"
ROUTER_MAC = "02:00:00:00:00:01"
FLOW_ID = "multipath(symmetric_l3l4+udp,1024,modulo_n,256,0,NXM_NX_REG0[0..7]),move:NXM_NX_REG0[0..7]->NXM_NX_TUN_ID[0..7]"
MTU = "1458"


class Provider:
    def __init__(self, run):
        self.host = run.namespace("host")
        self.directory = run.directory / "ovs"
        self.directory.mkdir()
        self.tap = self.host.tap("phy")
        self.host.run("ethtool", "-K", "phy", "tx", "off", "gro", "off")
        self.vms = {}
        self._start()
        for port, name in enumerate(plan.TENANTS, 10):
            self._machine(run, name, port)
        flows = self.directory / "flows"
        flows.write_text("\n".join(flow for port, name in enumerate(plan.TENANTS, 10) for flow in policy(port, *plan.TENANTS[name])))
        self._tool("ovs-ofctl", "-O", "OpenFlow13", "replace-flows", f"unix:{self.directory}/overlay.mgmt", str(flows))

    def _tool(self, *command):
        folders = [f"{key}={self.directory}" for key in ("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR")]
        return self.host.must("env", *folders, *command)

    def _path(self, name):
        return str(self.directory / name)

    def _vsctl(self, text):
        self._tool("ovs-vsctl", "--timeout=30", "--db=unix:" + self._path("db.sock"), *text.split())

    def _start(self):
        self._tool("ovsdb-tool", "create", self._path("conf.db"), SCHEMA)
        self._tool("ovsdb-server", self._path("conf.db"), "--remote=punix:" + self._path("db.sock"),
                   "--unixctl=" + self._path("ovsdb.ctl"), "--pidfile=" + self._path("ovsdb.pid"),
                   "--log-file=" + self._path("ovsdb.log"), "--detach")
        self._vsctl("--no-wait init")
        self._tool(SWITCH, "unix:" + self._path("db.sock"), "--unixctl=" + self._path("switch.ctl"),
                   "--pidfile=" + self._path("switch.pid"), "--log-file=" + self._path("switch.log"), "--detach")
        self._vsctl("-- add-br underlay -- set bridge underlay datapath_type=netdev fail-mode=standalone"
                    " -- add-port underlay phy -- add-br overlay -- set bridge overlay datapath_type=netdev fail-mode=secure"
                    " protocols=OpenFlow13 -- add-port overlay nvgre -- set interface nvgre type=gre ofport_request=1"
                    f" options:key=flow options:remote_ip=flow options:local_ip={plan.HOST}")
        self.host.ip("address", "add", f"{plan.HOST}/24", "dev", "underlay")
        self.host.ip("link", "set", "underlay", "up")

    def _machine(self, run, name, port):
        vm = run.namespace(name)
        vm.veth("eth0", self.host, name)
        vm.ip("link", "set", "eth0", "address", plan.TENANTS[name][3], "mtu", MTU)
        vm.ip("address", "add", f"{plan.VM}/24", "dev", "eth0")
        vm.ip("route", "add", "default", "via", plan.VM_ROUTER)
        self._vsctl(f"add-port overlay {name} -- set interface {name} ofport_request={port}")
        self.vms[name] = vm


def policy(port, gateway_vsid, gateway_mac, vsid, mac):
    """What a VM may send, and what it may receive: from the gateway alone. As in lab/…/ovs/HostPolicy.java."""
    answer = (f"priority=200,in_port={port},arp,arp_op=1,arp_tpa={plan.VM_ROUTER} actions="
              f"move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],set_field:{ROUTER_MAC}->eth_src,set_field:2->arp_op,"
              f"move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],"
              f"set_field:{ROUTER_MAC}->arp_sha,set_field:{plan.VM_ROUTER}->arp_spa,in_port")
    out = (f"priority=90,in_port={port},ip,dl_src={mac},nw_src={plan.VM},dl_dst={ROUTER_MAC} actions=set_field:{gateway_mac}->eth_dst,"
           f"set_field:{gateway_vsid << 8:#x}->tun_id,set_field:{plan.BACK}->tun_dst,{FLOW_ID},output:1")
    back = (f"priority=100,in_port=1,tun_src={plan.BACK},tun_id={vsid << 8:#x}/0xffffff00,ip,dl_src={gateway_mac},dl_dst={mac}"
            f" actions=output:{port}")
    return [answer, out, back]
