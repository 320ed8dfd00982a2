"""What a controller and an operator have of the machine: SSH and the HTTPS API, both by the management network alone."""
import hashlib
import json
import shlex

import plan
from netns import must
from steps import Failed, expect


class Client:
    def __init__(self, run, controller):
        self.run, self.controller = run, controller
        self.key = run.directory / "ssh-key"
        self.known = run.directory / "known-hosts"
        must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "boot-test", "-f", str(self.key)])
        self.public_key = self.key.with_suffix(".pub").read_text()
        self.curl = run.directory / "curl.conf"

    def ssh_to(self, namespace, address, command, timeout=60):
        return namespace.run(
            "ssh", "-i", str(self.key), "-o", "BatchMode=yes", "-o", f"ConnectTimeout={min(15, timeout)}",
            "-o", "StrictHostKeyChecking=accept-new", "-o", f"UserKnownHostsFile={self.known}", "-o", "LogLevel=ERROR",
            "-o", "ServerAliveInterval=10", f"root@{address}", command, timeout=timeout)

    def ssh(self, command, timeout=90, check=True):
        done = self.ssh_to(self.controller, plan.MANAGEMENT, command, timeout)
        if check and done.returncode != 0:
            raise Failed(f"`{command}` over SSH ended with {done.returncode}: {(done.stderr + done.stdout).strip()[-600:]}")
        return done.stdout

    def answers(self):
        return self.ssh_to(self.controller, plan.MANAGEMENT, "true", 20).returncode == 0

    def status(self):
        return json.loads(self.ssh("hnvctl status --json"))

    def log_in(self):
        """A token, and the authority of the endpoint, which must be the one that the gateway itself tells."""
        told = self.ssh("hnvctl access fingerprint").strip()
        token = self.ssh("hnvctl access add-token --name boot-test --role administrator --days 1").strip().splitlines()[-1]
        shown = self.controller.run("openssl", "s_client", "-connect", f"{plan.MANAGEMENT}:{plan.PORT}", "-showcerts").stdout
        chain = ["-----BEGIN CERTIFICATE-----" + part.split("-----END")[0] + "-----END CERTIFICATE-----\n"
                 for part in shown.split("-----BEGIN CERTIFICATE-----")[1:]]
        expect(chain, "nothing speaks TLS at the management endpoint")
        import ssl
        prints = {hashlib.sha256(ssl.PEM_cert_to_DER_cert(one)).hexdigest(): one for one in chain}
        wanted = told.replace(":", "").lower().removeprefix("sha256").strip("= ")
        expect(wanted in prints, f"the endpoint shows {sorted(prints)}, the gateway tells {told}")
        authority = self.run.directory / "authority.pem"
        authority.write_text(prints[wanted])
        self.curl.touch(mode=0o600)
        self.curl.write_text(f'header = "Authorization: Bearer {token}"\ncacert = "{authority}"\nsilent\nshow-error\nmax-time = 60\n')

    def api(self, method, path, body=None):
        """(status, text) of one request."""
        command = ["curl", "--config", str(self.curl), "-X", method, "-w", "\n%{http_code}",
                   f"https://{plan.MANAGEMENT}:{plan.PORT}/networking/v1/{path}"]
        if body is not None:
            file = self.run.directory / "body.json"
            file.touch(mode=0o600)
            file.write_text(json.dumps(body))
            command += ["--data-binary", f"@{file}", "-H", "Content-Type: application/json"]
        done = self.controller.run(*command, timeout=90)
        expect(done.returncode == 0, f"curl {shlex.join(command[3:])}: {done.stderr.strip()}")
        text, status = done.stdout.rsplit("\n", 1)
        return int(status), text

    def put(self, collection, resource):
        status, text = self.api("PUT", f"{collection}/{resource['resourceId']}", {"properties": resource["properties"]})
        expect(status in (200, 201), f"PUT {collection}/{resource['resourceId']}: {status} {text[:600]}")
