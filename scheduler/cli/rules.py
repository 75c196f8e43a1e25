"""`beatwire rules try`: what a changed rule would have brought into a feed, and what it would have cost."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import click
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.complaints import complaint
from config.errors import ConfigError
from config.feeds import FeedSpec, faults
from config.settings import Settings
from feeds.article import Article
from feeds.publish.catalogue import placed
from feeds.publish.site import Site
from feeds.select.rules import Decision, compiled
from feeds.select.trial import Trial, attempt
from feeds.store import Store
from scheduler.cli import pointing
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock

_SHOWN: Final = 50
_SAID: Final = "--set"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is tried: the rules that are published (None: no such feed is yet), and those that would be."""

    before: FeedSpec | None
    after: FeedSpec
    days: int


@click.group(short_help="Try a changed rule on what was collected.")
def rules() -> None:
    r"""Try a changed rule of a feed on what was collected.

    \b
    beatwire rules try                               the beat, after beatwire.toml was edited
    beatwire rules try pearl-river --set 'exclude.title = ["horoscope"]'
    """


@rules.command("try", short_help="Show what would come in and go out.")
@click.argument("feed", required=False)
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 3650), help="How far back to look.")
@click.option(_SAID, "said", multiple=True, metavar="RULE", help="A rule as TOML, in the place of the file's own.")
@desk_options
@json_option
def attempting(  # noqa: PLR0913 - one option each
    feed: str | None, config: Path | None, data: Path | None, *, days: int, said: tuple[str, ...], as_json: bool
) -> None:
    r"""Show which articles of the last days a changed rule would bring into a feed, and which it would cost.

    The rules of the configuration (with --set) are held against those that FEED, or the beat, is published by. Nothing
    is written.

    \b
    beatwire rules try                               the beat, after beatwire.toml was edited
    beatwire rules try --config other.toml --days 30
    beatwire rules try pearl-river --set 'exclude.title = ["horoscope", "/^live:/"]' --set 'languages = "zh"'
    beatwire rules try --set 'exclude.countries = "KP"' --json | jq '.out[].title'
    """
    settings = _changed(loaded(config, data=data).settings, feed, said)
    slug = feed or settings.beat.slug
    question = _Question(before=_published(settings, slug), after=_spec(settings, slug), days=days)
    trial = _tried(settings, slug, question)
    if as_json:
        click.echo(json.dumps(_facts(slug, question, trial), ensure_ascii=False, indent=2))
    else:
        _show(Console(highlight=False), slug, question, trial)


def _changed(settings: Settings, feed: str | None, said: tuple[str, ...]) -> Settings:
    """Give the settings with rules of one feed in the place of its own. Raises ConfigError."""
    tables = settings.model_dump(exclude_unset=True)
    number = next((n for n, one in enumerate(settings.feeds) if one.slug == feed), None)
    if number is None and feed not in {None, settings.beat.slug}:
        slug = pointing.feed(feed, settings)
        own = ", ".join((settings.beat.slug, *(one.slug for one in settings.feeds)))
        raise ConfigError(f'the feed "{slug}" has no rules but the beat\'s; those with their own are {own}')
    table = tables.setdefault("beat", {}) if number is None else tables["feeds"][number]
    for rule in said:
        _lay(table, _read(rule))
    try:
        changed = Settings.model_validate(tables)
    except ValidationError as error:
        raise complaint(error, _SAID, {}) from error
    for key, sentence in faults(changed.beat, changed.feeds, changed.by_name):
        raise ConfigError(sentence, path=_SAID, key=key)
    return changed


def _read(rule: str) -> dict[str, Any]:
    try:
        return tomllib.loads(rule)
    except tomllib.TOMLDecodeError as error:
        said = f'"{rule}" is not TOML ({error}); write it as in the file: {_SAID} \'exclude.title = ["horoscope"]\''
        raise ConfigError(said, path=_SAID) from error


def _lay(under: dict[str, Any], over: dict[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(key), dict):
            _lay(under[key], value)
        else:
            under[key] = value


def _spec(settings: Settings, slug: str) -> FeedSpec:
    return next((placed(one, settings) for one in settings.feeds if one.slug == slug), settings.beat)


def _published(settings: Settings, slug: str) -> FeedSpec | None:
    """Give the rules that a feed is published by; None where it is not."""
    manifest = Site(settings.published).manifest()
    listed = manifest.feed(slug) if manifest else None
    try:
        return FeedSpec.model_validate_json(listed.rules) if listed else None
    except ValidationError:  # of another version of beatwire
        return None


def _tried(settings: Settings, slug: str, question: _Question) -> Trial:
    before = compiled(question.before) if question.before else None
    after = compiled(question.after)
    whole = after.reads_content or (before is not None and before.reads_content)
    with Store.open(settings.database, read_only=True) as store:
        barred = store.barred(slug)
        seen = store.glances(clock() - timedelta(days=question.days), whole=whole)
        return attempt(((one, by) for one, by in seen if one.id not in barred), before, after)


def _show(console: Console, slug: str, question: _Question, trial: Trial) -> None:
    new = "" if question.before else ", which is not published yet"
    span = f"the last {question.days} days" if question.days > 1 else "the last day"
    console.print(f"[bold]{escape(slug)}[/]{new}: {trial.examined} articles of {span}")
    for name, style, found in (("come in", "green", trial.incoming), ("go out", "red", trial.outgoing)):
        if found:
            console.print(f"\n[{style}]{len(found)} would {name}[/]")
            console.print(_table(found[:_SHOWN], style))
        if len(found) > _SHOWN:
            console.print(f"[dim]and {len(found) - _SHOWN} more; --json gives them all[/]")
    console.print(f"\n{trial.before} in the feed → {trial.after}: {_sum(trial)}")
    if question.before is not None and question.before.rules == question.after.rules:
        console.print(f"[dim]The rules are the published ones; {_SAID} 'exclude.title = [\"word\"]' tries another.[/]")


def _sum(trial: Trial) -> str:
    if not trial.incoming and not trial.outgoing:
        return "nothing comes in, and nothing goes out."
    return f"[green]{len(trial.incoming)} in[/], [red]{len(trial.outgoing)} out[/]."


def _table(found: Iterable[tuple[Article, Decision]], style: str) -> Table:
    """Lay articles out so that they can be read in any width: when, what, and below it whose and why."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style=style)
    table.add_column(overflow="fold", ratio=1)
    for article, decision in found:
        told = f"{escape(article.title)}\n[dim]{escape(article.source)} · {escape(decision.reason)}[/]"
        table.add_row(f"{article.seen:%m-%d %H:%M}", told)
    return table


def _facts(slug: str, question: _Question, trial: Trial) -> dict[str, Any]:
    return {
        "feed": slug,
        "published": question.before is not None,
        "days": question.days,
        "examined": trial.examined,
        "before": trial.before,
        "after": trial.after,
        "in": [_fact(article, decision) for article, decision in trial.incoming],
        "out": [_fact(article, decision) for article, decision in trial.outgoing],
    }


def _fact(article: Article, decision: Decision) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "link": article.link,
        "source": article.source,
        "seen": article.seen.isoformat(),
        "published": article.published.isoformat(),
        "rule": decision.rule,
        "reason": decision.reason,
    }
