"""Everything else around the machine: the controller's network, the router and the Internet, and an office with strongSwan."""
import os
import plan
from steps import Failed, wait

CHARON = ("/usr/sbin/charon-systemd", "/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so")
PLUGINS = ("kernel-libipsec! random nonce openssl pem pkcs1 pkcs8 x509 pubkey revocation constraints kdf kernel-netlink "
           "socket-default vici counters")


class Outside:
    def __init__(self, run):
        self.run = run
        self.controller = run.namespace("mgmt")
        self.front = run.namespace("front")
        self.office = run.namespace("office")
        self.taps = [self.controller.tap("gw", f"{plan.CONTROLLER}/24"), self.front.tap("gw", f"{plan.ROUTER}/24")]
        self.front.veth("office", self.office, "eth0")
        self.front.ip("address", "add", f"{plan.OFFICE_ROUTER}/30", "dev", "office")
        self.front.ip("address", "add", f"{plan.INTERNET}/32", "dev", "lo")
        self.front.ip("route", "add", plan.POOL, "via", plan.FRONT)
        self.office.ip("address", "add", f"{plan.OFFICE}/30", "dev", "eth0")
        self.office.ip("address", "add", f"{plan.OFFICE_INSIDE}/32", "dev", "lo")
        self.office.ip("route", "add", "default", "via", plan.OFFICE_ROUTER)

    def start_charon(self, psk):
        """The customer's VPN device: ESP in user space, in UDP."""
        missing = [file for file in CHARON if not os.path.exists(file)]
        if missing:
            raise Failed(f"{missing[0]} is not there")
        folder = self.run.directory / "charon"
        folder.mkdir(exist_ok=True)
        socket = folder / "vici.sock"
        (folder / "strongswan.conf").write_text(
            "charon-systemd {\n load = %s\n install_routes = no\n install_virtual_ip = no\n retransmit_timeout = 2\n"
            " journal {\n default = -1\n }\n filelog {\n log {\n path = %s/charon.log\n flush_line = yes\n default = 1\n }\n }\n"
            " plugins {\n vici {\n socket = unix://%s\n }\n }\n}\nswanctl {\n load = random openssl pem\n}\n" % (PLUGINS, folder, socket))
        configuration = folder / "swanctl.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            "connections {\n office {\n version = 2\n local_addrs = %s\n remote_addrs = %s\n encap = yes\n"
            " local {\n auth = psk\n id = office\n }\n remote {\n auth = psk\n id = gateway\n }\n"
            " children {\n office {\n mode = tunnel\n local_ts = %s\n remote_ts = %s\n }\n }\n }\n}\n"
            "secrets {\n ike-office {\n secret = \"%s\"\n }\n}\n"
            % (plan.OFFICE, plan.FRONT, plan.OFFICE_NET, plan.VM_NET, psk))
        self.environment = ["env", f"STRONGSWAN_CONF={folder}/strongswan.conf", f"SWANCTL_DIR={folder}"]
        self.vici = f"unix://{socket}"
        self.office.start(*self.environment, "charon-systemd", log="charon.out")
        wait(30, "charon of the office", lambda: self.swanctl("--stats").returncode == 0)
        loaded = self.swanctl("--load-all", "--noprompt", "--file", str(configuration))
        if loaded.returncode != 0:
            raise Failed("swanctl: " + loaded.stdout + loaded.stderr)

    def swanctl(self, *arguments):
        return self.office.run(*self.environment, "swanctl", *arguments, "--uri", self.vici, timeout=90)

    def start_bird(self, vm):
        """The router of a tenant, in its VM."""
        file, control = self.run.directory / "bird.conf", self.run.directory / "bird.ctl"
        file.write_text(
            f"router id {plan.VM};\nprotocol device {{}}\nprotocol static {{ ipv4; route {plan.LEARNED} blackhole; }}\n"
            f"protocol bgp p {{ local {plan.VM} as {plan.VM_AS}; neighbor {plan.GATEWAY_CA} as {plan.GATEWAY_AS}; multihop 4;\n"
            " hold time 60; connect retry time 2; error wait time 2, 4; connect delay time 1;\n"
            " ipv4 { import all; export all; }; }\n")
        vm.start("bird", "-f", "-c", str(file), "-s", str(control), "-P", f"{control}.pid", log="bird.out")
        return lambda *words: vm.run("birdc", "-s", str(control), *words).stdout
