"""A story that comes from several papers, through the whole desk: fetched, judged, kept and published as one."""

from html import escape
from pathlib import Path

from config.settings import Source
from tests.fakeweb import FakeWeb, page
from tests.scheduler.desks import room
from tests.scheduler.test_bad_input import RSS, rss

PARAGRAPHS = (
    (
        "The night ferry between Jakarta and the outer islands sailed again on Friday for the first time in four years, with "
        "312 passengers and 41 cars aboard."
    ),
    (
        "Harbour master Ilen Sova said the new ship, the Grey Heron, had been tested in winds of 28 knots before the ministry "
        "in Jakarta gave its consent."
    ),
    (
        "The old ship was sold for scrap in 2022 after an inspection found cracks in 17 of its frames. Islanders have since "
        "flown, at 96 crowns a seat."
    ),
    (
        "Fishermen from Lower Pell met the ship with lamps. Some had not seen their cousins since the last crossing, said Bram "
        "Oduwe, who mends nets there."
    ),
)


def story(title: str, address: str, *, opening: str = "") -> str:
    """Give an item that tells the story, each paper in its own frame."""
    told = "".join(f"<p>{opening * (not number)}{each}</p>" for number, each in enumerate(PARAGRAPHS))
    return (
        f"<item><title>{escape(title)}</title><link>{address}</link><guid>{address}</guid>"
        f"<description>{escape(told)}</description></item>"
    )


def paper(web: FakeWeb, name: str, **changes: object) -> Source:
    fields = {"name": name, "kind": "feed", "url": web.url(f"/{name}", host=f"{name}.localhost"), "allow_private": True}
    return Source(**fields | changes)


def test_copies_are_one_item_whose_id_stays_while_better_ones_come(tmp_path: Path) -> None:
    drops = tmp_path / "drops"
    drops.mkdir()
    with FakeWeb() as web:
        courier, herald = paper(web, "courier"), paper(web, "herald")
        wire = paper(web, "wire", known_as=("Farwire",))
        desk = Source(name="desk", kind="folder", path=drops)
        opening = "JAKARTA, Nov 20 (Farwire) - "
        web.answers["/courier"] = page(
            rss(story("Ferry is back", web.url("/1", host="courier.localhost"), opening=opening)), media_type=RSS
        )
        web.answers["/herald"] = page(
            rss(story("Islanders cheer", web.url("/9", host="herald.localhost"))), media_type=RSS
        )
        web.answers["/wire"] = page(rss(), media_type=RSS)
        with room(tmp_path / "data", courier, herald, wire, desk) as opened:
            opened.cycle()
            (first,) = opened.items()
            assert first["title"] in {"Ferry is back", "Islanders cheer"}
            for name in ("courier", "herald"):
                assert [one["id"] for one in opened.items(f"source-{name}")] == [first["id"]]
        web.answers["/wire"] = page(
            rss(story("Night ferry sails", web.url("/5", host="wire.localhost"))), media_type=RSS
        )
        with room(tmp_path / "data", courier, herald, wire, desk) as opened:  # after a restart
            opened.cycle()
            (second,) = opened.items()
            assert (second["id"], second["title"]) == (first["id"], "Night ferry sails")
            assert second["date_published"] == first["date_published"]
            assert [one["id"] for one in opened.items("source-wire")] == [first["id"]]
            (drops / "ferry.txt").write_text("\n\n".join(("Our own ferry story", *PARAGRAPHS)), encoding="utf-8")
            opened.cycle()
            (third,) = opened.items()
            assert (third["id"], third["title"]) == (first["id"], "Our own ferry story")
            related = third["_beatwire"]["related"]
            hosts = {one["url"].partition("://")[2].partition(".")[0] for one in related}
            assert hosts == {"courier", "herald", "wire"}


def test_an_operator_may_want_every_copy(tmp_path: Path) -> None:
    with FakeWeb() as web:
        for name, title in (("courier", "Ferry is back"), ("herald", "Islanders cheer")):
            web.answers[f"/{name}"] = page(rss(story(title, f"https://{name}.example/1")), media_type=RSS)
        papers = (paper(web, "courier"), paper(web, "herald"))
        with room(tmp_path, *papers, selecting={"copies": False}) as opened:
            opened.cycle()
            assert opened.titles() == {"Ferry is back", "Islanders cheer"}


def test_papers_that_are_collected_at_once_bring_one_story(tmp_path: Path) -> None:
    names = [f"paper-{number}" for number in range(12)]
    with FakeWeb() as web:
        for name in names:
            web.answers[f"/{name}"] = page(rss(story(f"As {name} has it", f"https://{name}.example/1")), media_type=RSS)
        with room(tmp_path, *(paper(web, name) for name in names)) as opened:
            opened.cycle()
            (only,) = opened.items()
            assert {one["id"] for name in names for one in opened.items(f"source-{name}")} == {only["id"]}
