"""What a package holds: `imsmanifest.xml`, and our own `lms.json` beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from posixpath import dirname
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

from questions.formats import packages, xml
from questions.formats.draft import UnusableFile
from questions.formats.packages import Package
from questions.formats.qti.dialect import Dialect, local

MANIFEST, RECORDS = "imsmanifest.xml", "lms.json"
ITEM_TYPES = ("imsqti_item_xmlv", "imsqti_apipitem_xmlv")
RECORDS_TYPE = "associatedcontent/learning-application-resource"
MOST_BYTES = 50 * packages.MEGABYTE  # of the records
ITEM_MARKS = (b"assessmentItem", b"qti-assessment-item")
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True)
class Record:
    """What lms.json says of an item, and whether its file is still as written."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    is_untouched: bool = False


@dataclass(frozen=True)
class Contents:
    """Paths of the items, in order; the records by path."""

    items: list[str]
    records: Mapping[str, Any]

    def record(self, path: str, content: bytes) -> Record:
        fields = self.records.get(path)
        if not isinstance(fields, dict):
            return Record()
        return Record(fields, fields.get("sha256") == sha256(content).hexdigest())


def contents_of(package: Package) -> Contents:
    """By the manifest, else every XML file that is an item; raises UnusableFile."""
    found = [n for n in package.names if n.rpartition("/")[2] == MANIFEST]
    path = min(found, key=lambda name: name.count("/"), default="")
    folder = dirname(path)
    listed = _listed(package, path) if path else []
    return Contents(listed or _unlisted(package), _records(package, folder))


def _listed(package: Package, path: str) -> list[str]:
    """The items of the manifest; bases of folders are followed."""
    manifest = xml.parse(package.read(path))
    bases = [dirname(path), manifest.get(XML_BASE, "")]
    paths: dict[str, None] = {}
    for resources in (e for e in manifest.iter() if local(e.tag) == "resources"):
        for resource in resources:
            if resource.get("type", "").startswith(ITEM_TYPES):
                parts = [
                    *bases,
                    resources.get(XML_BASE, ""),
                    resource.get(XML_BASE, ""),
                ]
                href = unquote(resource.get("href", "").split("#")[0])
                folder = "/".join(part.strip("/") for part in parts if part)
                paths[packages.joined(folder, href) or href] = None
    return list(paths)


def _unlisted(package: Package) -> list[str]:
    names = [name for name in package.names if name.lower().endswith(".xml")]
    return [name for name in sorted(names) if _is_item(package, name)]


def _is_item(package: Package, name: str) -> bool:
    try:
        head = package.read(name)[:4000]
    except UnusableFile:
        return True  # to be refused by name
    return any(mark in head.replace(b"\0", b"") for mark in ITEM_MARKS)


def _records(package: Package, folder: str) -> Mapping[str, Any]:
    """Our records by the path in this package; nothing when they cannot be read."""
    name = packages.joined(folder, RECORDS)
    try:
        content = package.read(name)
        items = json.loads(content)["items"] if len(content) <= MOST_BYTES else {}
        return {packages.joined(folder, path): row for path, row in items.items()}
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
        UnusableFile,
    ):
        return {}


@dataclass(frozen=True)
class Resource:
    """A line of the manifest to be written: an item and the files it needs."""

    identifier: str
    path: str
    pictures: Iterable[str]


def written(resources: Iterable[Resource], dialect: Dialect) -> bytes:
    """The manifest of a package of ours."""
    root = Element("manifest", identifier="MANIFEST", xmlns=dialect.package_namespace)
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = dialect.package_schema
    SubElement(metadata, "schemaversion").text = dialect.package_version
    SubElement(root, "organizations")
    listed = SubElement(root, "resources")
    for resource in resources:
        _resource(
            listed,
            resource.identifier,
            dialect.item_type,
            resource.path,
            resource.pictures,
        )
    _resource(listed, "RECORDS", RECORDS_TYPE, RECORDS)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _resource(
    parent: Element, identifier: str, kind: str, path: str, others: Iterable[str] = ()
) -> None:
    element = SubElement(
        parent, "resource", identifier=identifier, type=kind, href=path
    )
    for name in (path, *others):
        SubElement(element, "file", href=name)
