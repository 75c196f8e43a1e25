"""Where a story was filed: the dateline that wire stories open with.

"SEOUL (AP) — …", "HONG KONG, March 19 - …", "新华社北京11月20日电 …", "（台北20日電）…", "【ソウル＝…】…".
"""

import re
from typing import Final

# A dateline is short: cities, a date, an agency.
MOST: Final = 60
_LATIN: Final = re.compile(r"[^\W\d_a-z][^\n]{1,50}?(?: -{1,2} | [–—] ?)")
_EAST: Final = re.compile(
    r"[(（【\[][^\n)）】\]]{2,30}[=＝電电讯訊][^\n)）】\]]{0,20}[)）】\]]|[^\n]{2,20}?日[电電讯訊]"
)
_SHOUTED: Final = re.compile(r"[^\W\d_a-z]{2}")


def dateline_end(text: str) -> int:
    """Give the offset at which the dateline of `text` ends, 0 where it opens with none."""
    head = text[:MOST]
    east = _EAST.match(head)
    if east is not None:
        return east.end()
    latin = _LATIN.match(head)
    return latin.end() if latin is not None and _SHOUTED.match(head) else 0
