"""An image's bill of materials: every Debian package in it and every library of ours (CycloneDX 1.6)."""

import hashlib
import json
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent.packaging.sbom import head_of

STATUS = "var/lib/dpkg/status"
OWN_BILL = "usr/share/doc/gridhearth/sbom.cdx.json"


def packages(status: str) -> list[dict[str, str]]:
    """Return the fields of every package dpkg says is installed, by name (deb822, lines of a field joined)."""
    found = []
    for stanza in status.split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in stanza.splitlines():
            if line[:1] in (" ", "\t"):
                fields[name] += "\n" + line.strip()
            else:
                name, _, value = line.partition(":")
                fields[name] = value.strip()
        if fields.get("Status", "").endswith(" installed"):
            found.append(fields)
    return sorted(found, key=lambda one: (one["Package"], one.get("Architecture", "")))


def image_bill(
    name: str,
    status: str,
    own: Mapping[str, Any] | None,
    *,
    suite: str,
    epoch_s: int,
) -> dict[str, Any]:
    """Return the document; `own` is gridhearth's own bill, whose libraries are taken over."""
    components = [_component(one, suite) for one in packages(status)]
    seen = {one["bom-ref"] for one in components}
    depends: list[dict[str, Any]] = []
    if own is not None:
        ours = (own["metadata"]["component"], *own["components"])
        components += [one for one in ours if one["bom-ref"] not in seen]
        depends = list(own.get("dependencies", ()))
    root = f"image:{name}"
    identity = hashlib.sha256("\n".join(one["bom-ref"] for one in components).encode()).hexdigest()
    top = [one["bom-ref"] for one in components if one["purl"].startswith("pkg:deb/")]
    return {
        **head_of(
            {"type": "operating-system", "bom-ref": root, "name": name}, identity, epoch_s=epoch_s
        ),
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": top}, *depends],
    }


def bill_of(root: Path, name: str, *, suite: str, epoch_s: int) -> dict[str, Any]:
    """Return the bill of a root file system, from what dpkg and our package left in it. OSError, ValueError."""
    own = root / OWN_BILL
    return image_bill(
        name,
        (root / STATUS).read_text("utf-8"),
        json.loads(own.read_bytes()) if own.is_file() else None,
        suite=suite,
        epoch_s=epoch_s,
    )


def _component(fields: Mapping[str, str], suite: str) -> dict[str, Any]:
    name, version, arch = fields["Package"], fields["Version"], fields.get("Architecture", "all")
    quoted = urllib.parse.quote(version, safe=".~")
    ours = name.startswith("gridhearth")
    vendor = "gridhearth" if ours else "debian"
    source = fields.get("Source", name).split(" ")[0]
    purl = (
        f"pkg:deb/{vendor}/{urllib.parse.quote(name, safe='')}@{quoted}?arch={arch}&distro={suite}"
    )
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "properties": [{"name": "debian:source", "value": source}],
    }
