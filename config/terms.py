"""What the operator has looked for: a word, or a regular expression between slashes (the only RE2).

RE2 takes time that grows with the text and no faster, whatever the pattern; Python's own `re` may take for ever on a
pattern such as (a+)+b, and never sees what an operator wrote. The syntax: https://github.com/google/re2/wiki/Syntax
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import re2

LONGEST: Final = 1000
"""Characters of one term."""

_SYNTAX: Final = "https://github.com/google/re2/wiki/Syntax"
_REMEDIES: Final = (
    ("invalid perl operator: (?=", "looks ahead; write what must follow into the pattern itself"),
    ("invalid perl operator: (?!", "looks ahead; write what must not follow as a term of `exclude`"),
    ("invalid perl operator: (?<", "looks behind; write what must stand before, or exclude, as a term of its own"),
    ("invalid perl operator: (?>", 'has an atomic group; write "(?:": nothing here ever goes back'),
    (r"invalid escape sequence: \Z", r"has \Z; write \z for the end of the text"),
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression, compiled; `find` takes time in proportion to the text."""

    source: str
    _compiled: Any = field(compare=False, repr=False)

    def find(self, text: str) -> str | None:
        """Give the first match in `text`, or None."""
        match = self._compiled.search(text)
        return None if match is None else str(match.group())


def expression(term: str) -> str | None:
    """Give what stands between the slashes of `term`; None where it is a word."""
    return term[1:-1] if len(term) > 2 and term.startswith("/") and term.endswith("/") else None


@lru_cache(maxsize=4096)
def compiled(source: str) -> Expression:
    """Compile a regular expression, case ignored unless it says (?-i); raises ValueError with what to write instead."""
    options = re2.Options()
    options.log_errors, options.case_sensitive, options.never_capture = False, False, True
    try:
        return Expression(source, re2.compile(source, options))
    except (re2.error, UnicodeEncodeError) as error:
        said = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise ValueError(f'the regular expression "/{source}/" {_remedy(said)}') from error


def checked(term: str) -> str:
    """Give a term as it is, if it can be looked for; raises ValueError with the remedy."""
    if not any(letter.isprintable() and not letter.isspace() for letter in term):
        raise ValueError("holds a term in which there is nothing to be seen; write a word, or take it out")
    if len(term) > LONGEST:
        raise ValueError(f'the term "{term[:20]}…" has more than {LONGEST} characters; write it as several')
    source = expression(term)
    if source is not None:
        compiled(source)
    return term


def _remedy(said: str) -> str:
    for stem, remedy in _REMEDIES:
        if said.startswith(stem):
            return remedy
    if said.removeprefix("invalid escape sequence: \\")[:1].isdigit() or said.endswith(": (?P"):
        return "refers back to a group, for which no time is long enough; write out the alternatives"
    return f"cannot be read ({said}); correct it, see {_SYNTAX}"
