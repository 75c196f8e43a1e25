"""Turns what pydantic says into one sentence for the operator: where, which key, what is wrong, what to write."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from config.errors import ConfigError
from config.settings import Settings

PREFIX = "BEATWIRE_"
_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text in quotes",
    "tuple": "a list in [brackets]",
    "model": "a table",
    "path": "a path in quotes",
    "uuid": "a UUID",
}


def complaint(error: ValidationError, path: Path | str, environ: Mapping[str, str]) -> ConfigError:
    """Give the first of pydantic's findings as a ConfigError that says how many more there are.

    It names the variable of `environ` that said it, else `path`.
    """
    details = error.errors(include_url=False)
    first = details[0]
    said_by = variable(first["loc"], environ)
    if said_by:
        path = said_by
    more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
    return ConfigError(_sentence(first) + more, path=path, key=_key(first["loc"]))


def variable(location: Sequence[int | str], environ: Mapping[str, str]) -> str | None:
    """Give the variable of `environ` that set the setting at `location`, or a table above it."""
    names = {name.upper(): name for name in environ}
    for depth in range(len(location), 0, -1):
        wanted = PREFIX + "__".join(str(part) for part in location[:depth]).upper()
        if wanted in names:
            return names[wanted]
    return None


def nearest(name: str, names: Iterable[str]) -> str:
    """Give `; did you mean "…"?` where a known name is near, else nothing."""
    close = difflib.get_close_matches(name, list(names), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def _key(location: tuple[int | str, ...]) -> str | None:
    key = ""
    for part in location:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key or None


def _sentence(detail: Mapping[str, Any]) -> str:
    kind, message, given = detail["type"], str(detail["msg"]), detail.get("input")
    if kind in _SENTENCES:
        return _SENTENCES[kind](detail)
    for stem, wanted in _WANTED.items():
        if kind.startswith(stem) and kind.endswith(("_type", "_parsing")):
            return f"cannot be {given!r}; write {wanted}"
    return f"cannot be {given!r}; {message[:1].lower()}{message[1:]}"


def _unknown(detail: Mapping[str, Any]) -> str:
    *above, name = detail["loc"]
    return f"unknown setting{nearest(str(name), _names_at(above))}; correct or remove it"


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "extra_forbidden": _unknown,
    "missing": lambda _: "is missing; add it",
    "value_error": lambda detail: str(detail["msg"]).removeprefix("Value error, "),
    "literal_error": lambda detail: f"cannot be {detail['input']!r}; write one of {detail['ctx']['expected']}",
    "string_pattern_mismatch": lambda detail: (
        f"cannot be {detail['input']!r}; it must match {detail['ctx']['pattern']}"
    ),
}


def _names_at(location: Sequence[int | str]) -> Iterable[str]:
    """Give the settings that there are at `location`, found by walking the models."""
    model: type[BaseModel] = Settings
    for part in location:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        inner = _model_of(field.annotation) if field else None
        if inner is None:
            return ()
        model = inner
    return model.model_fields


def _model_of(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type, whatever it is
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is None:
        return None
    return next((found for inner in get_args(annotation) if (found := _model_of(inner))), None)
