"""One language for QTI 2.1, 2.2 and 3.0.

Everything inside this package speaks 2.x without namespaces (`choiceInteraction
maxChoices`); 3.0 says the same in `qti-choice-interaction max-choices`, wraps the
content of feedback and rubrics in `qti-content-body`, and is translated here both ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

PREFIX = "qti-"
CONTENT_BODY = "contentBody"
REQUIRED = {"rubricBlock": {"use": "scoring"}}  # in 3.0
WRAPPED = {"modalFeedback", "feedbackBlock", "rubricBlock"}  # in 3.0
HTML = {
    "p", "b", "i", "sup", "sub", "ul", "ol", "li", "br", "img", "div", "span", "strong",
    "em", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "h1", "h2",
    "h3", "h4", "h5", "h6", "pre", "code", "blockquote", "a", "object", "hr", "dl",
    "dt", "dd", "u", "small", "q", "cite",
}  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """What a version of QTI writes in places that the other version has too."""

    version: str
    namespace: str
    schema: str
    templates: str
    template_ending: str
    item_type: str
    package_namespace: str
    package_schema: str
    package_version: str

    def template(self, name: str) -> str:
        """The address of a published way of scoring."""
        return f"{self.templates}{name}{self.template_ending}"


QTI_2 = Dialect(
    version="2.2",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p2",
    schema="http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
    templates="http://www.imsglobal.org/question/qti_v2p2/rptemplates/",
    template_ending="",
    item_type="imsqti_item_xmlv2p2",
    package_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    package_schema="QTIv2.2 Package",
    package_version="1.0.0",
)
QTI_3 = Dialect(
    version="3.0",
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    templates="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
    template_ending=".xml",
    item_type="imsqti_item_xmlv3p0",
    package_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    package_schema="QTI Package",
    package_version="3.0.0",
)


def camel(name: str) -> str:
    """`max-choices` → `maxChoices`."""
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)


def kebab(name: str) -> str:
    """`maxChoices` → `max-choices`."""
    return re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name)


def _is_ours(name: str) -> bool:
    """`data-…`, `aria-…` and names with a namespace are nobody's to translate."""
    return (
        "{" not in name and ":" not in name and not name.startswith(("data-", "aria-"))
    )


def local(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def normalised(root: Element) -> Element:
    """A copy in 2.x names without namespaces. Depth is limited by the parser."""
    name = local(root.tag)
    is_new = name.startswith(PREFIX)
    tag = camel(name.removeprefix(PREFIX)) if is_new else name
    attributes = {
        camel(key) if is_new and _is_ours(key) else local(key): value
        for key, value in root.attrib.items()
    }
    copy = Element(tag, attributes)
    copy.text, copy.tail = root.text, root.tail
    for child in root:
        inner = normalised(child)
        if inner.tag == CONTENT_BODY:
            _unwrap(copy, inner)
        else:
            copy.append(inner)
    return copy


def _unwrap(parent: Element, wrapper: Element) -> None:
    """The wrapper's content in its place."""
    before = f"{wrapper.text or ''}"
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + before
    else:
        parent.text = (parent.text or "") + before
    parent.extend(wrapper)
    after = wrapper.tail or ""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + after
    else:
        parent.text = (parent.text or "") + after


def written(item: Element, dialect: Dialect) -> bytes:
    """The file of an item that was built in 2.x names."""
    root = _kebabs(item) if dialect is QTI_3 else item
    root.set("xmlns", dialect.namespace)
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set("xsi:schemaLocation", f"{dialect.namespace} {dialect.schema}")
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _kebabs(element: Element) -> Element:
    name = local(element.tag)
    if name in HTML:
        copy = Element(name, element.attrib)
    else:
        attributes = {
            kebab(key) if _is_ours(key) else key: value
            for key, value in element.attrib.items()
        }
        copy = Element(PREFIX + kebab(name), attributes | REQUIRED.get(name, {}))
    copy.tail = element.tail
    target = SubElement(copy, PREFIX + kebab(CONTENT_BODY)) if name in WRAPPED else copy
    target.text = element.text
    target.extend(_kebabs(child) for child in element)
    return copy
