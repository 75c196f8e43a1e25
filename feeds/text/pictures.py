"""The one address of a picture, among those that a lazy or responsive `<img>` offers; and what is no picture at all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

WIDEST: Final = 1600
"""How wide a picture is wanted at most, in pixels: a wider one is taken only where there is no other."""
_DENSEST: Final = 2
_PREVIEW: Final = 100  # what is narrower than this many pixels stands in until the picture has come
_LAZY_SETS: Final = ("data-srcset", "data-lazy-srcset", "data-original-set", "data-original-srcset", "data-src-set")
_LAZY: Final = (
    "data-original", "data-lazy-src", "data-src", "data-original-src", "data-actualsrc", "data-lazy", "data-url",
    "data-lazyload", "data-large-file", "data-echo", "data-full-src", "real_src", "_src",
)  # fmt: skip
_LIKELY: Final = re.compile(r"src|img|image|original|lazy|file|photo")
_NAMED: Final = re.compile(r"[^\s\"'<>{}]+\.(?:jpe?g|png|webp|avif|gif)(?:[?#!][^\s\"'<>{}]*)?", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s\"'<>{},][^\"'<>{}]*")
_DESCRIPTOR: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)([wx])")
_NOWHERE: Final = re.compile(r"(?:data|about|blob|javascript|file):", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display:none|visibility:hidden|(?:left|top):-\d{3}")
_COUNTER: Final = re.compile(
    r"(?:https?:)?//(?:[^/]*\.)?(?:"
    r"feeds\.feedburner\.com/~|feedproxy\.google\.com/~|doubleclick\.net/|pixel\.wp\.com/|stats\.wordpress\.com/b\.gif|scorecardresearch\.com/"
    r"|google-analytics\.com/|facebook\.com/tr[?/]|pixel\.quantserve\.com/|imrworldwide\.com/|b\.scorecard|counter\.theconversation\.com/)",
    re.IGNORECASE,
)
_DRAWN: Final = frozenset({"gif", "png", "svg", "jpg", "jpeg", "webp", ""})
_STAND_INS: Final = ("placeholder", "lazyload", "lazy-load", "lazy_load")
_EMPTY_WORDS: Final = "blank spacer loader loading transparent trans grey gray pixel clear dot empty beacon counter 1x1"
_EMPTY: Final = frozenset(_EMPTY_WORDS.split())
_SIZE: Final = re.compile(r"[-_@]?\d{0,4}x?\d{0,4}")
_BADGE_FOLDERS: Final = frozenset(
    "avatar avatars gravatar profile_images emoji emojis twemoji smilies smileys icon icons favicon favicons".split()  # noqa: SIM905
)
_BADGE: Final = re.compile(
    r"(?:(?:default|user|author)[-_]?)?avatar|favicon|icon|apple-touch-icon(?:-precomposed)?|android-chrome|mstile|smile"
)
_LONGEST: Final = 8192
_ASKED: Final = re.compile(r"[?&](?:url|src|image|img)=([^&#]+\.(?:jpe?g|png|webp|avif|gif)[^&#]*)", re.IGNORECASE)
_PICTURE: Final = re.compile(r"(.+?)\.(?:jpe?g|png|webp|avif|gif)(?![a-z0-9])")
_SIZED: Final = re.compile(
    r"(?:[-_@.](?:\d{1,5}x\d{1,5}|\d{1,2}x|[wh]_?\d{2,4}|scaled|thumb(?:nail)?|small|medium|large))+\Z"
)
_TELLING: Final = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """The address that was chosen, as it stands; `width` in pixels, where the page says how wide that picture is."""

    href: str
    width: int | None = None


def source_of(attributes: Mapping[str, str]) -> Choice | None:
    """Choose the address of the picture itself: of a set the widest up to WIDEST, else a lazy one, else src.

    None for no picture: a tracking pixel (1 × 1, hidden, or a known counter), or nothing but a placeholder.
    """
    if is_pixel(attributes):
        return None
    best = _of_sets(attributes, _LAZY_SETS)
    if best is not None:
        return best
    shown = _of_sets(attributes, ("srcset",))
    if shown is not None and (shown.width or WIDEST) >= _PREVIEW:
        return shown
    href = next(_addresses(attributes, (*_LAZY, "src")), None) or next(_guessed(attributes), None)
    return Choice(href) if href else shown


def is_pixel(attributes: Mapping[str, str]) -> bool:
    """Tell whether an `<img>` is there to count its readers."""
    if any(_pixels(attributes.get(side)) in {0, 1} for side in ("width", "height")):
        return True
    style = attributes.get("style", "")[:_LONGEST].replace(" ", "").lower()
    return _HIDDEN.search(style) is not None or _COUNTER.match(attributes.get("src", "").strip()) is not None


def is_named(href: str) -> bool:
    """Tell whether an address ends like a picture's file."""
    return _NAMED.fullmatch(href[:_LONGEST]) is not None


def is_empty(href: str) -> bool:
    """Tell from its address that a picture shows nothing: it stands in for another, or counts its readers."""
    if _NOWHERE.match(href) or _COUNTER.match(href):
        return True
    _, stem, kind = _parts(href)
    if kind not in _DRAWN or not stem:
        return False
    if any(word in stem for word in _STAND_INS) or _unsized(stem) in _EMPTY or stem in _EMPTY:
        return True
    return kind in {"gif", "svg"} and (len(stem) == 1 or not _EMPTY.isdisjoint(re.split(r"[^a-z0-9]+", stem)))


def is_badge(href: str) -> bool:
    """Tell from its address that a picture is somebody's face beside a name, or an icon: nothing that leads a story."""
    folders, stem, _ = _parts(href)
    host = folders[2] if len(folders) > 2 and folders[0].endswith(":") else ""
    if host.endswith("gravatar.com") or not _BADGE_FOLDERS.isdisjoint(folders):
        return True
    return _BADGE.fullmatch(_unsized(stem)) is not None


def stem(href: str) -> str:
    """Give what names a picture wherever it is kept: its file's name without size, form and parameters, in lower case.

    A name that says little comes with its folder.
    """
    for _ in range(2):
        asked = _ASKED.search(href[:_LONGEST])
        if asked is None:
            break
        href = unquote(asked[1])
    folders = re.split(r"[?#]", href[:_LONGEST].lower(), maxsplit=1)[0].rstrip("/").split("/")
    at = next((n for n in range(1, len(folders)) if _PICTURE.match(folders[n])), len(folders) - 1)
    found = _PICTURE.match(folders[at])
    name = _SIZED.sub("", found[1] if found else folders[at])
    return name if len(name) >= _TELLING or not at else f"{folders[at - 1]}/{name}"


def _parts(href: str) -> tuple[list[str], str, str]:
    """Give the folders, the stem and the ending of an address, in lower case."""
    *folders, name = re.split(r"[?#]", href[:_LONGEST].lower(), maxsplit=1)[0].split("/")
    stem, dot, kind = name.rpartition(".")
    return folders, stem if dot else name, kind if dot else ""


def _unsized(stem: str) -> str:
    """Give a file's name without the size or the number at its end."""
    bare = stem.rstrip("0123456789x")
    return bare.rstrip("-_@") if _SIZE.fullmatch(stem[len(bare) :]) else stem


def _pixels(value: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", value or "")
    return int(found[1]) if found else None


def _addresses(attributes: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    """Give the values that are addresses: some of these names may as well hold "true", or a bit of JSON."""
    for name in names:
        value = attributes.get(name, "").strip()[:_LONGEST]
        if _ADDRESS.fullmatch(value) and (name == "src" or "/" in value or "." in value) and not is_empty(value):
            yield value


def _guessed(attributes: Mapping[str, str]) -> Iterator[str]:
    """Give what other attributes of an image without an address call a picture."""
    likely = (name for name in attributes if name not in {"src", "srcset"} and _LIKELY.search(name))
    return (href for href in _addresses(attributes, likely) if is_named(href))


def _of_sets(attributes: Mapping[str, str], names: Iterable[str]) -> Choice | None:
    for name in names:
        if attributes.get(name) and (best := _best(attributes[name][:_LONGEST])):
            return best
    return None


def _best(srcset: str) -> Choice | None:
    wide: list[tuple[float, str]] = []
    dense: list[tuple[float, str]] = []
    for href, said in _candidates(srcset):
        found = _DESCRIPTOR.fullmatch(said)
        if _ADDRESS.fullmatch(href) and not is_empty(href):
            (wide if found and found[2] == "w" else dense).append((float(found[1]) if found else 1, href))
    if wide:
        width, href = _nearest(wide, WIDEST)
        return Choice(href, int(width) or None)
    return Choice(_nearest(dense, _DENSEST)[1]) if dense else None


def _candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Give (address, first descriptor) of each candidate of a set (HTML, 4.8.4.3.10); addresses may hold commas."""
    href = said = ""
    for token in srcset.split():
        begins = token
        if href:
            descriptor, comma, begins = token.partition(",")
            said = said or descriptor
            if not comma:
                continue
            yield href, said
        begins, said = begins.lstrip(","), ""
        href = begins.rstrip(",")
        if href != begins:
            yield href, ""
            href = ""
    if href:
        yield href, said


def _nearest(candidates: list[tuple[float, str]], most: float) -> tuple[float, str]:
    within = [candidate for candidate in candidates if candidate[0] <= most]
    return max(within, key=lambda one: one[0]) if within else min(candidates, key=lambda one: one[0])
