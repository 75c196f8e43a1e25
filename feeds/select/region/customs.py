"""A thing in the manner of a country, in the region's languages: トルコ石, 意大利面, 프랑스어, ภาษาจีน."""

import re
from typing import Final

# What such a thing is called after the country, but for a way that a government names by it (中国式现代化).
_AFTER: Final = re.compile(
    "料理|菜(?![农農])|餐[厅廳]|語(?!気)|语(?!言文)|泡菜|咖啡|奶茶|按摩|瑜伽|瑜珈|石(?![油川垣炭家])"
    "|面(?=[的条館馆])"
    "|カレー|ワイン|コーヒー|そば|スパイス|[风風](?=[のに味格])|式(?![典现現])|식(?= )|어(?=[ 를로가는]|$)|요리|음식"
)
# And before it, in languages that put the country last.
_BEFORE: Final = re.compile(
    r"(?:\b(?:tiếng|món|bahasa|masakan|kuliner|resep|nasi|kopi|restoran)\s|ภาษา|อาหาร|ขนม|นวด)$", re.IGNORECASE
)
# Characters looked at before a name: the longest word for a thing, and a space.
_REACH: Final = 10


def is_custom(text: str, start: int, end: int) -> bool:
    """Say whether the country at `start` to `end` of `text` says only in whose manner something is."""
    if text.isascii() and text[start - 1 : start] != " ":
        return False
    return _AFTER.match(text, end) is not None or _BEFORE.search(text[max(0, start - _REACH) : start]) is not None
