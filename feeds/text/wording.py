"""Which language of a script a text is in, by its commonest words and by letters and endings that are its own."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from math import exp, log
from types import MappingProxyType
from typing import Final

_LOOKED_AT: Final = 400  # characters: a headline and the beginning of its first paragraph
# Vowel signs and joiners are no letters to `re`, but are to words.
_SIGNS: Final = "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u200c\u200d"
_L: Final = rf"(?:[^\W\d_]|[{_SIGNS}])"
_SIGNED_WORD: Final = re.compile(rf"{_L}+(?:['-]{_L}+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_MARKED: Final = 60  # words whose letters are looked at
_PLAINLY: Final = (
    0.3  # which part of its words a text shares with the vocabulary of its language, and of no distant one
)
_FEWEST: Final = 4
_FEW: Final = 2
_SPELLED: Final = 25  # words whose sequences of letters are
_WEIGHT: Final = 0.3  # of spelling, beside words
_UNSEEN: Final = 0.3  # which part of the sequences of a text no vocabulary of this size holds
_RARE: Final = _UNSEEN / 5000  # how often one of them comes
_SPREAD: Final = 3.0  # by how much a vocabulary of a hundred words is less sure than its figures say
# Letters and endings that no neighbour has, or few; each finding counts as much as a word.
_MARKS: Final = MappingProxyType({
    name: re.compile(marks)
    for name, marks in {
        "en": r"(?:tion|tions|ing|ness|ment|ship|ward|ght)(?!\w)|(?<!\w)(?:th|wh|kn)[a-z]|'s(?!\w)|ck(?!\w)",
        "vi": r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]",
        "id": r"(?<!\w)(?:ber|ter|meng|mem|men|peng|pem|ke|di)[a-z]{4,}(?:kan|an)?(?!\w)|(?:kan|nya|asi|isi)(?!\w)",
        "ms": r"(?<!\w)(?:ber|ter|meng|mem|men|peng|pem|ke|di)[a-z]{4,}(?:kan|an)?(?!\w)|(?:kan|nya|asi|isi)(?!\w)",
        "fil": r"(?<!\w)(?:nag|mag|pag|nak|ipin|pina|pinag|kina|naki|maka|ika)[a-z]{3,}"
               r"|(?<=[aeiou])ng(?!\w)|[^aeiou]um[aeiou]"
               r"|(?<!\w)[bdghklmnprst]in[aeiou][a-z]+(?:an|in)(?!\w)",
        "fr": r"(?<!\w)[ldnsjcqu]{1,2}['’](?=\w)|[çèêëîïœùû]|(?:eau|eux|ées?|ment|tion|aise|ais)(?!\w)",
        "pt": r"[ãõ]|(?:ção|ções|ões|ão|dade|mente|inha)(?!\w)|[ln]h[aeo]",
        "es": r"[ñ¿¡]|(?:ción|ciones|dad|mente|ería|ió)(?!\w)|ll[aeo]",
        "de": r"[äöüß]|(?:ung|ungen|heit|keit|lich|isch|schen|ßen)(?!\w)|sch",
        "nl": r"ij|(?:aa|ee|oo|uu)[a-z]|sch[^wmnl]|(?:heid|lijk|tje)(?!\w)",
        "sv": r"[åö]|(?:ning|arna|erna|orna|het)(?!\w)|(?<!\w)sj|[^c]kt",
        "da": r"[æøå]|(?:erne|hed|else|ning)(?!\w)",
        "pl": r"[ąęłńśźżć]|(?:sz|cz|rz)|(?:ów|ego|ych|owy)(?!\w)",
        "tr": r"[ığş]|(?:lar|ler|dan|den|dı|di|nin|nın|mek|mak)(?!\w)",
        "it": r"[ìò]|(?:zione|zioni|mente|ità|ella|ello)(?!\w)|gli",
        "tet": r"(?:-nia|-nian|-sira|ne'e|sa'e|saun|dór)(?!\w)",
        "uz": r"[og][ʻ‘'’](?=\w)|(?:lar|ning|lari|dan|moqda|ishi)(?!\w)|[ўқғҳ]",
        "ru": r"(?:ого|его|ется|ать|ить|ный|ная|ение|ость|ов|ами|ся)(?!\w)",
        "uk": r"[іїєґ]",
        "sr": r"[ђјљњћџ]",
        "kk": r"[әғқңұһі]",
        "ky": r"[ңөү]|(?:уу|үү|дын|нын|лар|лер|дар)(?!\w)",
        "mn": r"[өү]|(?:ийн|ын|лаа|лээ|лоо|сан|сэн|уул|үүл|гийн|ийг)(?!\w)|(?:аа|ээ|оо|үү|өө)",
        "tg": r"[ӣӯҷҳғқ]|(?:ҳои|ҳо|ият)(?!\w)",
        "fa": r"[پچژگ]|(?<!\w)می",
        "ur": r"[ٹڈڑںےھہ]",
        "ps": r"[ټډړښګځڅۍېڼ]",
        "ug": r"[ۆۇۈۋەڭ]",
        "ar": r"(?<!\w)ال|[ةىأإ]",
        "as": r"[ৰৱ]",
        "bn": r"[র]",
        "ne": r"(?:छ|छन्|एको|ाइ)(?!\w)",
        "mr": r"ळ|(?:च्या|ला|ात|ील)(?!\w)",
        "hi": r"(?<!\w)(?:है|हैं|में)(?!\w)",
    }.items()
})  # fmt: skip
# What a language's alphabet does not have: a word with one of these is another's.
_ALIEN: Final = MappingProxyType({
    name: re.compile(letters)
    for name, letters in {
        "ru": "[іїєґўђјљњћџәғқңұһөүӣӯҷҳ]",
        "sr": "[щъыьэюяйёіїєґўәғқңұһөүӣӯҷҳ]",
        "uk": "[ыэёъўђјљњћџәғқңұһөүӣӯҷҳ]",
        "kk": "[ўӣӯҷҳђјљњћџїєґ]",
        "ky": "[әғқұһіўӣӯҷҳђјљњћџїєґ]",
        "mn": "[әғқңұһіўӣӯҷҳђјљњћџїєґ]",
        "tg": "[әңұһіўөүђјљњћџїєґыщ]",
        "uz": "[әңұһіөүӣӯҷђјљњћџїєґыщäöüßñçéèêàãõăâđơư]",
        "en": "[ăâđơưãõñßäöüçàèêìòùạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "id": "[ăâđơưãõñßäöüçáàèêéìíòóùúạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "ms": "[ăâđơưãõñßäöüçáàèêéìíòóùúạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "fil": "[ăâđơưãõßäöüçàèêìòùạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "fr": "[ăđơưãõñßäöáíóúìòạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "pt": "[ăđơưñßäöüìòùèạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "es": "[ăâđơưãõßäöçàèêìòùạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "de": "[ăâđơưãõñçáàèêíìóòúùạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "it": "[ăâđơưãõñßäöüçáíóúạảấầậắặẹếềểệịọốồộớờợụứừự]",
        "hi": "ळ",
    }.items()
})  # fmt: skip


def scores(text: str, script: str) -> Mapping[str, float]:
    """Give for each language of `script` how much of the beginning of `text` speaks for it: 0 nothing, 1 every word.

    Where the words leave it open, as those of a short headline do, so do letters and endings, and the sequences of
    letters.
    """
    words = _words(text, script)
    if not words:
        return {}
    counts = _known_words(words, script)
    if not _is_settled(counts, len(words)):
        _add_marks(counts, words[:_MARKED], script)
    likely = {} if _is_settled(counts, len(words)) else _likelihoods(words[:_SPELLED], script)
    shares = {name: counts[name] / (2 * len(words)) + _WEIGHT * likely.get(name, 0.0) for name in _languages(script)}
    return {name: share for name, share in shares.items() if share > 0}


def is_evident(language: str, text: str, script: str) -> bool:
    """Say whether there are words of `language` in a text, and not only letters that look like it."""
    known = _vocabulary(script)
    return sum(language in known.get(word, ()) for word in _words(text, script)) >= _FEW


def is_plainly(language: str, text: str, script: str) -> bool:
    """Say whether so many of the first words are of `language` that it need not be compared with others."""
    words, known = _words(text, script), _vocabulary(script)
    return sum(language in known.get(word, ()) for word in words) >= max(_FEWEST, _PLAINLY * len(words))


def _words(text: str, script: str) -> list[str]:
    sample = text[:_LOOKED_AT].lower().replace("’", "'").replace("ʻ", "'").replace("‘", "'")
    return (_WORD if script in {"Latn", "Cyrl"} else _SIGNED_WORD).findall(sample)


def _known_words(words: list[str], script: str) -> Counter[str]:
    """Count two for each word that is in the vocabulary of a language."""
    known = _vocabulary(script)
    counts: Counter[str] = Counter()
    for word in words:
        for language in known.get(word, ()):
            counts[language] += 2
    return counts


def _is_settled(counts: Counter[str], words: int) -> bool:
    """Say whether one language has the half of all words, and twice as many as any other."""
    first, second = (*sorted(counts.values(), reverse=True), 0, 0)[:2]
    return first > 2 * second and first > words


def _add_marks(counts: Counter[str], words: list[str], script: str) -> None:
    """Count one for each mark of a language, and take two for each word that it cannot spell."""
    sample = " ".join(words)
    for language in _languages(script):
        counts[language] += len(_MARKS[language].findall(sample))
        if language in _ALIEN:
            counts[language] -= 2 * sum(1 for word in words if _ALIEN[language].search(word))


def _likelihoods(words: list[str], script: str) -> dict[str, float]:
    """Give for each language how likely it spells such words, by the sequences of three letters in its vocabulary."""
    spelling = _spelling(script)
    found = Counter(three for word in words for three in _threes(word))
    sums = {
        language: sum(count * log(seen.get(three, _RARE)) for three, count in found.items())
        for language, seen in spelling.items()
    }
    most = max(sums.values())
    weights = {language: exp((value - most) / _SPREAD) for language, value in sums.items()}
    return {language: weight / sum(weights.values()) for language, weight in weights.items()}


def _threes(word: str) -> Iterator[str]:
    padded = f" {word} "
    return (padded[start : start + 3] for start in range(len(padded) - 2))


@cache
def _spelling(script: str) -> Mapping[str, Mapping[str, float]]:
    """Give how often each language writes each three letters, among all that it writes."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in _languages(script)}
    for language, written, words in _lines():
        if written == script:
            counts[language].update(three for word in words for three in _threes(word))
    return {
        language: {three: (1 - _UNSEEN) * count / seen.total() + _RARE for three, count in seen.items()}
        for language, seen in counts.items()
    }


def knows(language: str, script: str) -> bool:
    """Say whether there is evidence to be had for or against `language` in `script`."""
    return language in _languages(script)


@cache
def _vocabulary(script: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, written, words in _lines():
        if written == script:
            for word in words:
                found[word] = tuple(dict.fromkeys((*found.get(word, ()), language)))
    return found


@cache
def _languages(script: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language for language, written, _ in _lines() if written == script))


@cache
def _lines() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    text = files("feeds.text").joinpath("data/wording.txt").read_text("utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((language, script, tuple(words)) for language, script, *words in rows)
