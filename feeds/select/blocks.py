"""The paragraphs and pictures of an article's content, without those that only lead elsewhere."""

from dataclasses import dataclass, field
from typing import Final

from feeds.text.markup import End, Start, tokens
from feeds.text.pictures import is_named
from feeds.text.urls import site_of

_BORDERS_WORDS: Final = """
    p br hr h1 h2 h3 h4 h5 h6 div pre figure figcaption table caption tr td th dl dt dd ul ol li blockquote
    details summary
"""
_BORDERS: Final = frozenset(_BORDERS_WORDS.split())


@dataclass(frozen=True, slots=True)
class Blocks:
    """The texts of an article's paragraphs in order, and the addresses of its pictures."""

    texts: tuple[str, ...]
    pictures: tuple[str, ...]


def blocks(content: str, address: str | None) -> Blocks:
    """Read sanitised `content` of the article at `address`.

    A paragraph that is nothing but links names other stories or sells something; so does a picture that leads to
    another site. Where all paragraphs are such, they are the article.
    """
    reader = _Reader(site_of(address) if address else "")
    for token in tokens(content):
        reader.take(token)
    reader.close()
    return Blocks(tuple(reader.texts or reader.linked), tuple(reader.pictures))


@dataclass(slots=True)
class _Reader:
    site: str
    texts: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _plain: bool = False
    _href: str | None = None

    def take(self, token: Start | End | str) -> None:
        if isinstance(token, str):
            self._open.append(token)
            self._plain = self._plain or (self._href is None and any(map(str.isalnum, token)))
        elif token.name in _BORDERS:
            self.close()
        elif token.name == "a":
            self._href = token.attributes().get("href", "") if isinstance(token, Start) else None
        elif isinstance(token, Start) and token.name == "img" and not self._leads_away():
            self.pictures.append(token.attributes().get("src", ""))

    def close(self) -> None:
        text = " ".join("".join(self._open).split())
        if text:
            (self.texts if self._plain else self.linked).append(text)
        self._open, self._plain = [], False

    def _leads_away(self) -> bool:
        return bool(self._href) and not is_named(self._href or "") and site_of(self._href or "") != self.site
