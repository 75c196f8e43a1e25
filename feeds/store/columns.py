"""Column types that mean the same in SQLite's STRICT tables and in PostgreSQL."""
# ruff: noqa: ARG002 - SQLAlchemy hands every type the dialect

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import REAL, BigInteger, Dialect, Double, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)
_NOTHING: Final = "[]"  # most arrays are empty; a feed reads and writes half a dozen an article
_NUL: Final = re.compile(r"(\\\\)|\\u0000")  # as JSON writes it; a backslash of the text's own is written twice


def whole() -> TypeEngine[int]:
    """Give a 64-bit integer: INTEGER in SQLite (the only name a STRICT table takes), BIGINT in PostgreSQL."""
    return BigInteger().with_variant(Integer(), "sqlite")


def real() -> TypeEngine[float]:
    """Give a double: REAL in SQLite (eight bytes there), DOUBLE PRECISION in PostgreSQL."""
    return Double().with_variant(REAL(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime as whole seconds since 1970: sorts, compares and indexes alike everywhere."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Name the integer as `dialect` wants it."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Give the seconds of `value`; a naive datetime is a TypeError."""
        return None if value is None else (value - _EPOCH) // _SECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give the instant of `value` seconds."""
        return None if value is None else _EPOCH + timedelta(seconds=value)


class Flag(TypeDecorator[bool]):
    """A bool as 0 or 1: STRICT tables know no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: FBT001 - SQLAlchemy calls
        """Give 0 or 1."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Give the truth of 0 or 1."""
        return None if value is None else bool(value)


class Words(TypeDecorator[str]):
    """Text that every database takes: no NUL (PostgreSQL refuses it), no lone surrogate (no UTF-8 for it).

    Articles hold neither; validators, guids and error messages come from outside as they are.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Give `value` without what cannot be stored."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """Drop NULs and replace lone surrogates by "?"."""
    text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


class Values(TypeDecorator[tuple[Any, ...]]):
    """A tuple of `of` (a dataclass, a tuple of strings, or a string) as a JSON array; None fields are left out."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type) -> None:
        """`of` is a frozen dataclass with plain fields, `tuple` or `str`."""
        super().__init__()
        self.of = of

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> str:
        """Give the JSON array."""
        return _written(value) if value else _NOTHING

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        """Give the values again."""
        make: Callable[[Any], Any] = self.of if self.of in {tuple, str} else lambda each: self.of(**each)
        found = json.loads(value) if value and value != _NOTHING else ()
        return tuple(make(each) for each in found)


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A tuple of whole numbers as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str:
        """Give the JSON array."""
        return _written(value) if value else _NOTHING

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...]:
        """Give the numbers again."""
        return tuple(json.loads(value)) if value and value != _NOTHING else ()


def _written(values: Sequence[Any]) -> str:
    text = _encode(values)
    return storable(_NUL.sub(r"\1", text) if "\\u0000" in text else text)


def _said(value: Any) -> dict[str, object]:  # noqa: ANN401 - whatever is in the tuple
    """Give the fields of a dataclass that say something."""
    return {name: given for name in _names(value.__class__) if (given := getattr(value, name)) is not None}


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_said).encode


@cache
def _names(of: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))
