"""What is a byline, a call, a notice, a related story, a date; and above all what is not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.dropped import byline, dateline, furniture
from feeds.collect.dropped.decode import decoded
from feeds.text.notices import is_notice


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Rowan Pickering China/Asia Pacific Reporter", [("Rowan Pickering", "China/Asia Pacific Reporter")]),
        ("By Ana Reyes and Tomas Lim", [("Ana Reyes", None), ("Tomas Lim", None)]),
        ("By Ana Reyes, Ben Cruz, and Cy Lim", [("Ana Reyes", None), ("Ben Cruz", None), ("Cy Lim", None)]),
        ("By Li Wei, Harbour Gazette", [("Li Wei", None)]),
        ("BY DANIEL OKORO", [("DANIEL OKORO", None)]),
        ("Written by: Mele Fonua", [("Mele Fonua", None)]),
        ("By Sione Tau in Nuku'alofa", [("Sione Tau", None)]),
        ("By Nurul Huda bin Ismail for The Straits Herald", [("Nurul Huda bin Ismail", None)]),
        ("By A.B. O'Brien and Siti binti Rahmat, Staff Writers", [("A.B. O'Brien", "Staff Writers"), ("Siti binti Rahmat", "Staff Writers")]),
        ("Ana Reyes | Manila Bureau Chief", [("Ana Reyes", "Manila Bureau Chief")]),
        ("Priya Raman, South Asia Editor", [("Priya Raman", "South Asia Editor")]),
        ("Priya Raman Oceans and Fisheries Correspondent", [("Priya Raman", "Oceans and Fisheries Correspondent")]),
        ("Nguyen Van An Hanoi Correspondent", [("Nguyen Van An", "Hanoi Correspondent")]),
        ("Kim Min-ji Seoul Correspondent", [("Kim Min-ji", "Seoul Correspondent")]),
        ("Maria dela Cruz Manila Bureau Chief", [("Maria dela Cruz", "Manila Bureau Chief")]),
        ("Lee Hsien Wah Editor", [("Lee Hsien Wah", "Editor")]),
        ("Suryani Jakarta Bureau Chief", [("Suryani", "Jakarta Bureau Chief")]),
        ("Sam Neilson New Zealand Correspondent", [("Sam Neilson", "New Zealand Correspondent")]),
        ("Dr. Mei Lin Science Writer", [("Dr. Mei Lin", "Science Writer")]),
        ("Mele Fonua (Pacific correspondent)", [("Mele Fonua", "Pacific correspondent")]),
        ("本报记者 王小明", [("王小明", "本报记者")]),
        ("（记者 王小明 李华）", [("王小明", "记者"), ("李华", "记者")]),
        ("作者：王小明", [("王小明", None)]),
        ("文／林雅婷", [("林雅婷", None)]),
        ("記者陳怡君台北報導", [("陳怡君", "記者")]),
        ("記者 陳怡君／台北報導", [("陳怡君", "記者")]),
        ("山田太郎記者", [("山田太郎", "記者")]),
        ("山田 太郎（北京特派員）", [("山田 太郎", "北京特派員")]),
        ("編集委員 佐藤花子", [("佐藤花子", "編集委員")]),
        ("홍길동 기자", [("홍길동", "기자")]),
        ("(서울=바다통신) 홍길동 기자", [("홍길동", "기자")]),
        ("홍길동·김철수 기자", [("홍길동", "기자"), ("김철수", "기자")]),
        ("베이징=홍길동 특파원", [("홍길동", "특파원")]),
    ],
)  # fmt: skip
def test_bylines(line: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(author.name, author.role) for author in byline.authors(line)] == expected


def test_an_address_beside_a_byline_is_its_authors() -> None:
    (author,) = byline.authors("홍길동 기자 hong@harbour.example")
    assert (author.name, author.email) == ("홍길동", "hong@harbour.example")


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the river had risen",
        "By Monday",
        "By the harbour stood a crane",
        "By then nobody was a reporter",
        "The editor",
        "China Trade Reporter",
        "Asia Markets Editor",
        "New Zealand Correspondent",
        "Jane Doe is a reporter",
        "Share prices fell in Tokyo",
        "North Korea Fires Chief Editor Of State Paper, Names New Writer",
        "记者从港务局获悉，货运量上升。",
        "山田太郎氏は記者ではない。",
        "홍길동 기자는 어제 항구에 있었다고 말했다.",
        "By " + "A " * 200,
        "",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert byline.authors(line) == ()


@pytest.mark.parametrize(
    "line", ["By Staff Reporters", "By Our Correspondent", "By staff", "By News Desk", "BY AGENCIES"]
)
def test_bylines_that_name_nobody(line: str) -> None:
    assert byline.nobody(line)
    assert byline.authors(line) == ()


CALLS = [
    "Follow Rowan on Twitter",
    "Follow Mei-Ling Achebe on X (@mei)",
    "Follow @quayside",
    "Follow us on Facebook and Telegram.",
    "Send tips to",
    "Send tips to rowan@quayside.example",
    "Send news tips to: the newsroom",
    "Send Tips To Rowan Pickering",
    "Got a tip? Write to the desk.",
    "Sign up for our free morning newsletter",
    "Subscribe to the Tide briefing here",
    "Click here to read the original",
    "Download our app from the store",
    "欢迎关注本报微信公众号",
]
SENTENCES = [
    "Follow the money, the old captain said, and you will find a ferry.",
    "Follow-up talks on X and Y are planned for May.",
    "Send tips to waiters and you will be remembered.",
    "Share prices fell in Tokyo.",
    "Print is not dead. It sleeps. Ask again in spring.",
    "Sign up, sit down, shut up.",
    "Subscribe to no creed, she wrote.",
    "Listen.",
    "Click-clack went the turnstile.",
    "Home prices rose by a tenth.",
    "Save the whales, said the poster.",
    "Comments from the minister were few.",
]


@pytest.mark.parametrize("line", CALLS)
def test_calls_are_taken_out(line: str) -> None:
    assert furniture.is_call(line)


@pytest.mark.parametrize(
    "line",
    [
        "Font Size:",
        "Font Size: A- A A+",
        "Share",
        "Print",
        "Listen",
        "3 min read",
        "Comments (4)",
        "字号：大 中 小",
        "글자크기",
        "-30-",
        "ENDS",
    ],
)
def test_controls_are_taken_out(line: str) -> None:
    assert furniture.is_control(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_stay(line: str) -> None:
    assert not furniture.is_call(line)
    assert not furniture.is_control(line)
    assert furniture.related_line(line) is None
    assert not is_notice(line)


@pytest.mark.parametrize(
    ("text", "rest", "titles"),
    [
        ("It sank. (RELATED: Ferry Sinks)", "It sank.", ["Ferry Sinks"]),
        ("It sank (RELATED: Ferry Sinks), they said.", "It sank, they said.", ["Ferry Sinks"]),
        ("One. (Related: A (B) C) Two. [READ MORE: D] Three.", "One. Two. Three.", ["A (B) C", "D"]),
        ("One. (SEE ALSO: ‘Quoted’)", "One.", ["‘Quoted’"]),
        ("它沉了。（相关阅读：渡轮）它又浮起来。", "它沉了。它又浮起来。", ["渡轮"]),
        ("配达。【関連記事：渡し船】", "配达。", ["渡し船"]),
        ("He (see also: the appendix) agreed.", "He (see also: the appendix) agreed.", []),
        ("Open (RELATED: for ever", "Open (RELATED: for ever", []),
        ("A (read: the boss) spoke.", "A (read: the boss) spoke.", []),
        ("A (related to B) spoke.", "A (related to B) spoke.", []),
        ("(RELATED: Only This)", "", ["Only This"]),
    ],
)
def test_related_stories_leave_the_paragraph(text: str, rest: str, titles: list[str]) -> None:
    found, stories = furniture.without_related(text)
    assert (found, [story.title for story in stories]) == (rest, titles)


def test_a_related_story_may_carry_its_address() -> None:
    _, (story,) = furniture.without_related("It sank. (RELATED: Ferry Sinks https://quayside.example/ferry)")
    assert (story.title, story.link) == ("Ferry Sinks", "https://quayside.example/ferry")


@given(st.text(st.characters(exclude_characters="([（【［", exclude_categories=["Cs"]), max_size=80))
def test_a_paragraph_without_brackets_is_untouched(text: str) -> None:
    assert furniture.without_related(text) == (text.strip(), ())


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day and so on


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("June 19, 2018 9:12 AM ET", [("published", at(2018, 6, 19, 13, 12))]),
        ("January 19, 2018 9:12 AM PT", [("published", at(2018, 1, 19, 17, 12))]),
        ("Published: 2026-11-20T08:00:00+08:00", [("published", at(2026, 11, 20))]),
        ("Posted on 20 November 2026 at 8:00", [("published", at(2026, 11, 20))]),
        ("Published 20 Nov 2026 | Updated 21 Nov 2026", [("published", at(2026, 11, 19, 16)), ("updated", at(2026, 11, 20, 16))]),
        ("2026年11月20日 星期五 08:00", [("published", at(2026, 11, 20))]),
        ("发布时间：2026-11-20 08:00", [("published", at(2026, 11, 20))]),
        ("입력 2026.11.20 09:10 | 수정 2026.11.20 10:10", [("published", at(2026, 11, 20, 1, 10)), ("updated", at(2026, 11, 20, 2, 10))]),
        ("June 19, 2018 was a Tuesday like no other", []),
        ("Published 2026 by nobody", []),
        ("2026", []),
        ("Updated", []),
        ("In 2026-11-20 we trust", []),
        ("1" * 500, []),
    ],
)  # fmt: skip
def test_date_lines(line: str, expected: list[tuple[str, datetime]]) -> None:
    assert list(dateline.said(line, ZoneInfo("Asia/Shanghai"))) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_form_is_read(encoding: str) -> None:
    assert decoded("A harbour\r\nin two lines\rand a third".encode(encoding), language=None, source="desk") == (
        "A harbour\nin two lines\nand a third"
    )
