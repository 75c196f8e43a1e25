"""The cases, and the entry that each is told as: its payload stands wherever a source can put words or addresses."""

import json
import random
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from feeds.article import Author, Category, Enclosure, Entry, Origin, Related

ADDRESSES: Final = "addresses"
_PAGE: Final = "<!doctype html><script>{0}</script><svg onload={0}>"
_DRAWING: Final = '<svg xmlns="http://www.w3.org/2000/svg" onload="{0}" id="x"><script>{0}</script></svg>'
_SINKS: Final = (
    '<a href="{0}">x</a><a href=\'{0}\'>x</a><a href={0}>x</a><a title=y href = "{0}" >x</a>'
    '<img src="{0}"><img src={0} alt=y><img data-src="{0}"><img srcset="{0} 1x"><img src="y.png" srcset="{0} 2000w">'
    '<picture><source srcset="{0}"><img></picture><amp-img src="{0}"></amp-img>'
    '<iframe src="{0}"></iframe><iframe data-src=\'{0}\' title=y></iframe><embed src="{0}"><object data="{0}"></object>'
    '<video src="{0}" poster="{0}"></video><audio><source src="{0}"></audio>'
    "<blockquote cite=\"{0}\">x</blockquote><q cite={0}>x</q><ins cite='{0}'>x</ins>"
    '<form action="{0}"><button formaction="{0}">x</button></form><map><area href="{0}"></map>'
    '<svg><a xlink:href="{0}">x</a></svg><math href="{0}">x</math><base href="{0}"><link rel=stylesheet href="{0}">'
    '<meta http-equiv=refresh content="0;url={0}"><p style="background:url({0})">x</p><script src="{0}"></script>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One attempt; `number` is what its script would tell, `family` the name of its file."""

    number: int
    family: str
    name: str
    payload: str


def _read() -> tuple[Case, ...]:
    files = sorted(Path(__file__).parent.glob("*.json"))
    told = [(file.stem, *one) for file in files for one in json.loads(file.read_text("utf-8")) if file.stem != "benign"]
    return tuple(
        Case(number=number, family=family, name=name, payload=_filled(payload, number))
        for number, (family, name, payload) in enumerate(told, 1)
    )


def _filled(payload: str | list[str | tuple[str, int]], number: int) -> str:
    parts = [payload] if isinstance(payload, str) else payload
    text = "".join(part if isinstance(part, str) else part[0] * part[1] for part in parts)
    runs = f"__ran({number})"
    for mark, value in {
        "@R@": runs,
        "@N@": str(number),
        "@U@": f"https://ran.test/{number}",
        "@H@": f"//ran.test/{number}",
        "@D@": b64encode(_PAGE.format(runs).encode()).decode(),
        "@V@": b64encode(_DRAWING.format(runs).encode()).decode(),
    }.items():
        text = text.replace(mark, value)
    return text


CASES: Final = _read()
FAMILIES: Final = tuple(dict.fromkeys(case.family for case in CASES))


def html(case: Case) -> str:
    """Give the payload as HTML: an address in every place for one."""
    return _SINKS.format(case.payload) if case.family == ADDRESSES else case.payload


def entry(case: Case) -> Entry:
    """Give the entry of a case. Its words are its own, so that it is nobody's double."""
    text, title = case.payload, f"China {_words(case, 9)} {case.payload}"
    own = f"https://gazette.example/stories/{case.number}"
    return Entry(
        guid=f"{case.number}",
        link=text if case.family == ADDRESSES else own,
        title=title,
        summary=f"In China {_words(case, 40)} {text}",
        content=f"<p>{_words(case, 90)}</p>{html(case)}",
        base=text if case.family == ADDRESSES else own,
        authors=(Author(name=text, uri=text, email=text, role=text), Author(name=f"Mei {text}", role="Desk")),
        categories=(Category(term=text, scheme=text, label=text), Category(term=f"Ports {text}")),
        enclosures=(
            Enclosure(href=text, type="image/png"),
            Enclosure(href=f"https://pics.test/{case.number}.mp3?{text}", type=text),
            Enclosure(href=text, type="audio/mpeg", length=9),
        ),
        related=(Related(title=text, link=text), Related(title=f"See {text}")),
        origin=Origin(title=f"The Gazette {text}", id=text, link=text),
        rights=text,
        license=text,
        language=text,
    )


def _words(case: Case, count: int) -> str:
    chance = random.Random(case.number)  # noqa: S311 - invented words
    syllables = "ka lo mi ren tu sha pel dor vi nam gos eth bru qui zan".split()  # noqa: SIM905
    return " ".join("".join(chance.choices(syllables, k=3)) for _ in range(count))
