"""Which language a text may be in."""

import pytest

from feeds.select.region.tongues import may_be

ROWS = [
    ("zh-Hans", "央行宣布降准，这是今年第二次", True),
    ("zh-Hans", "央行維持利率不變，這是第二次", False),
    ("zh-Hant", "央行維持利率不變", True),
    ("zh-Hant", "央行发布报告", False),
    ("zh", "日銀が発表した", False),
    ("ja", "日銀が発表した", True),
    ("ja", "央行发布报告", False),
    ("id", "Anwar umum kenaikan gaji", True),
    ("id", "Anwar spoke for the owner of the shop", False),
    ("id", "PRU BACHE ANALYST REAFFIRMS CALL", False),
    ("vi", "Chính phủ họp", True),
    ("th", "BMW เปิดตัว", True),
    ("ko", "국회 본회의", True),
    ("ko", "the KBO season", False),
    ("zh", "HK-TVB Ltd", False),
    ("th", "BMW", False),
]


@pytest.mark.parametrize(("language", "text", "may"), ROWS)
def test_a_text_may_be_in_a_language(language: str, text: str, *, may: bool) -> None:
    assert may_be(language, text) is may
