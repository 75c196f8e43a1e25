"""What every transfer is held to, whoever asks."""

import ssl
from typing import Any

import pycurl

from config.settings import Limits


def bounds(limits: Limits, agent: str) -> dict[int, Any]:
    """Give the options of libcurl that are the same for every transfer."""
    deadline = max(1, int(limits.deadline.total_seconds() * 1000))
    options = {
        pycurl.TIMEOUT_MS: deadline,  # of everything together: a limit for each read is beaten by a slow drip
        pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.REDIR_PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.FOLLOWLOCATION: 1,
        pycurl.MAXREDIRS: limits.redirects,
        pycurl.PROXY: "",
        pycurl.NOSIGNAL: 1,
        pycurl.ACCEPT_ENCODING: "",
        pycurl.USERAGENT: agent.encode("ascii", "replace"),
    }
    authorities = _authorities()
    return options | (dict([authorities]) if authorities else {})


def _authorities() -> tuple[int, str] | None:
    """Give where this machine keeps its certificate authorities (SSL_CERT_FILE wins): libcurl's build does not know."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        return pycurl.CAINFO, paths.cafile
    return (pycurl.CAPATH, paths.capath) if paths.capath else None
