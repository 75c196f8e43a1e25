"""The words for what fails below HTTP."""

from datetime import timedelta

import pycurl
import pytest

from feeds.collect.exchange import Received, Request
from feeds.collect.trouble import Code, End, complaint

REQUEST = Request(source="gazette", url="https://gazette.example/feed")
NAMES = {
    Code.PROTOCOL: "E_UNSUPPORTED_PROTOCOL",
    Code.ADDRESS: "E_URL_MALFORMAT",
    Code.NAME: "E_COULDNT_RESOLVE_HOST",
    Code.CONNECT: "E_COULDNT_CONNECT",
    Code.NOT_HTTP: "E_FTP_WEIRD_SERVER_REPLY",
    Code.PARTIAL: "E_PARTIAL_FILE",
    Code.TIME: "E_OPERATION_TIMEDOUT",
    Code.TLS: "E_SSL_CONNECT_ERROR",
    Code.REDIRECTS: "E_TOO_MANY_REDIRECTS",
    Code.NOTHING: "E_GOT_NOTHING",
    Code.SEND: "E_SEND_ERROR",
    Code.RECEIVE: "E_RECV_ERROR",
    Code.CERTIFICATE: "E_PEER_FAILED_VERIFICATION",
    Code.COMPRESSION: "E_BAD_CONTENT_ENCODING",
}


@pytest.mark.parametrize("code", NAMES)  # pycurl has no name for TOO_LARGE: a flood of fields shows it
def test_the_codes_are_libcurls(code: Code) -> None:
    assert getattr(pycurl, NAMES[code]) == code


@pytest.mark.parametrize("code", [*(code for code in Code if code is not Code.OK), 92, 999])
def test_every_code_has_a_sentence_that_names_the_host(code: int) -> None:
    end = End(code=code, words="HTTP/2 stream 1 reset", url=REQUEST.url, size=0, system=0)
    error = complaint(REQUEST, Received(most=1), end, timedelta(seconds=30))
    assert str(error).startswith("gazette.example ")
    assert error.transient is (code != Code.ADDRESS)
    assert ("HTTP/2 stream" in str(error)) is (code in {92, 999, Code.CERTIFICATE})
