"""Rights in XML, for machines: TDMRep (w3.org/community/tdmrep), RSL 1.0 (rslstandard.org/rsl), Creative Commons.

TDMRep defines `reservation` and `policy` with its vocabulary, RSL `content` for an RSS item; in Atom both are foreign
elements, which its section 6 allows.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml.etree import SubElement, _Element

from feeds.publish import items

_TDM: Final = "http://www.w3.org/ns/tdmrep#"
_RSL: Final = "https://rslstandard.org/rsl"
_CC: Final = "http://backend.userland.com/creativeCommonsRssModule"
_OURS: Final = "urn:beatwire:1.0"
NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {"tdm": _TDM, "rsl": _RSL, "creativeCommons": _CC, "bw": _OURS},
)


def reserve(parent: _Element, address: str, policy: str | None) -> None:
    """Say that text and data mining of what stands at `address` is reserved, and where the terms for it are."""
    SubElement(parent, f"{{{_TDM}}}reservation").text = "1"
    content = SubElement(parent, f"{{{_RSL}}}content", url=address)
    license_element = SubElement(content, f"{{{_RSL}}}license")
    SubElement(license_element, f"{{{_RSL}}}prohibits", type="usage").text = "ai-all"
    if policy and items.absolute(policy):
        SubElement(parent, f"{{{_TDM}}}policy").text = policy
        SubElement(content, f"{{{_RSL}}}terms").text = policy


def license_with(parent: _Element, uri: str) -> None:
    """Name a Creative Commons licence with the element that readers of podcasts and blogs know."""
    if "creativecommons.org/" in uri:
        SubElement(parent, f"{{{_CC}}}license").text = uri


def expire(parent: _Element, moment: str) -> None:
    """Say until when an item may be shown (RFC 3339)."""
    SubElement(parent, f"{{{_OURS}}}expires").text = moment
