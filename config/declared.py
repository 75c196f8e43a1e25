"""What every table of settings is made of: the frozen model, and the values that several tables share."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

SLUG = r"^[a-z0-9][a-z0-9-]{0,62}$"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
T = TypeVar("T")


class Declared(BaseModel):
    """What every table of settings shares: frozen, and a typo is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


def _duration(value: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever the file says
    if isinstance(value, bool):
        raise ValueError('write a duration such as "15m", "2h" or "400d"')  # noqa: TRY004 - pydantic wants ValueError
    if isinstance(value, int | float):
        return timedelta(seconds=value)
    if isinstance(value, str):
        found = re.fullmatch(r"(\d{1,9})\s*([smhd])", value.strip())
        if found is None:
            raise ValueError('write a duration such as "15m", "2h" or "400d"')
        return timedelta(seconds=int(found[1]) * _UNITS[found[2]])
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f'unknown time zone "{value}"; write an IANA name such as "Asia/Shanghai"')
    return value


def _absolute(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise ValueError('write an absolute address such as "https://feeds.example.org"')
    return value.rstrip("/")


def _binding(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise ValueError('write HOST:PORT, such as "127.0.0.1:8000" or "[::1]:8000"')
    return value


def pairs(value: Any) -> Any:  # noqa: ANN401
    """Give a table as its pairs, so that the settings can be hashed; anything else as it is."""
    return tuple(value.items()) if isinstance(value, Mapping) else value


def _several(value: Any) -> Any:  # noqa: ANN401
    return (value,) if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Zone = Annotated[str, AfterValidator(_zone)]
BaseUrl = Annotated[str, AfterValidator(_absolute)]
Binding = Annotated[str, AfterValidator(_binding)]
Slug = Annotated[str, Field(pattern=SLUG)]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Region = Literal[
    "east-asia", "south-east-asia", "south-asia", "central-asia", "oceania", "asia-pacific",
]  # fmt: skip
# A list; one alone needs no brackets.
Several = Annotated[tuple[T, ...], BeforeValidator(_several)]
