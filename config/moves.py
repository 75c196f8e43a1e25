"""What became of feeds that are no more: renamed ones lead on, retired ones say so and name their successor."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from config.declared import SLUG, Slug, pairs


def _leading_on(moves: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Give each old slug with the one where its chain of names ends."""
    names = dict(moves)
    return tuple((old, _end(names, old)) for old in names)


def _end(names: Mapping[str, str], old: str) -> str:
    seen, new = {old}, names[old]
    while new in names:
        if new in seen:
            raise ValueError(f'"{old}" leads round in a circle; let each old slug lead to one that is in use')
        seen.add(new)
        new = names[new]
    return new


_SUCCESSOR: Final = f"^$|{SLUG}"
# Written as tables, kept as pairs: settings can be hashed.
Moves = Annotated[tuple[tuple[Slug, Slug], ...], BeforeValidator(pairs), AfterValidator(_leading_on)]
Retirements = Annotated[tuple[tuple[Slug, Annotated[str, Field(pattern=_SUCCESSOR)]], ...], BeforeValidator(pairs)]
