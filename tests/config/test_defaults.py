"""The configuration that `init` writes: every key is in it, every default is true, every source is well formed."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from config import settings
from config.feeds import FeedSpec
from config.settings import Serving, Settings, Source

STARTER = Path(settings.__file__).parent / "defaults" / "starter.toml"
NO_DEFAULT = {
    "data",
    "store",
    "serving.threads",
    "site.id",
    "site.rights",
    "site.license",
    "site.icon",
    "site.logo",
    "site.domains",
    "publishing.hubs",
}
NO_DEFAULT |= {"publishing.renamed.old-name", "publishing.retired.shipping"}
NO_DEFAULT |= {f"beat.{key}" for key in ("rights", "summary_length", "expires", "notice", "license", "policy")}
NO_DEFAULT |= {f"beat.{key}" for key in ("variants", "count", "bytes", "icon", "logo")}
LABELS = {"HK", "TW", "south-china-sea"}


def taken_in(text: str) -> str:
    """Take the "#" from every line that is a setting."""
    return re.sub(r"^#(?=[A-Za-z_-]+ = |\[)", "", text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def starter() -> str:
    return STARTER.read_text(encoding="utf-8")


def test_it_is_valid_as_it_stands(starter: str) -> None:
    made = Settings(**tomllib.loads(starter))
    assert made.site.title == "My news desk"
    assert 12 <= len(made.sources) <= 20
    assert (
        made.model_copy(update={"sources": (), "site": made.site.model_copy(update={"title": "beatwire"})})
        == Settings()
    )


def test_it_is_valid_with_every_line_taken_in(starter: str) -> None:
    made = Settings(**tomllib.loads(taken_in(starter)))
    assert {source.kind for source in made.sources} == {"folder", "feed", "page", "sitemap", "wordpress"}


def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        table = isinstance(inner, type) and issubclass(inner, BaseModel)
        found |= keys(inner, f"{prefix}{name}.") if table and isinstance(inner, type) else {prefix + name}
    return found


def said(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= said(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return found


def test_every_key_is_in_it(starter: str) -> None:
    values = tomllib.loads(taken_in(starter))
    labels = {key for key in said(values) if key.startswith("beat.labels.")}
    assert labels == {f"beat.labels.{name}" for name in LABELS}
    tables = {"beat.labels", "publishing.renamed", "publishing.retired"}
    assert keys(Settings) == {key for key in said(values) if key.rpartition(".")[0] not in tables} | tables
    in_sources = {key for source in values["sources"] for key in source}
    assert in_sources == set(Source.model_fields)
    assert {key for feed in values["feeds"] for key in feed} == set(FeedSpec.model_fields)


def test_every_commented_value_is_the_default(starter: str) -> None:
    values = {key: value for key, value in said(tomllib.loads(taken_in(starter))).items() if key not in NO_DEFAULT}
    del values["sources"], values["feeds"]
    for key, value in values.items():
        *tables, name = key.split(".")
        if key == "site.title" or "labels" in tables:
            continue
        table: dict[str, Any] = {name: value}
        for above in reversed(tables):
            table = {above: table}
        made = Settings(**table)
        assert made == Settings(), key


def test_its_sources_are_public_and_of_the_region(starter: str) -> None:
    made = Settings(**tomllib.loads(starter))
    assert len({source.url for source in made.sources}) == len(made.sources)
    for source in made.sources:
        assert (source.url or "").startswith("https://"), source.name
        assert source.timezone.startswith(("Asia/", "Australia/", "Pacific/")), source.name
        assert source.title
        assert source.rights is None, "how much may be passed on is the operator's to say"


def test_a_worker_has_as_many_threads_as_its_store_wants() -> None:
    beyond = "postgresql+psycopg://desk.example/beatwire"
    assert [Settings(store=store).threads for store in (None, "sqlite:////desk/beatwire.sqlite", beyond)] == [1, 1, 4]
    assert Settings(store=beyond, serving=Serving(threads=2)).threads == 2
