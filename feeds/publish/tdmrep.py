"""Which documents are reserved for mining, in the file that crawlers ask a site for (w3.org/community/tdmrep, 6.1).

It says what the header of each document says, for those who ask before they fetch.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from feeds.publish.manifest import Stored

PATH: Final = "/.well-known/tdmrep.json"
MEDIA_TYPE: Final = "application/json"


def render(documents: Iterable[Stored]) -> bytes:
    """List the paths of the documents that are reserved, and the address of the terms where there is one."""
    said = [(stored.path, dict(stored.headers)) for stored in documents]
    rules = [_rule(path, headers) for path, headers in said if headers.get("tdm-reservation") == "1"]
    return json.dumps(rules, indent=1).encode() + b"\n"


def _rule(path: str, headers: dict[str, str]) -> dict[str, Any]:
    policy = headers.get("tdm-policy")
    return {"location": path, "tdm-reservation": 1} | ({"tdm-policy": policy} if policy else {})
