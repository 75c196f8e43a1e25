"""How a feed names the places whose names are disputed: the operator's words, and never a change in a source's text.

A key is the code of a country (ISO 3166-1 alpha-2, "TW") or of a region group ("east-asia"), or one of `DISPUTED`: seas
and islands where the name is itself a claim. Countries and groups that are not named here bear their usual English
names; the disputed ones stand in a feed only where they are.
"""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from config.declared import pairs

DISPUTED: Final = frozenset(
    {
        "east-china-sea",
        "japan-korea-sea",
        "kashmir",
        "kurils",
        "liancourt-rocks",
        "paracels",
        "scarborough-shoal",
        "senkaku-diaoyu",
        "south-china-sea",
        "spratlys",
        "taiwan-strait",
    }
)
REGIONS: Final = frozenset({"east-asia", "south-east-asia", "south-asia", "central-asia", "oceania", "asia-pacific"})


def _known(labels: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    for key, _ in labels:
        if not re.fullmatch(r"[A-Z]{2}", key) and key not in DISPUTED | REGIONS:
            others = ", ".join(sorted(DISPUTED | REGIONS))
            raise ValueError(f'"{key}" names no place; write a country\'s code such as "TW", or one of {others}')
    return labels


Label = Annotated[str, Field(min_length=1, max_length=80)]
# Written as a table, kept as its pairs: settings can be hashed.
Labels = Annotated[tuple[tuple[str, Label], ...], BeforeValidator(pairs), AfterValidator(_known)]
