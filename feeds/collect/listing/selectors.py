"""Which links of a page lead to articles, as the operator says it by CSS or XPath."""

import re
from functools import lru_cache
from typing import Final

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

_XPATH: Final = re.compile(
    r"\s*(?:/|\.{1,2}/|\(|(?:ancestor|child|descendant|descendant-or-self|following|self|id)\b\s*(?:::|\())"
)
_SPECIMEN: Final = "<html><body><main><h2><a href='/'>News</a></h2><p>Text</p></main></body></html>"
_LONGEST: Final = 1000


class SelectorProblem(ValueError):  # noqa: N818 - it is the operator's, and becomes an error where it is known whose
    """The words are neither CSS nor XPath; the message is one sentence that says why and what to write."""


def complaint(links: str) -> str | None:
    """Say what is wrong with a `links` setting, in one sentence, or None where it can be used. Pure."""
    try:
        chosen(document_fromstring(_SPECIMEN), links)
    except SelectorProblem as problem:
        return str(problem)
    return None


def chosen(root: HtmlElement, links: str) -> list[HtmlElement]:
    """Give the links that `links` chooses: itself, those in what it chooses, or the one around it, in its order.

    Raises SelectorProblem.
    """
    try:
        found = _compiled(links)(root)
    except etree.XPathError as error:
        raise _problem(links, error) from error
    if not isinstance(found, list):
        raise SelectorProblem(f'"links" must choose elements, and "{links}" gives a value; write such as "main h2 a"')
    anchors: dict[HtmlElement, None] = {}
    for one in found:
        element = one.getparent() if isinstance(one, str) and hasattr(one, "getparent") else one
        if isinstance(element, HtmlElement):
            anchors |= dict.fromkeys(_anchors(element))
    return list(anchors)


def _anchors(element: HtmlElement) -> list[HtmlElement]:
    if element.tag == "a":
        return [element]
    inner = [one for one in element.iter("a") if one.get("href")]
    around = next(element.iterancestors("a"), None)
    return inner or ([around] if around is not None else [])


@lru_cache(maxsize=64)
def _compiled(links: str) -> etree.XPath:
    if len(links) > _LONGEST:
        raise SelectorProblem(f'"links" is longer than {_LONGEST} characters; write a shorter selector')
    try:
        path = links if _XPATH.match(links) else HTMLTranslator().css_to_xpath(links)
        return etree.XPath(path)
    except (SelectorError, etree.XPathError, ValueError) as error:
        raise _problem(links, error) from error


def _problem(links: str, error: Exception) -> SelectorProblem:
    why = " ".join(str(error).split())[:200]
    return SelectorProblem(f'"links" is neither CSS nor XPath: "{links[:100]}" ({why}); write such as "main h2 a"')
