"""The script decides where it can; the source's word where it cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text.languages import detected

ENGLISH = "The harbour was opened for ships from the north in the morning, and it will stay open at night."


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("항구가 다시 열렸다", None, "ko"),
        ("항구가 다시 열렸다", "en", "ko"),
        ("항구가 다시 열렸다", "ko-KR", "ko-KR"),
        ("港が再び開いた、と市は発表した", "zh-CN", "ja"),
        ("港口今天重新开放，船只进港", None, "zh-Hans"),
        ("港口今天重新开放，船只进港", "zh-cn", "zh-Hans-CN"),
        ("港口今天重新開放，船隻進港", "zh-TW", "zh-Hant-TW"),
        ("港口今天重新開放，船隻進港", "zh_HK", "zh-Hant-HK"),
        ("港口今天重新開放，船隻進港", None, "zh-Hant"),
        ("港口今天重新開放，船隻進港", "en", "zh-Hant"),
        ("港口", "zh-TW", "zh-Hant-TW"),
        ("COVID 疫情 in Hong Kong, the latest from our reporters", "en", "en"),
        ("ท่าเรือเปิดอีกครั้ง", "en", "th"),
        (ENGLISH, None, "en"),
        (ENGLISH, "EN-us", "en-US"),
        (ENGLISH, "not a tag!", "en"),
        ("Pelabuhan dibuka lagi untuk kapal dari utara pada pagi hari", None, None),
        ("Pelabuhan dibuka lagi", "id", "id"),
        ("Порт снова открыт", "ru", "ru"),
        ("Порт снова открыт", None, None),
        ("", None, None),
        ("2026", "und", None),
    ],
)
def test_detected(text: str, declared: str | None, expected: str | None) -> None:
    assert detected(text, declared) == expected


@given(st.text(), st.none() | st.text())
def test_never_raises(text: str, declared: str | None) -> None:
    detected(text, declared)
