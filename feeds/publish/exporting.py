"""The whole site as files for a host of static ones: which file is what, and what such a host is told. Pure.

A page without an extension is a file with ".html", which common hosts serve at its bare address; `_headers` and
`_redirects` are theirs (Netlify, Cloudflare Pages) and can be read by whoever configures another.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from feeds.publish.manifest import SUFFIXES, Manifest, Stored, successor

HEADERS: Final = "_headers"
REDIRECTS: Final = "_redirects"
_ALL: Final = (("X-Content-Type-Options", "nosniff"), ("Access-Control-Allow-Origin", "*"))


def name(path: str) -> str:
    """Give the file of the page at the URL path `path`, relative to the export's folder."""
    return "index.html" if path == "/" else f"{path.lstrip('/')}.html"


def files(stored: Stored) -> Mapping[str, str]:
    """Give, for each file that a document becomes, relative to the export's folder, the name of its bytes' file."""
    return {stored.path.lstrip("/") + SUFFIXES[coding]: source for coding, source in stored.files.items()}


def headers(documents: Iterable[Stored]) -> str:
    """Give what a host is told of every document: what HTTP says of it here."""
    lines: list[str] = []
    for stored in sorted(documents, key=lambda one: one.path):
        said = (
            ("Content-Type", f"{stored.media_type}; charset=utf-8"),
            ("Cache-Control", f"public, max-age={stored.max_age}, stale-while-revalidate=60, stale-if-error=86400"),
            *((("Link", ", ".join(stored.links)),) if stored.links else ()),
            *stored.headers,
            *_ALL,
        )
        lines += [stored.path, *(f"  {key}: {value}" for key, value in said)]
    return "\n".join(lines) + "\n"


def redirects(manifest: Manifest, extensions: Iterable[str]) -> str:
    """Give where the addresses of renamed feeds lead, and that those of retired ones are gone."""
    lines: list[str] = []
    for extension in ("", *sorted(extensions)):
        for old, new in sorted(manifest.moved.items()):
            path = f"/feeds/{old}{extension}"
            lines.append(f"{path} {successor(path, old, new)} 301")
        lines += [f"/feeds/{slug}{extension} / 410" for slug in sorted(manifest.gone)]
    return "".join(f"{line}\n" for line in lines)
