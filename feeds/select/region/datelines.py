"""Where a story was filed: the dateline that wire stories open with.

"SEOUL (AP) — …", "HONG KONG, March 19 - …", "Seoul, 3 June (Yonhap) -- …", "NEW DELHI: …", "新华社北京11月20日电 …",
"（台北20日電）…", "【ソウル＝…】…".
"""

import re
from typing import Final

# A dateline is short: cities, a date, an agency.
MOST: Final = 60
_LATIN: Final = re.compile(r"[^\W\d_a-z][^\n]{1,50}?(?: -{1,2} | [–—] ?)")
# With a date or an agency, the city needs no capitals; with nothing but a colon, it needs them all.
_DATED: Final = re.compile(
    r"[^\W\d_a-z][^\n\d(]{1,30},? (?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?: \d{1,2})?(?:,? \d{4})?"
    r"(?: ?\([^\n()]{2,20}\))? ?[-–—:]"
)
_AGENCY: Final = re.compile(r"[^\W\d_a-z][^\n()]{1,40} \([^\W\d_a-z][\w/ ]{1,20}\) ?[-–—:]")
_COLON: Final = re.compile(r"[^\W\d_a-z][^\Wa-z\d_]+(?:[ ,.'-]{1,2}[^\Wa-z\d_]+){0,3}: ")
_EAST: Final = re.compile(
    r"[(（【\[][^\n)）】\]]{2,30}[=＝電电讯訊][^\n)）】\]]{0,20}[)）】\]]|[^\n]{2,20}?日[电電讯訊]"
)
_SHOUTED: Final = re.compile(r"[^\W\d_a-z]{2}")


def dateline_end(text: str) -> int:
    """Give the offset at which the dateline of `text` ends, 0 where it opens with none."""
    head = text[:MOST]
    if _SHOUTED.match(head):
        found = _LATIN.match(head) or _COLON.match(head)
        if found is not None:
            return found.end()
    for form in (_EAST, _DATED, _AGENCY):
        found = form.match(head)
        if found is not None:
            return found.end()
    return 0
