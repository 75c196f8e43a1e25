"""Pictures of published articles are learnt once, politely, and stand in the feeds with what they truly are."""

from datetime import timedelta
from pathlib import Path

from config.settings import Source
from scheduler.clock import clock
from tests.fakeweb import Asked, FakeWeb, Step, page
from tests.feeds.collect import imaging
from tests.scheduler.desks import Room, room
from tests.scheduler.test_bad_input import RSS, rss
from tests.scheduler.test_jobs import eventually

PNG = (Path(imaging.__file__).parent / "data" / "truecolour.48x32.png").read_bytes()


def item(picture: str) -> str:
    enclosure = f'<enclosure url="{picture}" type="image/jpeg" length="0"/>'
    return f"<item><title>Jakarta opens a bridge</title><link>https://g.example/1</link>{enclosure}</item>"


def attachment(desk: Room) -> dict[str, object]:
    (article,) = desk.items()
    (found,) = article.get("attachments", [{}])
    return dict(found)


def source(web: FakeWeb) -> Source:
    return Source(name="gazette", kind="feed", url=web.url("/feed"), allow_private=True, interval="1h", rights="full")


def test_a_picture_is_asked_for_its_first_bytes_once_and_stands_as_what_it_is(tmp_path: Path) -> None:
    def picture(asked: Asked) -> tuple[Step, ...]:
        assert asked.headers["range"] == "bytes=0-32767"
        head = f"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-{len(PNG) - 1}/98765\r\n"
        return (f"{head}Content-Type: image/jpeg\r\nContent-Length: {len(PNG)}\r\n\r\n".encode() + PNG,)

    with FakeWeb() as web:
        web.answers |= {"/feed": page(rss(item(web.url("/p"))), media_type=RSS), "/p": picture}
        with room(tmp_path, source(web)) as desk:

            def settled() -> bool:
                desk.jobs.tick()
                manifest = desk.desk.site.manifest()
                return manifest is not None and attachment(desk).get("size_in_bytes") == 98765

            eventually(settled)
            assert attachment(desk)["mime_type"] == "image/png"
            for _ in range(3):
                desk.jobs.tick()
            assert web.paths().count("/p") == 1


def test_pictures_that_hang_keep_those_of_others_waiting_neither_in_the_gallery_nor_at_their_site(
    tmp_path: Path,
) -> None:
    def hang(_: Asked) -> tuple[Step, ...]:
        return (60.0,)

    with FakeWeb() as web, FakeWeb(host="127.0.0.2") as slow:
        pictures = [slow.url(f"/p{number}") for number in range(60)]
        many = "".join(item(href).replace("/1<", f"/{number}<") for number, href in enumerate(pictures, start=2))
        slow.answers |= {"/feed": page(rss(many), media_type=RSS)} | {f"/p{number}": hang for number in range(60)}
        web.answers |= {"/feed": page(rss(item(web.url("/p"))), media_type=RSS), "/p": page(PNG)}
        ill = Source(name="ill", kind="feed", url=slow.url("/feed"), allow_private=True, interval="1h", rights="full")
        with room(tmp_path, source(web), ill, limits={"newcomers": 60}) as desk:

            def hanging() -> bool:
                desk.jobs.tick()
                return any(path.startswith("/p") for path in slow.paths())

            eventually(hanging)

            def settled() -> bool:
                desk.jobs.tick()
                return bool(desk.desk.store.pictures([web.url("/p")]))

            eventually(settled)
            assert not desk.desk.store.pictures(pictures)
            assert len(desk.jobs._gallery._asked) == 5


def test_a_picture_that_cannot_be_had_is_left_unknown_and_not_asked_again_soon(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/feed"] = page(rss(item(web.url("/gone"))), media_type=RSS)
        with room(tmp_path, source(web)) as desk:

            def settled() -> bool:
                desk.jobs.tick()
                return bool(desk.desk.store.pictures([web.url("/gone")]))

            eventually(settled)
            for _ in range(3):
                desk.jobs.tick()
            assert web.paths().count("/gone") == 1
            now = clock() + timedelta(days=2)
            assert desk.desk.store.unlearnt(now, 10) == (("gazette", web.url("/gone")),)
