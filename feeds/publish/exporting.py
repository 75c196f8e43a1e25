"""The whole site as files for a host of static ones: which file is what, and what such a host is told. Pure.

A page without an extension is a file with ".html", which common hosts serve at its bare address; `_headers` and
`_redirects` are theirs (Netlify, Cloudflare Pages) and can be read by whoever configures another.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from feeds.publish.manifest import SUFFIXES, Manifest, Stored, successor

HEADERS: Final = "_headers"
REDIRECTS: Final = "_redirects"
_THE_HOST_S: Final = frozenset(
    {"accept-ranges", "content-encoding", "content-length", "date", "etag", "last-modified", "vary"}
)


def name(path: str) -> str:
    """Give the file of the page at the URL path `path`, relative to the export's folder."""
    return "index.html" if path == "/" else f"{path.lstrip('/')}.html"


def files(stored: Stored) -> Mapping[str, str]:
    """Give, for each file that a document becomes, relative to the export's folder, the name of its bytes' file."""
    return {stored.path.lstrip("/") + SUFFIXES[coding]: source for coding, source in stored.files.items()}


def headers(answers: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> str:
    """Give what a host is told of each (path, header fields): those that do not depend on who asks, and when."""
    lines: list[str] = []
    for path, fields in answers:
        lines += [path, *(f"  {key}: {value}" for key, value in fields if key.lower() not in _THE_HOST_S)]
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
