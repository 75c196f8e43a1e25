"""The gate closes wherever anything is unclear."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rights import Conditions
from feeds.article import Enclosure, Permits, Rights
from feeds.select.rights import effective, gate
from tests.world import make_article

CLOSED = ("content", "summary", "enclosures", "rights")
ORDER = [Permits.HEADLINE, Permits.SUMMARY, Permits.FULL]


@pytest.mark.parametrize(("source", "entry"), list(product(ORDER, ORDER)))
def test_the_narrower_of_two_counts(source: Permits, entry: Permits) -> None:
    assert effective(source, entry.value) is ORDER[min(ORDER.index(source), ORDER.index(entry))]


@pytest.mark.parametrize("word", ["", "everything", "full!", "fully", "none"])
def test_an_unknown_word_permits_the_headline_alone(word: str) -> None:
    assert effective(Permits.FULL, word) is Permits.HEADLINE


def test_case_and_blanks_of_a_word_do_not_count() -> None:
    assert effective(Permits.FULL, " Full ") is Permits.FULL
    assert effective(Permits.SUMMARY, None) is Permits.SUMMARY


@given(st.sampled_from(Permits), st.text())
def test_an_item_never_widens_what_its_source_permits(source: Permits, word: str) -> None:
    assert ORDER.index(effective(source, word)) <= ORDER.index(source)


@pytest.mark.parametrize(("own", "allowed"), list(product(ORDER, [None, *ORDER])))
def test_what_passes_the_gate(own: Permits, allowed: Permits | None) -> None:
    article = make_article(rights=Rights(permits=own), enclosures=(Enclosure(href="https://gazette.example/q.jpg"),))
    passed = gate(article, Conditions(rights=allowed.value) if allowed else None)
    width = min(ORDER.index(own), ORDER.index(allowed) if allowed else 2)
    assert bool(passed.content) == (width == 2)
    assert bool(passed.summary) == (width >= 1)
    assert bool(passed.enclosures) == (width >= 1)
    assert passed.rights.permits is ORDER[width]
    assert replace(passed, **{name: getattr(article, name) for name in CLOSED}) == article


def test_rights_of_a_word_we_do_not_know_pass_the_headline_alone() -> None:
    strange = Rights(permits="syndicate")  # type: ignore[arg-type]  # what a newer version may have stored
    passed = gate(make_article(rights=strange), None)
    assert (passed.summary, passed.content) == ("", "")
