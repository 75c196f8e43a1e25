"""What the desk says of what it published: `correct`, `retract` and `restore`."""

import json
from typing import Any, Final

import click
from rich.console import Console
from rich.markup import escape

from config.errors import ConfigError
from feeds.article import Ruling
from feeds.store import Store
from scheduler.cli import acts, pointing
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock

_LONGEST: Final = 500


@click.command(short_help="Tell readers what was corrected in an article.")
@click.argument("article", metavar="ID")
@click.option("--note", metavar="TEXT", required=True, help="What readers are told.")
@click.option("--who", metavar="NAME", help="Who says it [your login name].")
@desk_options
@json_option
def correct(article: str, note: str, who: str | None, **said: Any) -> None:  # noqa: ANN401 - the options of a desk
    r"""Tell readers what was corrected in an article: on its page, and in the JSON feeds.

    The note goes to the article's last change that has none; without one it stands by itself. It is news to readers:
    the article's date of change moves, its id and its date of publication never do. Its text is its source's.

    \b
    beatwire correct https://gazette.example/stories/12 --note "The port's name was wrong."
    """
    public = _public(note, "--note")
    if not public:
        raise ConfigError("say what was corrected: it is for readers", key="--note")
    settings, now = loaded(said["config"], data=said["data"]).settings, clock()
    with Store.open(settings.database) as store:
        id_ = pointing.article(article, store)
        store.correct(id_, public, pointing.person(who), now)
    if said["as_json"]:
        click.echo(json.dumps({"article": id_, "note": public, "at": now.isoformat()}, ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False)
    console.print(f"Corrected: {escape(public)}", soft_wrap=True)
    console.print(f"[dim]{id_}; published at the next build.[/]", soft_wrap=True)


@click.command(short_help="Take back an article that was published.")
@acts.options(feed=False, until=False, why=False)
@click.option("--reason", "why", metavar="TEXT", help="Why, for the desk: kept for ever, shown to no reader.")
@click.option("--public", metavar="TEXT", help="What readers are told; otherwise only that it was taken back.")
def retract(article: str, public: str | None, **said: Any) -> None:  # noqa: ANN401 - the options of `acts.options`
    r"""Take back an article: out of every feed and archive at the next build, whoever shows it again.

    Its page says that it was retracted, its feeds bear a tombstone for a week (RFC 6721), hubs are told. Its id and its
    addresses are kept, so that it never comes back by itself.

    \b
    beatwire retract https://gazette.example/stories/12 --reason "the interview never took place"
    beatwire retract https://gazette.example/stories/12 --reason "libel" --public "This story was wrong. We regret it."
    """
    acts.rule("retraction", article, {**said, "public": _public(public or "", "--public")})


@click.command(short_help="Publish an article again that was retracted.")
@acts.options(feed=False, until=False)
def restore(article: str, **said: Any) -> None:  # noqa: ANN401
    r"""Publish an article again that `retract` took back: with the same id, where it stood.

    \b
    beatwire restore https://gazette.example/stories/12 --why "it is true after all"
    """
    settings = loaded(said["config"], data=said["data"]).settings
    with Store.open(settings.database) as store:
        id_ = pointing.article(article, store)
        who = pointing.person(said["who"])
        made = Ruling(article=id_, kind="retraction", who=who, at=clock(), why=said["why"] or "")
        lifted = store.lift(made, ("retraction",), None)
    if not lifted:
        raise ConfigError(f"{id_} is not retracted; `beatwire acts` shows what stands")
    acts.show(lifted, "Restored", as_json=said["as_json"])


def _public(text: str, key: str) -> str:
    """Give what readers are told, on one line."""
    said = " ".join(text.split())
    if len(said) > _LONGEST:
        raise ConfigError(f"at most {_LONGEST} characters; link to more", key=key)
    return said
