"""NFC and where its characters come from."""

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from feeds.select.region.composing import composed


@given(st.text(st.sampled_from("aeđViệt한国パ\u0301\u0302\u0323\u1100\u1161\u11a8\u3099 "), max_size=30) | st.text())
def test_offsets_rise_and_end_with_the_text(text: str) -> None:
    whole, offsets = composed(text)
    assert len(offsets) == len(whole) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


def test_each_character_comes_from_its_cluster() -> None:
    text = normalize("NFD", "Việt Nam, 한")
    whole, offsets = composed(text)
    assert whole == "Việt Nam, 한"
    assert text[offsets[0] : offsets[4]] == normalize("NFD", "Việt")
    assert text[offsets[10] : offsets[11]] == normalize("NFD", "한")
