"""What a source could never do is said before anything runs."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli import main

SOURCE = '[[sources]]\nname = "gazette"\nkind = "page"\nurl = "https://gazette.example/"\n'


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ('links = "h2 >> a"', 'sources[0].links: source "gazette": '),
        ('links = "//h2["', 'sources[0].links: source "gazette": '),
        ("full_text = true", 'full_text needs rights = "full"'),
        ('full_text = true\nrights = "summary"', 'full_text needs rights = "full"'),
    ],
)
def test_a_setting_that_can_do_nothing_is_refused(tmp_path: Path, setting: str, says: str) -> None:
    file = tmp_path / "beatwire.toml"
    file.write_text(f'data = "{tmp_path}/data"\n{SOURCE}{setting}\n')
    result = CliRunner().invoke(main, ["status", "--config", str(file)])
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output
