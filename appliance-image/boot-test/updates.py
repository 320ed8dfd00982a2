"""The update, and the broken one that is left again, both hands-free."""
import plan
from steps import Failed, OutOfTime, Skipped, expect, wait

SERVER = 8000

# Emulated, the start of the gateway, its speaker and the judge has taken ten minutes, where the judge has patience for five.
EMULATED_SECONDS = 1500
PATIENCE = f"""[Service]
ExecStart=
ExecStart=/usr/bin/hnvctl judge-boot --seconds {EMULATED_SECONDS}
TimeoutStartSec={EMULATED_SECONDS + 300}
"""


class Updates:
    def __init__(self, scene, releases):
        self.scene, self.client, self.releases = scene, scene.client, releases
        self.good, self.bad = releases.later(1), releases.later(2)
        self.emulated = scene.acceleration != "kvm"
        self.boot_limit = EMULATED_SECONDS if self.emulated else 180
        self.fingerprint = self.marker = ""

    def serve(self):
        self.scene.outside.controller.start(
            "python3", "-m", "http.server", str(SERVER), "--bind", plan.CONTROLLER, "--directory",
            str(self.releases.served), log="releases.out")
        self.client.ssh(f"printf 'Source=http://{plan.CONTROLLER}:{SERVER}/\\n' >/etc/hnv-gateway/update.conf")
        if self.emulated:
            folder = "/etc/systemd/system/hnv-health.service.d"
            self.client.ssh(f"mkdir -p {folder} && printf '{PATIENCE}' >{folder}/emulated.conf && systemctl daemon-reload")
        # The judge of a new version wants to see frames where there were some before.
        self.scene.provider.vms["contoso"].start("ping", "-n", "-q", "-i", "0.5", plan.INTERNET, log="traffic.out")
        self.fingerprint = self.client.ssh("hnvctl access fingerprint; cat /etc/machine-id; cat /etc/ssh/ssh_host_*.pub")
        self.marker = self.client.ssh("journalctl -q --list-boots | wc -l").strip()

    def forged(self):
        self.releases.publish(self.good, "none")
        self.releases.forge()
        done = self.client.ssh_to(self.client.controller, plan.MANAGEMENT, "hnvctl update 2>&1", 300)
        expect(done.returncode != 0, "a release with a bad signature was installed")
        expect("installed;" not in done.stdout, done.stdout)
        said = [line for line in done.stdout.splitlines() if "BAD signature" in line]
        expect(said, "refused, but not for its signature: " + done.stdout.strip()[-400:])
        return said[0][:160]

    def update(self):
        self.releases.publish(self.good, "none")
        self._install()
        try:
            self._boots_as(self.good)
        except OutOfTime:
            raise
        except Failed as fault:
            raise Failed(f"{fault}; {self._refused() or 'and it was not refused'}") from fault
        wait(self.boot_limit, "the boot is blessed",
             lambda: self.client.ssh("/usr/lib/systemd/systemd-bless-boot status", check=False).strip() == "good")
        return f"{self.releases.version} -> {self.good}, blessed"

    def kept(self):
        expect(self.client.ssh("hnvctl access fingerprint; cat /etc/machine-id; cat /etc/ssh/ssh_host_*.pub") == self.fingerprint,
               "the authority, the machine id or the host keys changed")
        # The gateway forwards before it is managed.
        status, text = wait(self.boot_limit, "the management endpoint answers", lambda: self.client.api("GET", "virtualNetworks"), 2)
        expect(status == 200 and "contoso" in text, f"the desired state or the token is gone: {status}")
        boots = int(self.client.ssh("journalctl -q --list-boots | wc -l"))
        expect(boots > int(self.marker), "the journal of the boots before is gone")
        return f"desired state, token, authority, host keys, machine id; {boots} boots in the journal"

    def broken(self):
        if self.client.ssh("sed -n 's/^IMAGE_VERSION=//p' /etc/os-release").strip() != self.good:
            raise Skipped("the good update did not come to run")
        self.releases.publish(self.bad, "break")
        self._install_by_unit()
        self._boots_as(self.good, tries=4)
        said = wait(self.boot_limit, "the version is named that was left", self._refused)
        expect(self.bad in said, said)
        return said

    def waits(self):
        """What the timer does each night from then on: it looks, and boots nothing."""
        boot = self._boot()
        said = self.client.ssh("hnvctl update --reboot 2>&1", timeout=self.boot_limit).strip().splitlines()[-1]
        expect(self.bad in said and "was tried and left" in said, said)
        expect(not self.client.ssh("systemctl list-jobs --no-legend 'reboot.target'", check=False).strip() and self._boot() == boot,
               "it boots again: " + said)
        return said

    def _refused(self):
        return self.client.ssh("hnvctl update --status | grep '^refused'", check=False).strip()

    def _install(self):
        boot = self._boot()
        self.client.ssh("hnvctl update", timeout=self.boot_limit)
        self.client.ssh("systemd-run --quiet --on-active=1 systemctl reboot")
        wait(self.boot_limit, "it boots again", lambda: self._boot() not in ("", boot), 3)

    def _install_by_unit(self):
        """As the timer does: the unit installs and boots by itself."""
        boot = self._boot()
        self.client.ssh("systemctl start --no-block hnv-update.service")
        wait(2 * self.boot_limit, "it has installed and boots by itself", lambda: self._boot() not in ("", boot), 3)

    def _boots_as(self, version, tries=1):
        wait(self.boot_limit * tries, f"version {version} runs and forwards", lambda: self._runs(version), 3)

    def _runs(self, version):
        """The version, its gateway, and a new flow: an earlier boot of a version that is on trial is none."""
        running = self.client.ssh("sed -n 's/^IMAGE_VERSION=//p' /etc/os-release && systemctl is-active hnv-gateway").split()
        if running != [version, "active"]:
            return False
        vm = self.scene.provider.vms["contoso"]
        return vm.run("curl", "-sS", "-m", "5", f"http://{plan.INTERNET}/").stdout.startswith("internet")

    def _boot(self):
        return self.client.ssh("cat /proc/sys/kernel/random/boot_id", timeout=30, check=False).strip()
