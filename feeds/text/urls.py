"""URLs: made absolute, freed of tracking, and brought to the one form that identity compares. Pure, never raises."""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from socket import inet_aton
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

LONGEST = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PREFIXES = (
    "utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "itm_", "guce_", "stm_",
    "at_medium", "at_campaign", "at_custom", "at_link", "at_bbc", "at_ptr", "at_format", "at_creation",
)  # fmt: skip
_NAMES_WORDS = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh epik srsltid
    mc_cid mc_eid _hsenc _hsmi hsctatracking mkt_tok vero_id oly_anon_id oly_enc_id _openstat wickedid rb_clickid
    s_cid ncid cmpid cmp icid ito ocid xtor spm scm share_token share_from wt_mc wt.mc_id __twitter_impression
    ref_src ref_url _ga _gl guccounter smid smtyp taid traffic_source int_source srnd sref sc_campaign sc_src
    ns_mchannel ns_source ns_campaign ns_linkname ns_fee
    feedtype feedname rss_id fb_action_ids fb_action_types fb_source fb_ref
    action_object_map action_type_map action_ref_map fb_comment_id mibextid igsh
    _branch_match_id _branch_referrer gad_source gad_campaignid dicbo ef_id s_kwcid tblci rdt_cid _kx dm_i sfmc_id
    amp_js_v amp_gsa amp_tf amp_ct usqp
    isappinstalled nsukey wxshare_count wx_from wxfrom sudaref luicode lfid weibo_id wb_from
    spm_id_from from_spmid vd_source share_source share_medium share_plat share_session_id share_tag share_times
    share_uid share_did share_iid share_app_id share_app_name share_link_id share_crt_v unique_k tt_from upstream_biz
    bd_vid hmsr hmpl hmcu hmkw hmci napm lfrom n_cid iref inb
    vn_source vn_medium vn_campaign vn_term vn_thumb
"""
_NAMES = frozenset(_NAMES_WORDS.split())
_FEED_MARKED = frozenset({"ref", "from", "source", "src", "mod", "partner", "via", "f", "output_source"})
_FEED_MARK = re.compile(r"(?:rss|atom)(?:[_\-.]?\w{0,40})?|(?:news)?feed", re.IGNORECASE)
_SHARED = re.compile(
    r"timeline|singlemessage|groupmessage|wechat|weixin|wx|weibo|qq|qzone|line|kakao|kakaotalk|facebook|fb|twitter|whatsapp"
    r"|telegram|linkedin|pinterest|reddit|email|share|mobile_?share",
    re.IGNORECASE,
)
_SHARE_MARKED = frozenset({"ref", "from", "source", "src", "via", "share"})
_FRAGMENT = re.compile(r"(?:utm_|xtor=|ref=|:~:|fbclid=|mtm_)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "%!$&'()*+,;=:@/~"
# An address as most come: whole, and of plain characters alone, so that making it absolute would change nothing.
_WHOLE = re.compile(
    r"https?://(?!-)(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,24}(?:/(?!\.)[A-Za-z0-9_.~!$&'()*+,=:@-]*+)++"
    r"(?:\?[A-Za-z0-9_.~!$&'()*+,;=:@/-]++)?"
)
_NUMBER_HOST = re.compile(r"[0-9.]+")
_OLD_ADDRESS = re.compile(r"(?:0x[0-9a-f]{0,16}|[0-9]{1,20})(?:\.(?:0x[0-9a-f]{0,16}|[0-9]{1,20})){0,3}", re.IGNORECASE)


@lru_cache(maxsize=1024)
def absolute(href: str, base: str | None) -> str | None:
    """Give `href`, resolved against `base`, as an ASCII http(s) URL (RFC 3986), or None where it is none.

    Credentials, default ports and an empty query go; a host is lower-cased and in its ASCII form (IDNA).
    """
    href = href.strip(" \t\n\r\f\v\u00a0\u3000")
    if not href or len(href) > LONGEST:
        return None
    if _WHOLE.fullmatch(href) and (not base or _WHOLE.match(base)):
        return href
    try:
        parts = urlsplit(urljoin(base, href) if base else href)
        netloc = _netloc(parts)
    except ValueError:  # a broken bracket, port or host
        return None
    if parts.scheme not in _DEFAULT_PORTS or netloc is None:
        return None
    path = _dotless(_quoted(parts.path, "") or "/")
    url = urlunsplit((parts.scheme, netloc, path, _quoted(parts.query, "?[]"), _quoted(parts.fragment, "?!")))
    return url if len(url) <= LONGEST else None


def untracked(url: str) -> str:
    """Give `url` without the parameters and the fragment that only tell who sent the reader."""
    if "?" not in url and "#" not in url:
        return url
    parts = _split(url)
    if parts is None:
        return url
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    fragment = "" if _FRAGMENT.match(parts.fragment) else parts.fragment
    return urlunsplit(parts._replace(query=kept, fragment=fragment))


@lru_cache(maxsize=1024)
def canonical(url: str) -> str:
    """Give the form of `url` that identity compares; never publish it.

    One form for http and https (https), for default ports, tracking parameters, the order of the query, the case of
    the host and of escapes, and all fragments but routes ("#!", "#/"). What is no http(s) URL is given back stripped.
    """
    whole = absolute(url, None)
    if whole and "?" not in whole and _WHOLE.fullmatch(whole):
        return f"https:{whole.partition(':')[2]}"
    parts = _split(untracked(whole)) if whole else None
    if parts is None:
        return url.strip()
    query = sorted((_plain_escapes(pair) for pair in parts.query.split("&")), key=lambda pair: pair.partition("=")[0])
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    path = _dotless(_plain_escapes(parts.path))
    host = parts.netloc.removesuffix(":443").rstrip(".")  # of http, too: its form is https
    return urlunsplit(("https", host, path, "&".join(query), fragment))


def site_of(url: str) -> str:
    """Give the registrable domain of `url` by the public suffix list, or its host (an IP literal, a bare name).

    A site has one spelling: its name is in ASCII (IDNA), its address as the network writes it; a port makes no other
    site. Under a suffix that a company lends to many (github.io) each name is a site of its own.
    """
    parts = _split(url)
    host = (parts.hostname or "").rstrip(".") if parts else ""
    try:
        name = host if ":" in host else _ascii_host(host)  # which turns full-width digits into plain ones
        return _literal(name) or str((name and _suffixes().privatesuffix(name)) or name)
    except ValueError:  # what cannot be asked for
        return host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def _literal(host: str) -> str | None:
    """Give the one spelling of an address that `host` is (127.1, 0x7f000001, ::ffff:127.0.0.1), None for a name."""
    if ":" in host:
        address = IPv6Address(host.partition("%")[0])
        return str(address.ipv4_mapped or address)
    try:
        return str(ip_address(inet_aton(host))) if _OLD_ADDRESS.fullmatch(host) else None
    except OSError:  # a number that is too large
        return None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _netloc(parts: SplitResult) -> str | None:
    """Give host and port as they are compared; raises ValueError for a port that is none."""
    host = parts.hostname or ""
    port = parts.port
    if ":" in host:
        host = f"[{ip_address(host.partition('%')[0]).compressed}]"
    else:
        host = _ascii_host(host)
        if not _HOST.fullmatch(host) or ".." in host or len(host) > 253:
            return None
        if _NUMBER_HOST.fullmatch(host) and not _is_address(host):
            return None
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def _ascii_host(host: str) -> str:
    """Raise UnicodeError, a ValueError, for a name that IDNA cannot write."""
    return host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()


def _quoted(part: str, more: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE + more, errors="replace")


def _plain_escapes(part: str) -> str:
    """Undo needless percent-escapes and write the others in upper case (RFC 3986, section 6.2.2)."""

    def _one(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return chr(code) if code in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(_one, part)


def _dotless(path: str) -> str:
    """Remove "." and ".." segments (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _tracks(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _NAMES or name.startswith(_PREFIXES):
        return True
    if name in _SHARE_MARKED and _SHARED.fullmatch(value):
        return True
    return name in _FEED_MARKED and _FEED_MARK.fullmatch(value) is not None
