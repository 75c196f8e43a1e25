"""Language tags: what sources declare, as BCP 47 (RFC 5646) writes it."""

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

_LONGEST: Final = 64
_TAG: Final = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,3})(?:-[a-z0-9](?:-.*)?)?"
)
_EXTENDED: Final = re.compile(r"\Azh-(cmn|yue|hak|nan|wuu|gan|hsn)(?![^-])")
_NOT_LANGUAGES: Final = frozenset(("und", "mul", "zxx", "mis", "xx", "utf", "iso", "ansi", "gbk", "all", "n"))
_REGIONS: Final = {"UK": "GB", "EN": "GB", "JA": "JP", "KO": "KR"}
# What is written in more than one script, so that the tag always says which.
_ALWAYS: Final = frozenset(("zh", "yue", "sr", "uz", "mn"))
# The script that goes without saying (Suppress-Script of IANA's registry, and likely subtags of CLDR), if not Latin.
_USUAL: Final = {
    "zh": "Hans", "yue": "Hant", "ja": "Jpan", "ko": "Kore",
    "th": "Thai", "lo": "Laoo", "km": "Khmr", "my": "Mymr", "bo": "Tibt", "dz": "Tibt",
    "hi": "Deva", "ne": "Deva", "mr": "Deva", "bn": "Beng", "as": "Beng", "ta": "Taml", "te": "Telu", "kn": "Knda",
    "ml": "Mlym", "si": "Sinh", "gu": "Gujr", "pa": "Guru", "or": "Orya", "ka": "Geor", "hy": "Armn", "he": "Hebr",
    "yi": "Hebr", "el": "Grek", "dv": "Thaa", "ii": "Yiii", "ar": "Arab", "fa": "Arab", "ur": "Arab", "ps": "Arab",
    "ug": "Arab", "ks": "Arab", "sd": "Arab", "ckb": "Arab", "ru": "Cyrl", "uk": "Cyrl", "be": "Cyrl", "bg": "Cyrl",
    "mk": "Cyrl", "kk": "Cyrl", "ky": "Cyrl", "tg": "Cyrl", "tt": "Cyrl", "ba": "Cyrl", "sah": "Cyrl", "tyv": "Cyrl",
    "shn": "Mymr", "mnw": "Mymr", "sa": "Deva", "mai": "Deva", "bho": "Deva",
}  # fmt: skip


# In which others these are written too.
_ALSO: Final = {
    "zh": ("Hant",), "yue": ("Hans",), "sr": ("Cyrl",), "bs": ("Cyrl",), "uz": ("Cyrl", "Arab"), "mn": ("Cyrl", "Mong"),
    "kk": ("Latn", "Arab"), "ky": ("Latn", "Arab"), "tg": ("Latn", "Arab"), "tt": ("Latn",), "az": ("Cyrl", "Arab"),
    "tk": ("Cyrl", "Arab"), "ku": ("Arab",), "ms": ("Arab",), "pa": ("Arab",), "ks": ("Deva",), "sd": ("Deva",),
    "ug": ("Cyrl", "Latn"), "jv": ("Java",), "ban": ("Bali",), "yi": ("Latn",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """A language tag in its parts, each in the case of RFC 5646 (section 2.1.1); an empty one is not said."""

    language: str
    script: str = ""
    region: str = ""
    variants: str = ""

    def written(self) -> str:
        """Give the tag, with its script where that tells two ways of writing apart, and never where it goes without."""
        shown = self.script if self.language in _ALWAYS or self.script != usual_script(self.language) else ""
        return "-".join(part for part in (self.language, shown, self.region, self.variants) if part)

    def in_script(self, script: str) -> "Tag":
        """Give the same language in `script`."""
        return replace(self, script=script)


def is_written_in(language: str, script: str) -> bool:
    """Say whether `language` is written in `script` (ISO 15924)."""
    return script == usual_script(language) or script in _ALSO.get(language, ())


def usual_script(language: str) -> str:
    """Give the script (ISO 15924) that a language is taken to be in where its tag names none."""
    return _USUAL.get(language, "Latn")


def declared_tag(declared: str | None) -> Tag | None:
    """Read what a source declares ("zh_TW", "cn", "Chinese", "EN-us"); None for what is no language."""
    said = (declared or "").strip().lower()
    if not said or len(said) > _LONGEST:
        return None
    said = re.split(r"[,;|]", said)[0].strip()
    meanings = _meanings()
    said = meanings.get(said, said).replace("_", "-").replace("--", "-")
    said = _EXTENDED.sub(lambda found: meanings.get(found[1], found[1]), said, count=1)
    head, _, rest = said.partition("-")
    meant = meanings.get(head, head)
    whole = meanings.get(said) or (said if "-" in meant or not rest else f"{meant}-{rest}")
    found = _TAG.fullmatch(whole)
    if found is None or found[1] in _NOT_LANGUAGES or (len(found[1]) == 2 and found[1] not in _codes()):
        return None
    region = (found[3] or "").upper()
    script = (found[2] or "").title()
    plain = {"Hang": "Kore", "Hira": "Jpan", "Hrkt": "Jpan", "Qaag": "Mymr"}
    return Tag(found[1], plain.get(script, script), _REGIONS.get(region, region), found[4].strip("-"))


@cache
def _meanings() -> dict[str, str]:
    """Give what is declared for a language, by what is written."""
    return dict(line.split(" = ") for line in _lines() if "=" in line)


@cache
def _codes() -> frozenset[str]:
    """Give the languages of ISO 639-1."""
    return frozenset(code for line in _lines() if "=" not in line for code in line.split())


def _lines() -> list[str]:
    text = files("feeds.text").joinpath("data/declared.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
