"""What the desk decides about single articles: `pin`, `hold`, `embargo`, `block`, `lift`, and `acts` lists it."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.errors import ConfigError
from feeds.article import Ruling, RulingKind
from feeds.store import Event, Store
from scheduler.cli import pointing
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock

KINDS: Final[tuple[RulingKind, ...]] = ("pin", "hold", "embargo", "block")  # that `lift` lifts
_PAST: Final = 200
_DONE: Final = {
    "pin": "Pinned",
    "hold": "Held",
    "embargo": "Under an embargo",
    "block": "Blocked",
    "retraction": "Retracted",
}
_STYLES: Final = {"pin": "green", "hold": "yellow", "embargo": "yellow", "block": "red", "retraction": "red"}
Command = Callable[..., Any]


def options(*, feed: bool = True, until: bool = True, why: bool = True) -> Callable[[Command], Command]:
    """Add what these commands share."""
    shared = [
        click.argument("article", metavar="ID"),
        click.option("--feed", metavar="SLUG", help="In this feed alone; otherwise in all.") if feed else None,
        click.option("--until", metavar="TIME", help='When it ends: "2h", "3d" or "2026-12-01T08:00Z".')
        if until
        else None,
        click.option("--why", metavar="TEXT", help="The reason, kept for ever.") if why else None,
        click.option("--who", metavar="NAME", help="Who decides [your login name]."),
        desk_options,
        json_option,
    ]

    def dressed(command: Command) -> Command:
        for option in reversed([each for each in shared if each is not None]):
            command = option(command)
        return command

    return dressed


@click.command(short_help="Let an article stand first in feeds.")
@options()
def pin(article: str, **said: Any) -> None:  # noqa: ANN401 - the options of `options`
    r"""Let an article stand first in the feeds it belongs in, or in one feed, until it is lifted.

    ID is an article's id, its address at its publisher's, or its page here. No date of it moves.

    \b
    beatwire pin https://gazette.example/stories/12 --until 6h
    beatwire pin 0b6c2d3e-9f1a-5d27-8c41-2f6f0c7a9be1 --feed pearl-river --why "the typhoon"
    """
    rule("pin", article, said)


@click.command(short_help="Keep an article out of feeds until it is lifted.")
@options()
def hold(article: str, **said: Any) -> None:  # noqa: ANN401
    r"""Keep an article out of all feeds, or of one, until it is lifted; then it stands where it stood.

    \b
    beatwire hold https://gazette.example/stories/12 --why "who says so?"
    beatwire hold https://gazette.example/stories/12 --feed china --until 2d --why "not before the vote"
    """
    rule("hold", article, said)


@click.command(short_help="Keep an article out of all feeds before a time.")
@options(feed=False)
def embargo(article: str, **said: Any) -> None:  # noqa: ANN401
    r"""Keep an article out of all feeds before a time; from then on it is news.

    \b
    beatwire embargo https://gazette.example/stories/12 --until 2026-12-01T08:00+08:00 --why "agreed with the port"
    """
    if said["until"] is None:
        raise ConfigError("an embargo needs an end; say when, or `beatwire hold` it", key="--until")
    rule("embargo", article, said)


@click.command(short_help="Keep an article out of feeds for good.")
@options(until=False)
def block(article: str, **said: Any) -> None:  # noqa: ANN401
    r"""Keep an article out of all feeds, or of one, for good, whatever its source does with it.

    \b
    beatwire block https://gazette.example/stories/12 --why "withdrawn by its author"
    """
    rule("block", article, said)


@click.command(short_help="Lift what the desk decided about an article.")
@options(until=False)
@click.argument("kind", required=False, type=click.Choice(KINDS))
def lift(article: str, kind: str | None, **said: Any) -> None:  # noqa: ANN401
    r"""Lift what the desk decided about an article: all of it, or one KIND, or what concerns one feed.

    \b
    beatwire lift https://gazette.example/stories/12
    beatwire lift https://gazette.example/stories/12 hold --feed china --why "it is confirmed"
    """
    settings = loaded(said["config"], data=said["data"]).settings
    with Store.open(settings.database) as store:
        id_ = pointing.article(article, store)
        feed = None if said["feed"] is None else pointing.feed(said["feed"], settings)
        made = Ruling(article=id_, kind="pin", who=pointing.person(said["who"]), at=clock(), why=said["why"] or "")
        lifted = store.lift(made, KINDS if kind is None else (kind,), feed)
    if not lifted:
        raise ConfigError(f"there is no {kind or 'ruling'} on {id_} to be lifted; `beatwire acts` shows what stands")
    show(lifted, "Lifted", as_json=said["as_json"])


@click.command(short_help="List what the desk decided about articles.")
@click.option("--past", is_flag=True, help="What was done and what ended, instead of what stands.")
@desk_options
@json_option
def acts(config: Path | None, data: Path | None, *, past: bool, as_json: bool) -> None:
    r"""List what the desk decided about articles and still stands, the newest first; or all that was done, and by whom.

    \b
    beatwire acts
    beatwire acts --past --json | jq '.[] | select(.who == "mara")'
    """
    settings = loaded(config, data=data).settings
    with Store.open(settings.database, read_only=True) as store:
        standing, happened = store.rulings(), [one for one in store.events(_PAST) if (one.article or one.who) and past]
    if as_json:
        _print([_event(one) for one in happened] if past else [_fact(each) for each in standing])
    elif past:
        _show_past(happened)
    else:
        _show(standing, clock())


def show(lifted: tuple[Ruling, ...], done: str, *, as_json: bool) -> None:
    """Say what was lifted."""
    if as_json:
        _print([_fact(each) for each in lifted])
    for each in () if as_json else lifted:
        Console(highlight=False).print(f"{done}: {_sentence(each)}.", soft_wrap=True)


def rule(kind: RulingKind, given: str, said: dict[str, Any]) -> None:
    """Let a ruling stand and say so; whoever runs the service sees it at the next build."""
    why = (said["why"] or "").strip()
    if kind != "pin" and not why:
        key = "--reason" if kind == "retraction" else "--why"
        raise ConfigError(f"say why: the reason of {_a(kind)} is kept for ever", key=key)
    settings = loaded(said["config"], data=said["data"]).settings
    now = clock()
    with Store.open(settings.database) as store:
        ruling = Ruling(
            article=pointing.article(given, store),
            kind=kind,
            who=pointing.person(said["who"]),
            at=now,
            why=why,
            feed=pointing.feed(said.get("feed"), settings),
            until=pointing.instant(said.get("until"), now),
            public=(said.get("public") or "").strip(),
        )
        made = store.rule(ruling) or ruling
    if said["as_json"]:
        _print(_fact(made))
    else:
        console = Console(highlight=False)
        console.print(f"[{_STYLES[kind]}]{_DONE[kind]}[/]: {_sentence(made)}.", soft_wrap=True)
        console.print(f"[dim]{made.article}; published at the next build. Undo: {_undo(made)}[/]", soft_wrap=True)


def _undo(ruling: Ruling) -> str:
    if ruling.kind == "retraction":
        return f"beatwire restore {ruling.article}"
    return f"beatwire lift {ruling.article} {ruling.kind}"


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'ae' else 'a'} {kind}"


def _sentence(ruling: Ruling) -> str:
    where = escape(ruling.feed) if ruling.feed else "all feeds"
    if ruling.kind == "retraction":
        return f"“{escape(ruling.title)}”, in {where}"
    until = f" until {_written(ruling.until)}" if ruling.until else ""
    return f"“{escape(ruling.title)}”, {ruling.kind} for {where}{until}"


def _written(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else ""


def _show(standing: tuple[Ruling, ...], now: datetime) -> None:
    console = Console(highlight=False)
    if not standing:
        console.print("Nothing is pinned, held, embargoed, blocked or retracted.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("act", "feed", "article", "who, when", "until", "why"):
        table.add_column(name, overflow="fold", ratio=3 if name in {"article", "why"} else None)
    for each in standing:
        table.add_row(
            f"[{_STYLES[each.kind]}]{each.kind}[/]",
            escape(each.feed or "all"),
            f"{escape(each.title)}\n[dim]{each.article.removeprefix('urn:uuid:')}[/]",
            f"{escape(each.who)}, {_since(each.at, now)}",
            _written(each.until),
            escape(each.why),
        )
    console.print(table)


def _since(when: datetime, now: datetime) -> str:
    return f"{when:%H:%M}" if when.date() == now.date() else f"{when:%Y-%m-%d}"


def _show_past(happened: list[Event]) -> None:
    console = Console(highlight=False)
    for one in happened:
        by = f" by {escape(one.who)}" if one.who else ""
        where = f" in {escape(one.feed)}" if one.feed else ""
        why = f": {escape(one.detail)}" if one.detail else ""
        of = f"  [dim]{one.article}[/]" if one.article else ""
        console.print(f"[dim]{_written(one.at)}[/]  {one.kind}{by}{where}{why}{of}", soft_wrap=True)
    if not happened:
        console.print("Nothing was done yet.")


def _fact(ruling: Ruling) -> dict[str, Any]:
    return {
        "article": ruling.article,
        "title": ruling.title,
        "kind": ruling.kind,
        "feed": ruling.feed or None,
        "who": ruling.who,
        "at": ruling.at.isoformat(),
        "why": ruling.why or None,
        "public": ruling.public or None,
        "until": ruling.until.isoformat() if ruling.until else None,
    }


def _event(one: Event) -> dict[str, Any]:
    said = {"kind": one.kind, "article": one.article, "feed": one.feed, "who": one.who, "why": one.detail}
    return {"at": one.at.isoformat()} | said


def _print(facts: object) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
