"""The door: `beatwire …`, where settings, rooms and jobs are put together.

One command is one function; it loads the settings, hands them down and says what came of it. Errors an operator
can fix end in one sentence and exit status 2; anything else that beatwire knows of in one sentence and status 1.
"""

import sys
from collections import UserDict
from importlib import import_module
from typing import Any, Final

import click

from config.errors import BeatwireError, ConfigError

# The module of each command, loaded when it is asked for: what one of them needs costs no other a second.
_ROOMS: Final = {
    "run": "run",
    "init": "desk",
    "add": "add",
    "check": "desk",
    "collect": "desk",
    "serve": "run",
    "status": "status",
    "release": "desk",
    "pause": "pausing",
    "resume": "pausing",
    "extract": "extract",
    "explain": "explain",
    "pin": "acts",
    "hold": "acts",
    "embargo": "acts",
    "block": "acts",
    "lift": "acts",
    "acts": "acts",
    "correct": "correcting",
    "retract": "correcting",
    "restore": "correcting",
    "rules": "rules",
    "lint": "lint",
    "doctor": "doctor",
    "export": "export",
    "ledger": "ledger",
    "token": "token",
    "deploy": "deploy",
    "backup": "backup",
    "recover": "backup",
}


class _Commands(UserDict[str, Any]):
    """The commands by their names."""

    def __getitem__(self, name: str) -> click.Command:
        """Load the command `name`."""
        return _shaped(getattr(import_module(f"{__name__}.{self.data[name]}"), name))


def _shaped(command: click.Command) -> click.Command:
    r"""Keep the lines of the examples apart: click wants the sign \b itself, which no raw docstring holds."""
    command.help = command.help and command.help.replace("\\b\n", "\b\n")
    for part in command.commands.values() if isinstance(command, click.Group) else ():
        _shaped(part)
    return command


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


@click.group(
    cls=_Door,
    commands=_Commands(_ROOMS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="beatwire", message="%(prog)s %(version)s")
def main() -> None:
    r"""Publish one news beat: collect on a schedule, keep what belongs, serve feeds.

    \b
    beatwire run                          the sample desk, at http://127.0.0.1:8000/
    beatwire init && beatwire run         your own desk, from ./beatwire.toml
    beatwire add gazette.example          one more source, by its address
    beatwire check                        is the configuration right, do the sources answer?
    beatwire explain URL                  which places is a story about, and why is it in or out?
    """


main.help = (main.help or "").replace("\\b\n", "\b\n")
