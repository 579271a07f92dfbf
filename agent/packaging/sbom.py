"""The software bill of materials of a home: CycloneDX 1.6 JSON, from the lock, held against the disk."""

import email.parser
import hashlib
import json
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agent.packaging.wheels import Pin, canonical

NAMESPACE = uuid.UUID("6d2b6a1e-5b0c-5c0e-9d5b-3f0a2c1d7e44")
"""Of our serial numbers (RFC 9562, version 5): the same parts give the same number."""


@dataclass(frozen=True)
class Difference:
    """Where the list and the disk disagree; each as name==version."""

    missing: tuple[str, ...]
    """Listed and not installed."""
    extra: tuple[str, ...]
    """Installed and not listed."""

    @property
    def empty(self) -> bool:
        """Return whether they agree."""
        return not self.missing and not self.extra


def bill(
    version: str,
    pins: Iterable[Pin],
    licences: Mapping[str, str],
    *,
    epoch_s: int,
    name: str = "gridhearth",
) -> dict[str, Any]:
    """Return the document for our package `name`, `version`, with `pins`; `licences` by canonical name."""
    pins = sorted(pins, key=lambda pin: canonical(pin.name))
    root = f"pkg:pypi/{name}@{version}"
    components = [_component(pin, licences) for pin in pins]
    identity = hashlib.sha256("".join(pin.line + "\n" for pin in pins).encode()).hexdigest()
    component = {
        "type": "application",
        "bom-ref": root,
        "name": name,
        "version": version,
        "purl": root,
        "licenses": [{"expression": "GPL-3.0-or-later"}],
    }
    return {
        **head_of(component, identity, epoch_s=epoch_s),
        "components": components,
        "dependencies": [
            {"ref": root, "dependsOn": [one["bom-ref"] for one in components]},
            *({"ref": one["bom-ref"]} for one in components),
        ],
    }


def head_of(component: Mapping[str, Any], identity: str, *, epoch_s: int) -> dict[str, Any]:
    """Return a document's fields before its parts: it is about `component`, its parts are `identity`."""
    number = uuid.uuid5(NAMESPACE, f"{component['bom-ref']} {identity}")
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": component,
        },
    }


def written(document: Mapping[str, Any]) -> str:
    """Return it as text, the same each time."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def listed(document: Mapping[str, Any]) -> dict[str, str]:
    """Return name and version of every part a bill lists, gridhearth itself included."""
    own = document["metadata"]["component"]
    return {canonical(one["name"]): one["version"] for one in (own, *document["components"])}


def installed(site: Path) -> dict[str, str]:
    """Return name and version of everything installed under `site`, by its own metadata."""
    found: dict[str, str] = {}
    for metadata in site.glob("*.dist-info/METADATA"):
        told = email.parser.HeaderParser().parsestr(metadata.read_text("utf-8", "replace"))
        found[canonical(str(told["Name"]))] = str(told["Version"])
    return found


def compared(document: Mapping[str, Any], site: Path) -> Difference:
    """Return where the bill and the disk differ."""
    told = {f"{name}=={version}" for name, version in listed(document).items()}
    real = {f"{name}=={version}" for name, version in installed(site).items()}
    return Difference(tuple(sorted(told - real)), tuple(sorted(real - told)))


def licences_of(wheels: Iterable[Path]) -> dict[str, str]:
    """Return each wheel's licence as its metadata says it, by canonical name."""
    found = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
            told = email.parser.HeaderParser().parsestr(
                archive.read(name).decode("utf-8", "replace")
            )
        said = told["License-Expression"] or _classified(told.get_all("Classifier", []))
        text = said or told["License"]
        if text and len(text) < 120 and "\n" not in text:
            found[canonical(str(told["Name"]))] = str(text)
    return found


def _classified(classifiers: Iterable[str]) -> str:
    found = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License ::")]
    return " and ".join(found)


def _component(pin: Pin, licences: Mapping[str, str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{canonical(pin.name)}@{pin.version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": canonical(pin.name),
        "version": pin.version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": pin.sha256}],
    }
    licence = licences.get(canonical(pin.name))
    if licence is not None:
        # As a name: what projects write here is often no SPDX expression.
        component["licenses"] = [{"license": {"name": licence}}]
    return component
