"""What makes an article doubtful when it is published: its letters, or its language, are not what they should be.

One article may be so for good reasons, and stands as it is. Where most of a feed is, something broke on the way here,
and the feed keeps its last good documents (see `guards`).
"""

from typing import Final, Literal

from feeds.article import Article
from feeds.text.mojibake import headline_fault
from feeds.text.scripts import script_of
from feeds.text.tags import is_written_in

Doubt = Literal["letters", "language"]
_HAN: Final = frozenset({"Hani", "Jpan", "Kore"})
_EAST: Final = frozenset({"zh", "yue", "ja", "ko"})


def doubt(article: Article) -> Doubt | None:
    """Say what is doubtful about an article: letters that were lost or misread, or a script that is not its language's.

    Only its title and its summary are looked at.
    """
    if headline_fault(article.title) is not None:
        return "letters"
    script = script_of(f"{article.title} {article.summary}")
    if script is None or article.language is None:
        return None
    language, *more = article.language.lower().split("-")
    if any(len(part) == 4 for part in more):
        return None  # it names its script itself: sr-Latn
    known = script in _HAN if language in _EAST else is_written_in(language, script)
    return None if known else "language"
