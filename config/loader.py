"""Finds what the operator declared and checks it: TOML, then `BEATWIRE_…` variables and secret files over it.

The last word has the command line, then the environment, then secret files, then the file. Every complaint is one
`ConfigError` that names where it was said, the key and the remedy.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import NestedSecretsSettingsSource

from config.complaints import PREFIX, complaint, nearest
from config.errors import ConfigError
from config.feeds import faults, leftovers
from config.settings import Settings

_OURS = {"BEATWIRE_CONFIG", "BEATWIRE_SECRETS"}
FILE = "beatwire.toml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings and the file they were read from (None: the sample desk)."""

    settings: Settings
    path: Path | None


class _Layers(Settings, BaseSettings):
    """The settings as pydantic-settings lays them over one another."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", secrets_nested_delimiter="__", extra="forbid", frozen=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the hook's own signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Lay the environment over secret files over what we pass (the TOML file)."""
        return env_settings, NestedSecretsSettingsSource(file_secret_settings), init_settings


def load(
    path: Path | None = None,
    *,
    needs: Mapping[str, str] | None,
    said: Mapping[str, Any] | None = None,
) -> Loaded:
    """Give the settings; `needs` maps each known kind of source to the key it cannot do without ("url" or "path").

    Without `needs` the kinds of the sources are not looked at: for whoever asks for the beat alone.

    `path` or `$BEATWIRE_CONFIG` must exist; without them ./beatwire.toml and then the user's configuration folder are
    looked at, and where there is none, the sample desk is what runs. `said` is what the command line says.
    Raises ConfigError.
    """
    found = _find(path)
    layers = dict(_read(found)) if found else {}
    anchor = found.parent if found else Path.cwd()
    _anchor(layers, anchor)
    _check_environment()
    settings = _validated(layers, said or {}, found)
    if found is None and not settings.sources:
        settings = _sample(settings)
    if needs is not None:
        _check_sources(settings, needs, found)
    _check_feeds(settings, found)
    return Loaded(settings, found)


def default(name: str) -> Traversable:
    """Give a file or folder of `config/defaults/`, as it is shipped."""
    return resources.files("config") / "defaults" / name


def _find(path: Path | None) -> Path | None:
    named = path or (Path(os.environ["BEATWIRE_CONFIG"]) if os.environ.get("BEATWIRE_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise ConfigError("there is no such file; write one with `beatwire init`", path=named)
        return named.absolute()
    for candidate in (Path(FILE), user_config_path("beatwire", appauthor=False) / FILE):
        if candidate.is_file():
            return candidate.absolute()
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"this is not TOML: {error}; correct that line", path=path) from error
    except UnicodeDecodeError as error:
        raise ConfigError("this is not UTF-8; save it as UTF-8", path=path) from error
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror}); check its permissions", path=path) from error


def _anchor(layers: dict[str, Any], anchor: Path) -> None:
    """Make the file's relative paths relative to the file."""
    tables = [layers, *(t for t in _tables(layers.get("sources")))]
    for table in tables:
        for key in ("data", "path"):
            if isinstance(table.get(key), str):
                table[key] = str(anchor / Path(table[key]).expanduser())


def _tables(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - whatever the file says
    return [table for table in value if isinstance(table, dict)] if isinstance(value, list) else []


def _check_environment() -> None:
    for name in os.environ:
        if not name.upper().startswith(PREFIX) or name in _OURS or name.startswith("BEATWIRE_TEST_"):
            continue
        key = name[len(PREFIX) :].split("__")[0].lower()
        if key not in Settings.model_fields:
            raise ConfigError(f"unknown setting{nearest(key, Settings.model_fields)}; unset or correct it", path=name)


def _validated(layers: dict[str, Any], said: Mapping[str, Any], path: Path | None) -> Settings:
    secrets = os.environ.get("BEATWIRE_SECRETS") or os.environ.get("CREDENTIALS_DIRECTORY")
    try:
        merged = _Layers(**layers, _secrets_dir=secrets)
    except ValidationError as error:
        raise complaint(error, path or FILE, os.environ) from error
    except ValueError as error:
        raise ConfigError(f"{error}; write lists and tables as JSON", path="environment") from error
    declared = merged.model_dump(exclude_unset=True) | {key: value for key, value in said.items() if value is not None}
    declared.setdefault("base_url", _own_address(declared.get("bind", merged.bind)))
    try:
        return Settings.model_validate(declared)
    except ValidationError as error:
        raise complaint(error, "command line", {}) from error


def _own_address(bind: str) -> str:
    host, _, port = bind.rpartition(":")
    return f"http://{'127.0.0.1' if host in {'0.0.0.0', '[::]'} else host}:{port}"  # noqa: S104 - a comparison, no bind


def _sample(settings: Settings) -> Settings:
    desk = {
        "name": "sample-desk",
        "kind": "folder",
        "path": settings.data / "sample",
        "title": "The sample desk",
        "interval": "5s",
    }
    return Settings.model_validate(settings.model_dump(exclude_unset=True) | {"sample": True, "sources": (desk,)})


def _check_sources(settings: Settings, needs: Mapping[str, str], path: Path | None) -> None:
    for number, source in enumerate(settings.sources):
        key = f"sources[{number}]"
        if source.kind not in needs:
            known = ", ".join(f'"{kind}"' for kind in sorted(needs))
            raise ConfigError(
                f'source "{source.name}": unknown kind "{source.kind}"; write one of {known}',
                path=path or FILE,
                key=f"{key}.kind",
            )
        wanted = needs[source.kind]
        if getattr(source, wanted) is None:
            raise ConfigError(
                f'source "{source.name}": a source of kind "{source.kind}" needs a {wanted}; add one',
                path=path or FILE,
                key=f"{key}.{wanted}",
            )


def _check_feeds(settings: Settings, path: Path | None) -> None:
    slugs = leftovers((settings.beat, *settings.feeds), settings.publishing.given_up)
    for key, sentence in (*faults(settings.beat, settings.feeds, settings.by_name), *slugs):
        raise ConfigError(sentence, path=path or FILE, key=key)
