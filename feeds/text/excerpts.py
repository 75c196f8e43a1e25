"""Excerpts: the beginning of a text, cut where a reader would."""

import regex  # type: ignore[import-untyped]  # ships no types

# Letters and signs of which each is a grapheme, whichever others of these stand beside it.
_ALONE = regex.compile(
    "[\n\x20-\u02ff\u2010-\u2027\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff9d]+"
)
_GRAPHEME = regex.compile(r"\X")
_SENTENCE = regex.compile(r"""[.!?…]["'”’)\]]*(?=\s)|[。！？｡][」』”’）]*""")
_SPACE = regex.compile(r"\s+(?=\S*\Z)")
_SPACELESS = regex.compile(
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}"
    r"\p{Script=Myanmar}\p{Script=Tibetan}]"
)
_LOOSE_END = " \t\n,;:–—-、，；：(（「『“‘"


def excerpt(text: str, limit: int = 400) -> str:
    """Give the first `limit` graphemes of plain `text`, "…" included where it is cut within a sentence.

    The cut is at the end of a sentence where one ends in the last half, else at the end of a word; within a run that
    has no spaces (Chinese, Japanese, Thai) it is between two graphemes.
    """
    text = text.strip()
    if len(text) <= limit:
        return text
    ends = _ends(text, limit)
    if len(ends) <= limit and ends[-1] == len(text):
        return text
    head = text[: ends[: limit - 1][-1]] if limit > 1 else ""
    return _whole(head, text[len(head) :])


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


def _whole(head: str, tail: str) -> str:
    sentences = [found.end() for found in _SENTENCE.finditer(head + tail[:1])]
    if sentences and len(head) // 2 <= sentences[-1] <= len(head):
        return head[: sentences[-1]]
    if tail[:1].isspace() or _SPACELESS.match(tail) or _SPACELESS.match(head[-1:]):
        return f"{head.rstrip(_LOOSE_END)}…"
    found = _SPACE.search(head)
    if found and found.start() >= len(head) // 2:
        head = head[: found.start()]
    return f"{head.rstrip(_LOOSE_END)}…"
