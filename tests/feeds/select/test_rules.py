"""Which feed an article belongs in: cases as data, and what holds for every article and rule."""

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.feeds import FeedSpec
from config.terms import Expression, compiled
from feeds.article import Article, Author, Category, Place
from feeds.select import rules, terms
from feeds.select.rules import decide
from tests.world import make_article

CASES = [json.loads(line) for line in (Path(__file__).parent / "rules.jsonl").read_text(encoding="utf-8").splitlines()]
PATTERNS = ["(a+)+b", "(a|a)*b", "(a|aa)+$b", "(.*a){20}b", r"^(\w+\s?)*\$", "(x+x+)+y", "([a-z]+)*[0-9]$b"]


def spec(**changes: Any) -> FeedSpec:
    return FeedSpec(**{"slug": "harbours", "title": "Harbours"} | changes)


def place(code: str, score: float, primary: bool = True, subdivisions: tuple[str, ...] = ()) -> Place:  # noqa: FBT001, FBT002
    return Place(code=code, score=score, primary=primary, subdivisions=tuple(subdivisions))


def article_of(said: dict[str, Any]) -> Article:
    """Give the article of a case: places, categories and authors are written short."""
    fields = dict(said)
    fields.pop("sources", None)
    fields["places"] = tuple(place(*one) for one in said.get("places", ()))
    fields["categories"] = tuple(
        Category(term=one) if isinstance(one, str) else Category(term=one[0], label=one[1])
        for one in said.get("categories", ())
    )
    fields["authors"] = tuple(Author(name=name) for name in said.get("authors", ()))
    return make_article(1, **fields)


@pytest.mark.parametrize("case", CASES, ids=[case["it"] for case in CASES])
def test_each_rule_decides_and_says_why(case: dict[str, Any]) -> None:
    decision = decide(article_of(case["article"]), rules.compiled(spec(**case["feed"])), case["article"].get("sources"))
    assert (decision.inside, decision.rule, decision.reason) == (case["inside"], case["rule"], case["reason"])


WORDS = st.sampled_from(["ferry", "港口", "Port", "/^live/", "night market", "ไทย", "/a|e/"])
TITLES = st.text(max_size=60) | st.lists(WORDS, max_size=4).map(" ".join)
PLACES = st.lists(
    st.builds(place, st.sampled_from(["CN", "JP", "FR", "east-asia", "asia-pacific"]), st.floats(0, 1), st.booleans()),
    max_size=3,
)
ARTICLES = st.builds(
    lambda title, summary, places, language: make_article(
        1, title=title, summary=summary, places=tuple(places), language=language
    ),
    TITLES,
    TITLES,
    PLACES,
    st.sampled_from([None, "en", "zh-Hans-CN", "zh-Hant-TW"]),
)
TERMS = st.fixed_dictionaries({}, optional={name: st.lists(WORDS, max_size=3) for name in ("title", "summary", "any")})
SPECS = st.fixed_dictionaries(
    {},
    optional={
        "regions": st.lists(st.sampled_from(["east-asia", "asia-pacific"]), max_size=2),
        "countries": st.lists(st.sampled_from(["CN", "JP", "FR"]), max_size=2),
        "languages": st.lists(st.sampled_from(["zh", "zh-Hant", "en", "*"]), max_size=2),
        "include": TERMS,
        "exclude": TERMS,
    },
)


@given(ARTICLES, SPECS)
def test_it_is_a_pure_decision_with_one_sentence(article: Article, said: dict[str, Any]) -> None:
    first = decide(article, rules.compiled(spec(**said)))
    assert decide(replace(article), rules.compiled(spec(**said))) == first
    assert first.reason
    assert first.rule.partition(".")[0] in {*FeedSpec.model_fields, "all"}


@given(ARTICLES, SPECS, WORDS)
def test_one_more_exclusion_brings_nothing_in(article: Article, said: dict[str, Any], word: str) -> None:
    narrower = said | {
        "exclude": said.get("exclude", {}) | {"title": [*said.get("exclude", {}).get("title", []), word]}
    }
    if decide(article, rules.compiled(spec(**narrower))).inside:
        assert decide(article, rules.compiled(spec(**said))).inside


@given(ARTICLES, SPECS)
def test_the_codes_let_everything_through_that_belongs(article: Article, said: dict[str, Any]) -> None:
    made = rules.compiled(spec(**said))
    if made.codes is not None and decide(article, made).inside:
        assert any(one.primary and one.code in made.codes for one in article.places)


@given(TITLES, WORDS)
def test_what_is_included_is_what_would_be_excluded(title: str, word: str) -> None:
    article = make_article(1, title=title)
    taken = decide(article, rules.compiled(spec(include={"title": [word]}))).inside
    assert decide(article, rules.compiled(spec(exclude={"title": [word]}))).inside is not taken


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_that_would_never_end_elsewhere_ends_here(pattern: str) -> None:
    # Python's own engine takes 2ⁿ steps on these: at thirty letters it is beyond patience, here are two millions.
    assert compiled(pattern).find("a" * 2_000_000) is None
    assert not decide(
        make_article(1, title="a" * 100_000), rules.compiled(spec(include={"title": f"/{pattern}/"}))
    ).inside


def test_every_expression_of_an_operator_is_run_by_re2() -> None:
    (sought,) = terms.sought(spec(exclude={"title": ["/a+/"]}).exclude)
    assert isinstance(sought.pattern, Expression)
    assert type(sought.pattern._compiled).__module__ == "re2"


def test_no_other_engine_is_at_hand_where_rules_are_decided() -> None:
    for module in (terms, rules):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not imported & {"re", "regex"}
