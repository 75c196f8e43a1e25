"""`beatwire lint`, as an operator types it."""

import json

from tests.scheduler.cli.test_acts import BEAT, beatwire, home

__all__ = ["home"]  # a fixture that every test here stands in


def test_findings_are_one_a_line_with_the_article_and_the_remedy() -> None:
    done = beatwire("lint", BEAT, "--profile", "msn")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert f"{BEAT}: msn https 0, at least 1: serve over HTTPS, and say so in base_url" in lines
    assert any("msn text" in line and "“A ferry for Fuzhou”" in line for line in lines)
    facts = json.loads(beatwire("lint", BEAT, "--profile", "msn", "--json").stdout)
    assert len(facts) == len(lines)
    assert {fact["profile"] for fact in facts} == {"msn"}


def test_all_feeds_are_looked_at_and_an_unknown_one_is_named() -> None:
    every = json.loads(beatwire("lint", "--json").stdout)
    assert {BEAT, "ferries", "china"} <= {fact["feed"] for fact in every}
    done = beatwire("lint", "nowhere")
    assert (done.exit_code, 'there is no feed "nowhere"; `beatwire status` lists them' in done.output) == (2, True)
