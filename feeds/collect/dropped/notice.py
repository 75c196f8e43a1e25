"""Copyright and licence notices at the end of a text, kept word for word."""

import re
from typing import Final

LONGEST: Final = 2000

# One strong sign, or two weak ones, make a paragraph a notice.
_STRONG: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"^\W*(?:©|\(c\)\s|copyright\b.{0,40}(?:©|\d{4}|by\b|\ball rights))",
        r"(?:^|[.,;|©\d]\s*)all rights reserved\W*(?:$|\.\s)",
        (
            r"may not be (?:published|reproduced|republished|broadcast|redistributed|reprinted|copied)\b.{0,120}"
            r"(?:without|permission|redistributed|rewritten)"
        ),
        r"^(?:this|our) (?:article|story|content|work|text)s?\b.{0,120}(?:licen[cs]ed|republished?|CC[ -]BY)",
        r"版权(?:所有|归|聲明|声明)|版權(?:所有|屬於|聲明)|著作權",
        r"未[经經].{0,20}(?:许可|許可|授权|授權|同意|允许).{0,30}(?:转载|轉載|使用|复制|複製|摘编|刊載)",
        r"(?:无断|無断|禁無断)(?:転載|複製|使用)|著作権",
        r"무단\s?(?:전재|복제|배포)|저작권자|재배포\s?금지",
    )
)
_WEAK: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"\bcontent (?:created|produced|provided) by\b",
        r"\bavailable (?:free of charge|without charge|for free|at no cost)\b",
        r"\blicensing (?:opportunit|enquir|inquir|request)",
        r"\b(?:eligible|qualified) (?:news )?(?:publisher|outlet|organi[sz]ation)s?\b",
        r"\brepubli(?:sh|cation|shing)\b|\bsyndicat(?:e|ed|ion)\b|\breproduc(?:e|ed|tion)\b",
        r"\bplease (?:contact|e-?mail|write|credit)\b",
        r"\bwithout (?:prior |written |express )*permission\b|\bwith attribution\b",
        r"\bcreative commons\b|\blicen[cs]ed under\b|\bCC[ -]BY\b",
        r"\bcopyright\b|©|\brights reserved\b",
    )
)


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph near the end of a text is its copyright or licence notice, not of the story."""
    if len(paragraph) > LONGEST or re.match(r"[“\"「『‘]", paragraph):
        return False
    if any(sign.search(paragraph) for sign in _STRONG):
        return True
    return sum(bool(sign.search(paragraph)) for sign in _WEAK) >= 2
