"""`beatwire deploy`: files for systemd, nginx and containers."""

from importlib.resources import files
from typing import Final

import click

_FILES: Final = {
    "beatwire.service": "a systemd unit that may touch nothing but its data",
    "nginx.conf": "an nginx site that caches in front of beatwire",
    "Containerfile": "an image for Podman or Docker",
}


@click.command(short_help="Print a file for systemd, nginx or a container.")
@click.argument("name", required=False, metavar="[NAME]", type=click.Choice(tuple(_FILES)))
def deploy(name: str | None) -> None:
    r"""Print a file to deploy beatwire with; without a NAME, list what there is. Each begins with how it is used.

    \b
    beatwire deploy
    beatwire deploy beatwire.service > /etc/systemd/system/beatwire.service
    beatwire deploy nginx.conf > /etc/nginx/conf.d/beatwire.conf
    """
    if name is None:
        for known, what in _FILES.items():
            click.echo(f"{known:<17} {what}")
    else:
        click.echo(files("config.deploy").joinpath(name).read_text(encoding="utf-8"), nl=False)
