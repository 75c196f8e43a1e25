"""Markdown (CommonMark) with YAML front matter."""

import re
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt

from config.settings import Source
from feeds.article import Page, Reading, Skipped
from feeds.collect.dropped.decode import decoded
from feeds.collect.dropped.fields import FieldError, Fields, entry
from feeds.errors import ParseError

_LONGEST: Final = 64 * 1024
_LONGEST_BODY: Final = 100_000  # beyond it, hostile marks take the parser minutes
_FRONT: Final = re.compile(r"\s*---[ \t]*\n(?P<fields>(?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING: Final = re.compile(
    r"\s*(?:#[ \t]+(?P<hashed>[^\n]+?)[ \t]*#*|(?P<under>[^\n#>*\-][^\n]*)\n=+)[ \t]*(?:\n|\Z)", re.DOTALL
)


class _Plain(yaml.BaseLoader):
    """A loader for which every scalar is text and an alias, the stuff of bombs, is refused."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - as PyYAML has it
        """Refuse an alias; compose anything else."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not taken")
        return super().compose_node(parent, index)


def read(page: Page, source: Source) -> Reading:
    """Read one Markdown file as one entry whose guid is the file's path.

    The title is the front matter's, else the first "# Heading". HTML in the text is shown, not obeyed. Raises
    ParseError for front matter that is not YAML, or whose fields hold what they cannot hold.
    """
    text = decoded(page.body, language=source.language, source=source.name)
    try:
        values, body = _parted(text)
        if len(body) > _LONGEST_BODY:
            raise ParseError(f"{page.address}: longer than {_LONGEST_BODY} characters; split it", source=source.name)
        fields = Fields(values, source.zone)
        title, body = _titled(fields.text("title", "headline"), body)
        if title is None and not body.strip():
            reason = "the file holds no text; write a title and an article in it"
            return Reading(skipped=(Skipped(what=page.address, reason=reason),))
        content = MarkdownIt("commonmark", {"html": False}).render(body) if body.strip() else None
        return Reading(entries=(entry(fields, guid=page.address, title=title, content=content),))
    except FieldError as error:
        raise ParseError(f"{page.address}: front matter: {error}", source=source.name) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = str(error).partition("\n")[0] or "nested too deep"
        raise ParseError(f"{page.address}: front matter is not YAML: {said}", source=source.name) from error


def _parted(text: str) -> tuple[dict[str, object], str]:
    """Part front matter and body."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    if len(found["fields"]) > _LONGEST:
        raise FieldError(f"longer than {_LONGEST} characters")
    loader = _Plain(found["fields"])
    try:
        values = loader.get_single_data()
    finally:
        loader.dispose()
    if values in (None, ""):
        values = {}
    if not isinstance(values, dict):
        raise FieldError('write it as "name: value" lines')
    return {str(name).strip().lower(): value for name, value in values.items()}, text[found.end() :]


def _titled(title: str | None, body: str) -> tuple[str | None, str]:
    """Take the first heading out of the body where it is the title, or says the same."""
    found = _HEADING.match(body)
    if found is None:
        return title, body
    heading = re.sub(r"[*_`]+|\[([^\]]*)\]\([^)]*\)", r"\1", found["hashed"] or found["under"]).strip()
    if title is None or " ".join(title.split()).casefold() == heading.casefold():
        return title or heading, body[found.end() :]
    return title, body
