"""Excerpts: the beginning of a text, cut where a reader would."""

import regex  # type: ignore[import-untyped]  # ships no types

from feeds.text.breaks import is_spaceless, may_break

# Letters and signs of which each is a grapheme, whichever others of these stand beside it.
_ALONE = regex.compile(
    "[\n\x20-\u02ff\u2010-\u2027\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff9d]+"
)
_GRAPHEME = regex.compile(r"\X")
_SENTENCE = regex.compile(r"""(?<!\.)[.!?…][.!?…]*["'”’)\]»]*(?=\s)|[。！？｡]+[」』”’）】》]*|[।॥។៕။༎؟۔][”’"»]*""")
# A full stop behind these, or behind a single capital, ends an abbreviation.
_ABBREVIATION = regex.compile(
    r"(?<![^\W_])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|Hon|Rev|St|Jr|Sr|vs|No|Inc|Ltd|Co|Corp"
    r"|Bhd|Sdn|Tbk|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|TP|PGS|TS|Mme|Mlle|M)\.\Z"
)
_WORD = 60  # graphemes; a longer one is an address, and may be cut
_LOOSE_END = frozenset(" \t\n,;:–—-、，；：(（「『“‘")


def excerpt(text: str, limit: int = 400) -> str:
    """Give the beginning of plain `text`, at most `limit` graphemes, "…" included where it is cut within a sentence.

    The cut is at the end of a sentence where one ends in the last half, else where a line might end there
    (`feeds.text.breaks`), else between two graphemes. What is within the limit already stays as it is.
    """
    text = text.strip()
    if len(text) <= limit:
        return text
    ends = _ends(text, limit)
    if len(ends) <= limit and ends[-1] == len(text):
        return text
    return _whole(text, ends[:limit]) or _cut(text, ends[: limit - 1])


def _ends(text: str, limit: int) -> list[int]:
    """Give where the first graphemes end, one more than `limit` at most; an absurd one is cut at 64 characters."""
    if _ALONE.fullmatch(text, endpos=limit + 1):
        return list(range(1, min(len(text), limit + 1) + 1))
    ends: list[int] = []
    for found in _GRAPHEME.finditer(text[: limit * 64]):
        ends.append(found.end())
        if len(ends) > limit:
            break
    return ends


def _whole(text: str, ends: list[int]) -> str | None:
    """Give the sentences that end in the last half of what there is room for; None where none does."""
    room = ends[-1]
    sentences = [found.end() for found in _SENTENCE.finditer(text[: room + 1]) if room // 2 <= found.end() <= room]
    borders = set(ends)
    for end in reversed(sentences):
        if end in borders and not _ABBREVIATION.search(text[max(0, end - 6) : end]):
            return text[:end]
    return None


def _cut(text: str, ends: list[int]) -> str:
    """Cut behind the last of `ends`, or further back where a line might end, and say so."""
    starts = [0, *ends]
    count = _last_break(text, ends, max(0, min(len(ends) // 2, len(ends) - _WORD)))
    while count and text[starts[count - 1] : starts[count]] in _LOOSE_END:
        count -= 1
    return f"{text[: starts[count]]}…"


def _last_break(text: str, ends: list[int], least: int) -> int:
    """Give how many graphemes to keep: more than `least`, and all of them where no line might end there."""
    starts = [0, *ends]
    if is_spaceless(text[starts[-1] :][:1]):  # their spaces part phrases: the better place, where one is near
        near = max(least, len(ends) * 2 // 3)
        space = next((n for n in range(len(ends), near, -1) if text[starts[n] : starts[n] + 1].isspace()), None)
        if space is not None:
            return space
    for count in range(len(ends), least, -1):
        if may_break(text[starts[count - 1] : starts[count]], text[starts[count]]):
            return count
    return len(ends)
