"""Whether the published folder is sound: every file that its table names is there, and is what its name says."""

import hashlib
from collections.abc import Iterator

from feeds.errors import PublishError
from feeds.publish.site import Site


def faults(site: Site) -> Iterator[str]:
    """Give what is wrong, a clause each; nothing where nothing is published yet."""
    manifest = site.manifest()
    if manifest is None:
        if not (site.problem or "").startswith("nothing is built yet"):
            yield str(site.problem)
        return
    try:
        documents = list(site.every(manifest))
    except PublishError as error:
        yield str(error)
        return
    for stored in documents:
        try:
            body = site.read(stored)
        except PublishError:
            yield f"the file of {stored.path} is not there"
            continue
        if hashlib.sha256(body).hexdigest()[:32] != stored.files["identity"]:
            yield f"{site.folder / 'documents' / stored.files['identity']}, the file of {stored.path}, is damaged"
        elif not site.has(stored):
            yield f"a compressed file of {stored.path} is not there, or is cut short"
