"""Writes what is in the image as CycloneDX 1.6: Debian packages with their exact versions, jars, the Java runtime.

usage: bill-of-materials.py VERSION FLAVOUR PACKAGES JARS JDK-RELEASE   (the lists are files; output to stdout)
"""

import datetime
import hashlib
import json
import os
import re
import sys
import urllib.parse
import uuid


def debian(line):
    name, version, arch, source, source_version = line.rstrip("\n").split("\t")
    purl = f"pkg:deb/debian/{name}@{urllib.parse.quote(version, safe='')}?arch={arch}&distro=trixie"
    return {
        "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
        "properties": [{"name": "debian:source", "value": f"{source} {source_version}"}],
    }


def maven(path, own_version):
    """Coordinates out of a local repository's path; without one the jar is the project's own."""
    with open(path, "rb") as jar:
        digest = hashlib.sha256(jar.read()).hexdigest()
    found = re.search(r"/repository/(.+)/([^/]+)/([^/]+)/[^/]+\.jar$", path)
    if found:
        group, name, version = found.group(1).replace("/", "."), found.group(2), found.group(3)
    else:
        group, version = "io.hnvgateway", own_version
        name = re.sub(r"-\d.*$", "", os.path.basename(path))
    classifier = os.path.basename(path)[len(f"{name}-{version}"):-len(".jar")].lstrip("-") if found else ""
    purl = f"pkg:maven/{group}/{name}@{version}" + (f"?classifier={classifier}" if classifier else "")
    return {
        "type": "library", "bom-ref": purl, "group": group, "name": name, "version": version, "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def java(release):
    fields = dict(line.rstrip("\n").split("=", 1) for line in release if "=" in line)
    fields = {key: value.strip('"') for key, value in fields.items()}
    return {
        "type": "platform", "bom-ref": "java-runtime", "name": "java-runtime",
        "supplier": {"name": fields.get("IMPLEMENTOR", "unknown")},
        "version": fields.get("JAVA_RUNTIME_VERSION", fields.get("JAVA_VERSION", "unknown")),
    }


def main(version, flavour, packages, jars, release):
    components = []
    with open(packages, encoding="utf-8") as lines:
        components += [debian(line) for line in lines]
    with open(jars, encoding="utf-8") as lines:
        components += [maven(line.strip(), version) for line in lines]
    with open(release, encoding="utf-8") as lines:
        components.append(java(lines))
    components.sort(key=lambda component: component["bom-ref"])
    made = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    content = json.dumps(components, sort_keys=True)
    json.dump({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, version + flavour + content)}",
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "operating-system", "name": f"hnv-gateway-{flavour}", "version": version},
        },
        "components": components,
    }, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
