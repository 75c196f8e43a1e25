"""A drop folder: text, Markdown, HTML and JSON files that a desk puts into it; one file a call."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from config.settings import Source
from feeds.article import Page, Reading
from feeds.collect.dropped import html, json, markdown, text
from feeds.errors import ParseError

KIND: Final = "folder"
NEEDS: Final = "path"

_FORMS: Final[Mapping[str, Callable[[Page, Source], Reading]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".json": json.read,
}


def read(page: Page, source: Source, now: datetime) -> Reading:  # noqa: ARG001 - every kind is called alike
    """Read one dropped file; `page.address` is its path in the folder, and the guid of what it holds.

    Raises ParseError, which names the file, where the file is not what its name promises.
    """
    form = _FORMS.get(PurePosixPath(page.address).suffix.lower())
    if form is None:
        kinds = ", ".join(_FORMS)
        raise ParseError(f"{page.address}: not one of the forms that are read ({kinds})", source=source.name)
    try:
        return form(page, source)
    except ParseError as error:
        if page.address in str(error):
            raise
        raise ParseError(f"{page.address}: {error}", source=source.name) from error
