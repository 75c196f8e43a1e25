"""The door: `beatwire …`, where settings, rooms and jobs are put together.

One command is one function; it loads the settings, hands them down and says what came of it. Errors an operator
can fix end in one sentence and exit status 2; anything else that beatwire knows of in one sentence and status 1.
"""

import sys
from typing import Any

import click

from config.errors import BeatwireError, ConfigError
from scheduler.cli.acts import acts, block, embargo, hold, lift, pin
from scheduler.cli.add import add
from scheduler.cli.desk import check, collect, init, release
from scheduler.cli.extract import extract
from scheduler.cli.rules import rules
from scheduler.cli.run import run, serve
from scheduler.cli.status import status


class _Door(click.Group):
    """The group of all commands; it turns our errors into sentences."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            click.echo(f"beatwire: {error}", err=True)
            sys.exit(2)
        except BeatwireError as error:
            click.echo(f"beatwire: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Door, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="beatwire", message="%(prog)s %(version)s")
def main() -> None:
    r"""Publish one news beat: collect on a schedule, keep what belongs, serve feeds.

    \b
    beatwire run                          the sample desk, at http://127.0.0.1:8000/
    beatwire init && beatwire run         your own desk, from ./beatwire.toml
    beatwire add gazette.example          one more source, by its address
    beatwire check                        is the configuration right, do the sources answer?
    """


for _command in (run, init, add, check, collect, serve, status, release, extract):
    main.add_command(_command)
for _command in (pin, hold, embargo, block, lift, acts, rules):
    main.add_command(_command)
