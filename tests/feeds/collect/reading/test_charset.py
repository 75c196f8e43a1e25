"""From bytes to text: what labels say, what bytes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.reading.charset import decode, encoded_once

CHINESE = "我们在港口的新闻是这样的，有人在这里工作了一年"
CODECS = ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "utf-16", "iso-8859-1", "rot13", "punycode", "hz", "zip"]


@pytest.mark.parametrize(("codec", "text"), [
    ("gb18030", CHINESE), ("big5hkscs", "我們在港口的新聞是這樣的，有人在這裡工作了一年"),
    ("cp932", "これは港のニュースで、朝から人がいる"), ("euc_jp", "これは港のニュースで、朝から人がいる"),
    ("cp949", "이것은 부두의 이야기이다. 사람들이 일하는 곳에서 나온 말"), ("utf-8", CHINESE), ("utf-16", CHINESE), ("utf-32", CHINESE),
])  # fmt: skip
def test_no_label_is_needed(codec: str, text: str) -> None:
    assert decode(f"<rss>{text}</rss>".encode(codec), None) == f"<rss>{text}</rss>"


def test_no_label_is_needed_where_much_markup_stands_before_the_text() -> None:
    text = f"<rss>{'<odd/>' * 10_000}{CHINESE}</rss>"
    assert decode(text.encode("gb18030"), None) == text


def test_western_text_without_a_label_is_windows_1252() -> None:
    assert decode("<rss>déjà vu – “là”</rss>".encode("cp1252"), None) == "<rss>déjà vu – “là”</rss>"


def test_the_declaration_is_believed_before_the_transport() -> None:
    text = '<?xml version="1.0" encoding="big5"?><rss>台</rss>'
    assert decode(text.encode("big5"), "gb2312") == text


def test_a_declaration_is_read_with_either_quote_and_any_space() -> None:
    text = "<?xml version='1.0'  encoding = 'euc-kr' ?><rss>똠</rss>"
    assert decode(text.encode("cp949"), None) == text


def test_text_that_is_utf_8_by_chance_follows_its_label() -> None:
    chance = "隆隆".encode("gb18030")  # valid UTF-8 too, for two other characters
    assert chance.decode("utf-8") != "隆隆"
    assert decode(b"<rss>" + chance + b"</rss>", "gb2312") == "<rss>隆隆</rss>"


def test_a_character_cut_in_half_does_not_change_the_encoding() -> None:
    assert decode(CHINESE.encode()[:-1], None) == CHINESE[:-1] + "\ufffd"
    assert decode(CHINESE.encode("gb18030")[:-1], "gb2312").startswith(CHINESE[:-1])


@pytest.mark.parametrize("text", ["Fórmula", "新闻", "naïve", "plain", "Ã"])
def test_what_was_encoded_twice_is_undone_and_nothing_else(text: str) -> None:
    assert encoded_once(text.encode().decode("latin-1")) == text
    assert encoded_once(text) == text


def test_escapes_need_their_label() -> None:
    text = "<rss>港</rss>"
    assert decode(text.encode("iso2022_jp"), "ISO-2022-JP") == text
    assert decode(text.encode("hz"), "hz-gb-2312") == text
    assert decode(b"<rss>~{ascii~}</rss>", "utf-8") == "<rss>~{ascii~}</rss>"


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30), st.sampled_from(CODECS)))
def test_no_bytes_and_no_label_raise(body: bytes, label: str | None) -> None:
    assert isinstance(decode(body, label), str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x00\x1b~"), max_size=100))
def test_utf_8_comes_back_whatever_single_byte_label_it_bears(text: str) -> None:
    assert decode(f"<{text}".encode(), "iso-8859-1") == f"<{text}"
