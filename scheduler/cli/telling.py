"""An explanation on a terminal: the decision first, then places, passages, duplicates, rights."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from feeds.article import Permits
from feeds.publish import wording
from feeds.select.explaining import spoken
from feeds.select.explanation import Explanation, Finding
from feeds.select.passages import Passage
from feeds.text.characters import legal, line, unturned

_NARROW: Final = 76  # columns; below, a place is a paragraph and no row
_NARROWEST: Final = 20
_LABEL: Final = 10
_COLOURS: Final = {"in": "bold green", "out": "bold yellow", "withheld": "bold yellow"}


def tell(console: Console, explanation: Explanation, note: str | None = None) -> None:
    """Print an explanation. What came from outside has no say in the terminal."""
    _head(console, explanation, note)
    _places(console, explanation.places)
    evidence = [(wording.PARTS[one.where], _marked(console, one)) for one in explanation.passages]
    _section(console, "Evidence", evidence)
    for heading, rows in (
        ("Duplicates", _duplicates(explanation)),
        ("Rights", _rights(explanation)),
        ("Feeds", _feeds(explanation)),
        ("Desk", (("", spoken(ruling)) for ruling in explanation.rulings)),
        ("History", ((f"{deed.at:%Y-%m-%d}", wording.deed(deed)) for deed in explanation.deeds)),
    ):
        _section(console, heading, [(label, _said(value)) for label, value in rows])


def _head(console: Console, explanation: Explanation, note: str | None) -> None:
    article, decision = explanation.article, explanation.decision
    console.print(_said(article.title, "bold"))
    when = "without a date" if article.estimated else f"{article.published:%Y-%m-%d %H:%M} UTC"
    console.print(_said(" · ".join(filter(None, (article.origin.title, when, article.language))), "dim"))
    for one in filter(None, (article.link, article.id)):
        console.print(_said(one, "dim"), soft_wrap=True)
    if not explanation.kept:
        console.print(Text("Not in the archive: read now, and judged as it would be.", "italic"))
    if note:
        console.print(Text(note, "yellow"))
    console.print()
    console.print(
        Text.assemble((wording.verdict(explanation), _COLOURS[decision.outcome]), ": ", _said(decision.reason))
    )
    _row(console, "rule", _said(decision.rule))
    if decision.because:
        _row(console, "because", _said(decision.because))


def _places(console: Console, findings: tuple[Finding, ...]) -> None:
    if not findings:
        return
    console.print()
    console.print(Text("Places", "bold"))
    if console.width < _NARROW:
        for finding in findings:
            what = f"{finding.label} · {_codes(finding)} · {finding.score:.2f} · {wording.standing(finding)}"
            console.print(Padding(_said(what, "bold" if finding.primary else ""), (0, 0, 0, 2)))
            console.print(Padding(_because(finding), (0, 0, 0, 4)))
        return
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for width in (24, 16, 4, 9):
        table.add_column(max_width=width)
    table.add_column(ratio=1)
    for finding in findings:
        style = "bold" if finding.primary else ""
        cells = (finding.label, _codes(finding), f"{finding.score:.2f}", wording.standing(finding))
        table.add_row(*(_said(cell, style) for cell in cells), _because(finding))
    console.print(Padding(table, (0, 0, 0, 2)))


def _codes(finding: Finding) -> str:
    return " ".join((finding.code, *finding.subdivisions))


def _because(finding: Finding) -> Text:
    found = ", ".join(f"“{one.text}”" for one in wording.words(finding))
    return _said(finding.reason).append(f" · {line(found)}" if found else "", "dim")


def _marked(console: Console, passage: Passage) -> Text:
    """Give a passage, what speaks for a place in colour or, where there is none, in brackets."""
    colours = console.is_terminal and not console.no_color
    text = Text()
    for piece in passage.pieces:
        said = unturned(legal(piece.text)).replace("\n", " ").replace("\t", " ")
        if not piece.codes:
            text.append(said)
        elif colours:
            text.append(said, "bold black on yellow")
        else:
            text.append(f"[{said}]")
    return text


def _duplicates(explanation: Explanation) -> Iterator[tuple[str, str]]:
    found = explanation.duplicates
    yield "story", wording.owner(explanation)
    yield from (("also by", source) for source in found.sources)
    for copy in wording.copies(explanation):
        yield "copy", f"{copy.source}: {copy.title}"
        yield from (("", link) for link in (copy.link,) if link)
    yield from (("kept as", one) for one in (found.known,) if one)
    for number, key in enumerate(wording.known(explanation)):
        yield "" if number else "known as", key


def _rights(explanation: Explanation) -> Iterator[tuple[str, str]]:
    rights = explanation.rights
    yield "shown", wording.shown(rights)
    yield from (("", bound) for bound in wording.bounds(rights))
    if rights.shows != Permits.HEADLINE and rights.notice:
        yield "notice", rights.notice
    if rights.license:
        yield "licence", rights.license


def _feeds(explanation: Explanation) -> Iterator[tuple[str, str]]:
    for feed in explanation.feeds:
        yield "", f"{feed.title}: {wording.showing(feed, kept=explanation.kept)}"
    for other in explanation.others:
        if other.outcome != "in":
            yield "", f"{other.title}: not in it, by {other.rule}: {other.reason}"


def _section(console: Console, heading: str, rows: Sequence[tuple[str, Text]]) -> None:
    if not rows:
        return
    console.print()
    console.print(Text(heading, "bold"))
    for label, value in rows:
        _row(console, label, value)


def _row(console: Console, label: str, value: Text) -> None:
    """Print a value beside its label, wrapped within its own column."""
    for number, part in enumerate(value.wrap(console, max(_NARROWEST, console.width - _LABEL - 4))):
        console.print(Text.assemble("  ", (("" if number else label).ljust(_LABEL), "dim"), "  ", part))


def _said(text: str, style: str = "") -> Text:
    return Text(line(text), style)
