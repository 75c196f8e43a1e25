"""`beatwire check --store`: whether what is kept is sound."""

import json

import click

from config.settings import Settings
from feeds.publish import soundness
from feeds.publish.site import Site
from feeds.store import Store

_STORE = "stop the service, and go back to a backup: beatwire recover FILE DIR"


def examine(settings: Settings, *, as_json: bool) -> None:
    """Print what is wrong with the store and with what is published, each with its remedy; exit 1 if anything is."""
    with Store.open(settings.database, read_only=True) as store:
        found = [(fault, _STORE) for fault in store.faults()]
    found += soundness.faults(Site(settings.published))
    if as_json:
        facts = [{"fault": fault, "remedy": remedy} for fault, remedy in found]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        for fault, remedy in found:
            click.echo(f"{fault}; {remedy}")
        if not found:
            click.echo("What is kept is sound.")
    raise SystemExit(int(bool(found)))
