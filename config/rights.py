"""Under which conditions articles are passed on: said by a source, and by a feed. The narrowest of all always wins."""

import re
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from config.declared import Declared, Duration

Permitted = Literal["headline", "summary", "full"]
PERMITTED: Final[tuple[Permitted, ...]] = ("headline", "summary", "full")
"""How much may be passed on, least first."""


def _minutes(value: timedelta) -> timedelta:
    if value < timedelta(minutes=1):
        raise ValueError('write a duration of a minute or more, such as "30d"')
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", value):
        raise ValueError('write an absolute address such as "https://creativecommons.org/licenses/by/4.0/"')
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Conditions(Declared):
    """What a source lets us pass on, or a feed takes of it; what is not said narrows nothing.

    `rights` is how much of an article, `summary_length` how much of its summary (in graphemes, what a reader counts
    as a letter), `images` whether its pictures. `expires` is how long after its publication it stands in documents.
    `notice` and `license` stand where the article bears none of its own. `reserved` says that text and data mining,
    and with it the training of models, is reserved (TDMRep; RSL), `policy` where the terms for it are: the address of
    a TDM policy or of an RSL licence.
    """

    rights: Permitted | None = None
    summary_length: int | None = Field(None, ge=0, le=1000)
    images: bool = True
    expires: Annotated[Duration, AfterValidator(_minutes)] | None = None
    notice: str | None = Field(None, min_length=1, max_length=2000)
    license: WebAddress | None = None
    reserved: bool = False
    policy: WebAddress | None = None

    @property
    def permits(self) -> Permitted | None:
        """How much may be passed on; None where this does not say."""
        return self.rights
