"""Who wrote it: the byline of a dropped text becomes authors with their printed roles."""

import re
from typing import Final

from feeds.article import Author
from feeds.collect.dropped.vocabulary import ENDS, NEVER_A_NAME, OPENS, PARTICLES

LONGEST: Final = 160

_BY: Final = re.compile(r"(?:(?:written|story|reporting|reported|words|text) by|by)[:\s]\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s*(?:,\s*and\s+|,\s*&\s*|\s+and\s+|\s*&\s*|;\s*)")
_BREAK: Final = re.compile(r"\s*(?:\||\s[–—-]\s|,|／)\s*")
_TAIL: Final = re.compile(r"\s+(?:in|for|at|with)\s+[A-Z][\w'’.-]*(?:[ ,]+(?:the\s+)?[A-Z][\w'’.-]*){0,5}$")
_EMAIL: Final = re.compile(r"[\s(<|]*([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})[)>]*\s*")
_NAME: Final = re.compile(r"(?:[^\W\d_a-z]|(?:al|el|d|o|an|as)['’-][^\W\d_a-z])[^\W\d_]*(?:['’.·-][^\W\d_]+)*\.?")
# Places of two words are one token while a byline is split.
_PLACES: Final = re.compile(
    r"\b(?:New (?:Zealand|Delhi|Caledonia)|Papua New Guinea|Hong Kong|Sri Lanka|Kuala Lumpur|Phnom Penh|Port Moresby|"
    r"Ho Chi Minh City|Solomon Islands|Timor Leste|Middle East|White House|Capitol Hill|United Nations|"
    r"(?:North|South) Korea|(?:North|South|East|Central|Southeast|North-?east) Asia)\b"
)
_NOBODY: Final = re.compile(
    r"by (?:our |an? )?(?:own )?(?:(?:staff|special|foreign|news|wire|web|online) ?)*"
    r"(?:reporters?|correspondents?|writers?|staff|agencies|services?|desk|team|newsroom)\.?",
    re.IGNORECASE,
)
_OUTLET: Final = re.compile(
    r"\b(?:Gazette|News|Press|Agency|Times|Post|Foundation|Wire|Daily|Herald|Service|Staff|Bureau|Desk|Radio|Tribune|"
    r"Journal|Chronicle|Observer|Courier|Monitor|Review|Network|Media|Newsroom|Weekly|Today|Reuters)\b"
)
_HAN: Final = r"[一-鿿々]"
_HAN_PLACE: Final = rf"(?:\s*[／/]?\s*{_HAN}{{2,6}}(?:报道|報導|報道|电|電))?"
_HAN_NAMES: Final = rf"{_HAN}{{2,4}}(?:·{_HAN}{{1,8}})?(?:[、,，/\s]+{_HAN}{{2,4}}){{0,4}}?"
_REPORTER: Final = r"(?:记者|記者)"
_EAST: Final = (
    re.compile(rf"[(（【]?(?P<role>\S{{0,8}}?{_REPORTER})[:：\s／/]+(?P<names>{_HAN_NAMES}){_HAN_PLACE}[)）】]?"),
    re.compile(rf"(?P<role>(?:本报|本報)?{_REPORTER})(?P<run>{_HAN}{{4,7}})(?:报道|報導)"),
    re.compile(rf"[(（]?(?P<role>\S{{0,8}}?{_REPORTER})(?P<names>{_HAN}{{2,4}})[)）]?"),
    re.compile(rf"(?P<role>)(?:文|撰文|作者|撰稿|編輯|编辑|采写|採訪|取材)\s*[:：／/｜|・]\s*(?P<names>{_HAN_NAMES})"),
    re.compile(
        rf"(?P<names>{_HAN}{{2,4}}(?:[ 　]{_HAN}{{1,4}})?)\s*[（(／/|｜]?"
        rf"(?P<role>{_HAN}{{0,8}}(?:{_REPORTER}|特派[员員]|主[筆笔]|支局長))[)）]?"
    ),
    re.compile(
        rf"(?P<role>{_HAN}{{0,6}}(?:支局長|編集委員|特派員|論説委員))[:：\s]+"
        rf"(?P<names>{_HAN}{{1,4}}(?:[ 　]{_HAN}{{1,4}})?)"
    ),
    re.compile(
        r"(?:[(（][^)）]{1,30}[)）]\s*|[가-힣]{2,8}\s*[=＝]\s*)?"
        r"(?P<names>[가-힣]{2,4}(?:[·,ㆍ\s]+[가-힣]{2,4}){0,4}?)\s*"
        r"(?P<role>(?:[가-힣]{2,6}\s*)?(?:기자|특파원|논설위원|편집장|객원기자))"
    ),
)
_WITHIN: Final = (
    re.compile(
        rf"[（(](?P<role>\S{{0,6}}?{_REPORTER})[:：\s]*(?P<names>{_HAN}{{2,4}}(?:[、,，\s]+{_HAN}{{2,4}}){{0,4}})[）)]"
    ),
    re.compile(
        r"^[(（\[【][^)）\]】]{1,30}[=＝][^)）\]】]{1,30}[)）\]】]\s*"
        r"(?P<names>[가-힣]{2,4}(?:[·ㆍ\s]+[가-힣]{2,4}){0,3})\s*(?P<role>기자|특파원)\s*="
    ),
    re.compile(rf"^【{_HAN}{{1,8}}[=＝](?P<names>{_HAN}{{2,5}}|{_HAN}{{1,3}}[ 　]{_HAN}{{1,3}})】"),
)


def authors(line: str) -> tuple[Author, ...]:
    """Read one line as a byline; nothing where it is not plainly one.

    Known shapes: "By A and B", "A, Role", "A | Role", "A Role" where the last word is a reporter's, an editor's and so
    on, and the Chinese, Japanese and Korean ones ("本报记者 王小明", "山田太郎記者", "홍길동 기자").
    """
    line = " ".join(line.split())
    if not line or len(line) > LONGEST or nobody(line):
        return ()
    address = _EMAIL.search(line)
    bare = _EMAIL.sub(" ", line).strip(" ,|;()") if address else line
    found = _eastern(bare) or _western(bare)
    if address and len(found) == 1:
        return (Author(name=found[0].name, role=found[0].role, email=address[1]),)
    return found


def within(paragraph: str) -> tuple[Author, ...]:
    """Find the reporter that a dateline names: "（记者 王小明）", "(서울=통신) 홍길동 기자 =", "【北京＝山田太郎】"."""
    for shape in _WITHIN:
        if found := shape.search(paragraph[:LONGEST]):
            return tuple(Author(name=name, role=found.groupdict().get("role")) for name in _names(found["names"]))
    return ()


def nobody(line: str) -> bool:
    """Whether `line` is a byline that names nobody: "By Staff Reporters"."""
    return _NOBODY.fullmatch(line.strip()) is not None


def name_only(line: str) -> bool:
    """Whether `line` could be nothing but a name: 2 to 4 capitalised words, none of them a role's or an outlet's."""
    tokens = _PLACES.sub(_joined, line).split()
    return 2 <= len(tokens) <= 4 and _is_name(tokens) and not _OUTLET.search(line) and not any(map(_opens, tokens))


def role_only(line: str) -> bool:
    """Whether `line` is nothing but a role, as under a name: "China/Asia Pacific Reporter"."""
    tokens = _PLACES.sub(_joined, line).split()
    return 1 <= len(tokens) <= 6 and _ends(tokens) and (len(tokens) == 1 or _opens(tokens[0]))


def _western(line: str) -> tuple[Author, ...]:
    said = _BY.match(line)
    rest = _PLACES.sub(_joined, line[said.end() :].rstrip(" .") if said else line)
    people: list[Author] = []
    for part in _AND.split(rest):
        found = _person(part)
        if not found:  # perhaps the "and" stands in the role: "Oceans and Fisheries Correspondent"
            people = _person(rest)
            break
        people += found
    if not said and not any(person.role for person in people):
        return ()
    return tuple(_shared(people))


def _shared(people: list[Author]) -> list[Author]:
    """Give the role in the plural at the end to all: "Ana Reyes and Tomas Lim, Staff Writers"."""
    role = people[-1].role if people else None
    if role is None or not role.lower().endswith("s") or any(person.role for person in people[:-1]):
        return people
    return [Author(name=person.name, role=role) for person in people]


def _person(part: str) -> list[Author]:
    """Read "Name", "Name Role", "Name, Role", "Name, Outlet" or "Name, Name" into one or more authors."""
    people: list[Author] = []
    pieces = [piece for piece in _BREAK.split(part.strip().replace(" (", ", ").rstrip(")")) if piece]
    for number, piece in enumerate(pieces):
        tokens = _TAIL.sub("", piece).split()
        split = _split(tokens)
        if number and _ends(tokens) and (split is None or " " not in split.name):
            people[-1] = Author(name=people[-1].name, role=piece.replace("_", " "))
        elif number and _OUTLET.search(piece):
            continue
        elif split is not None:
            people.append(split)
        elif _is_name(tokens) and len(tokens) <= 5 and not _ends(tokens) and not _OUTLET.search(" ".join(tokens)):
            people.append(Author(name=" ".join(tokens)))
        else:
            return []
    return people


def _split(tokens: list[str]) -> Author | None:
    """Split "Ryan Example China/Asia Pacific Reporter" where the role begins: at the first word that opens one."""
    if len(tokens) < 2 or not _ends(tokens):
        return None
    begins = next((at for at in range(2, len(tokens)) if _opens(tokens[at])), len(tokens) - 1)
    if begins == 2 and _opens(tokens[1]):
        begins = 1
    name = tokens[:begins]
    if len(name) > 5 or not _is_name(name) or _opens(name[0]):
        return None
    return Author(name=" ".join(name).rstrip(","), role=" ".join(tokens[begins:]).replace("_", " "))


def _joined(place: re.Match[str]) -> str:
    return place[0].replace(" ", "_")


def _is_name(tokens: list[str]) -> bool:
    if not tokens or tokens[0].lower().strip(".,") in NEVER_A_NAME:
        return False
    named = [token for token in tokens if token not in PARTICLES]
    return bool(named) and all(_NAME.fullmatch(token.rstrip(",")) for token in named)


def _ends(tokens: list[str]) -> bool:
    return bool(tokens) and tokens[-1].lower().strip(".,()") in ENDS


def _opens(token: str) -> bool:
    word = token.lower().strip(".,()")
    return "_" in word or word.endswith("-based") or any(part in OPENS for part in (word, *word.split("/")))


def _eastern(line: str) -> tuple[Author, ...]:
    for shape in _EAST:
        found = shape.fullmatch(line)
        if found is None:
            continue
        parts = found.groupdict()
        if run := parts.get("run"):  # 記者陳怡君台北報導: a name of three where the rest still is a place
            return (Author(name=run[: min(3, len(run) - 2)], role=parts["role"]),)
        role = (parts["role"] or "").strip() or None
        return tuple(Author(name=name, role=role) for name in _names(parts["names"]))
    return ()


def _names(text: str) -> list[str]:
    """Part names at their commas; Japanese "山田 太郎" is one person, Chinese "王小明 李华" two."""
    parts = [part for part in re.split(r"[、,，/ㆍ]|(?<=[가-힣])[·\s]+(?=[가-힣])", text) if part.strip()]
    people: list[str] = []
    for part in parts:
        words = part.split()
        whole = len(words) == 2 and len(words[0]) <= 2 and len(words[1]) <= 2 and len(part) <= 5
        people += [part.strip()] if whole else words
    return people
