"""What the public may read of an error or an address: no credentials, no paths, no tokens, nothing of the inside. Pure.

In doubt a sentence is withheld: whoever runs the desk has it whole in `beatwire status`.
"""

import re
from typing import Final
from urllib.parse import urlsplit

_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"'“”]*", re.IGNORECASE)
_HARMLESS: Final = re.compile(
    r"\bHTTP/[0-9](?:\.[0-9])?|\b(?:application|audio|image|text|video)/[a-z0-9.+-]+", re.IGNORECASE
)
_NAME: Final = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}\Z", re.IGNORECASE)
_INSIDE: Final = re.compile(
    r"\blocalhost\b|\.(?:arpa|corp|home|internal|intranet|lan|local|localdomain|localhost|private)\b", re.IGNORECASE
)
_INDISCREET: Final = re.compile(
    r"[/\\@~]"  # a path, credentials, a mailbox
    r"|\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b|[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*"  # an IP address
    r"|\b[\w.-]+:[0-9]{2,5}\b"  # a host and its port
    r"|[A-Za-z0-9_+=-]{24,}"  # what may be a token
    r"|\b(?:api.?key|authorization|bearer|cookie|passw|prox|secret|token)",
    re.IGNORECASE,
)
_LONGEST: Final = 300


def sentence(text: str | None) -> str | None:
    """Give `text` with its addresses cut down to the names of public hosts; None where the rest is not for all."""
    if not text:
        return None
    cut = _URL.sub(lambda found: host(found[0]) or "/", text)  # a slash is indiscreet
    bare = _HARMLESS.sub("", cut)
    hidden = len(cut) > _LONGEST or _INDISCREET.search(bare) or _INSIDE.search(bare)
    return None if hidden or ("redirected from" in cut and host(f"//{cut.split()[0]}") is None) else cut


def host(address: str | None) -> str | None:
    """Give the name of the host of a URL; None where it is a number, of an inner network, or not to be read."""
    try:
        name = urlsplit(address or "").hostname or ""
    except ValueError:
        return None
    return name if _NAME.match(name) and not _INSIDE.search(name) else None
