"""`beatwire explain`: which places a story is about, and why it is in or out."""
# ruff: noqa: PLC0415 - a batch begins without what a single story needs

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from config.errors import ConfigError
from config.loader import load
from scheduler.cli.options import desk_options, json_option, loaded

if TYPE_CHECKING:
    from io import BufferedReader

    from config.settings import Settings
    from feeds.select.explanation import Explanation


@click.command(short_help="Show a story's places, and why it is in or out.")
@click.argument("what", metavar="URL|ID|FILE|-", required=False)
@click.option("--batch", is_flag=True, help="JSON lines {id, title, text} on standard input, one answer a line.")
@click.option(
    "--page", type=click.Path(path_type=Path, allow_dash=True), help="Write it as one HTML file; - prints it."
)
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and intranet addresses too.")
@desk_options
@json_option
def explain(  # noqa: PLR0913 - one option each
    what: str | None,
    config: Path | None,
    data: Path | None,
    page: Path | None,
    *,
    batch: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    r"""Show a story's places with their evidence, the rule that decided, duplicates and rights; nothing is kept.

    URL is the publisher's address of a story, kept or not, or our own; FILE is read as a drop folder would.

    \b
    beatwire explain https://news.example/2026/11/ferry.html
    beatwire explain 0d9b1c1e-8f6a-5c0e-9d55-3f3a7a2b6c11 --json | jq .decision
    beatwire explain ferry.md --page ferry.html      as a page, with no more than its rights allow
    wl-paste | beatwire explain -
    beatwire explain --batch < stories.jsonl         {id, title, text} → {id, is_apac, countries, …}
    """
    if batch == bool(what):
        raise ConfigError("name one story (URL, ID, FILE, or - for standard input), or --batch", key="explain")
    if page and as_json:
        raise ConfigError("choose one of them: a page, or JSON", key="--page, --json")
    if batch:
        _batch(config)
        return
    _one(what or "", config, data, page, allow_private=allow_private, as_json=as_json)


def _batch(config: Path | None) -> None:
    from feeds.select.rules import compiled
    from scheduler.cli.batch import answer, prepare

    prepare()
    given = cast("BufferedReader", sys.stdin.buffer)  # what it is, but for its type
    answer(given, sys.stdout.buffer, compiled(load(config, needs=None).settings.beat))


def _one(  # noqa: PLR0913 - what the command was told
    what: str, config: Path | None, data: Path | None, page: Path | None, *, allow_private: bool, as_json: bool
) -> None:
    from feeds.publish.explaining import explained, facts
    from scheduler.cli.subjects import inquiry, published
    from scheduler.clock import clock

    settings = loaded(config, data=data).settings
    with inquiry(settings, clock(), allow_private=allow_private) as asked:
        subjects = asked.subjects(what)
    if page and len(subjects) > 1:
        raise ConfigError(f"holds {len(subjects)} stories, and a page explains one; give one by its id", path=what)
    document = published(settings)
    for number, subject in enumerate(subjects):
        found = explained(subject.dossier, settings, document, passed_on=page is not None)
        if page:
            _write(page, settings, found)
        elif as_json:
            click.echo(_json(facts(found, settings) | {"note": subject.note}))
        else:
            _show(found, subject.note, first=number == 0)


def _json(facts: dict[str, Any]) -> bytes:
    """Write JSON in UTF-8; half a pair of UTF-16, which it cannot hold, as JSON's own escape."""
    return json.dumps(facts, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")


def _show(explanation: "Explanation", note: str | None, *, first: bool) -> None:
    from rich.console import Console

    from scheduler.cli.telling import tell

    console = Console(highlight=False)
    if not first:
        console.print()
        console.rule(style="dim")
        console.print()
    tell(console, explanation, note)


def _write(path: Path, settings: "Settings", explanation: "Explanation") -> None:
    from feeds.web import leaf

    text = leaf(settings, explanation)
    if str(path) == "-":
        click.echo(text, nl=False)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot be written ({error.strerror}); name another file", path=path) from error
    click.echo(f"Wrote {path}.", err=True)
