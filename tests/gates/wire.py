"""A made day of the wire: 2,000 invented articles of many papers, of which 300 are copies of others, in six kinds.

The words are made up of syllables and characters by a seed, with the small words of each language between them, as
often as they are in news: so two stories share what any two stories share. Among the rest are what must not be taken
for copies: reports made of one template with other figures and names, and stories of one topic told by two papers.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from feeds.article import Article, Author, Origin
from feeds.select.cluster.words import _simplified
from tests.world import make_article

ALL: Final = 2000
COPIES: Final = 300
KINDS: Final = ("headline", "byline", "cut", "added", "rewritten", "east")
PAPERS: Final = 40
_LANGUAGES: Final = ("en", "zh-Hans", "ja", "ko")
_ONSETS_SAID: Final = "b bl br c ch d dr f fl g gr h j k l m n p pl pr qu r s sh st str t th tr v w"
_ONSETS: Final = _ONSETS_SAID.split()
_VOWELS_SAID: Final = "a ai e ea i o oa oo u"
_VOWELS: Final = _VOWELS_SAID.split()
_CODAS_SAID: Final = "d ft g ld ll m n nd ng nt r rd rk s sk st t"
_CODAS: Final = _CODAS_SAID.split()
_SMALL_EN_SAID: Final = (
    "the of and to in a for on with that at from by as after which its their under between into over"
)
_SMALL_EN: Final = _SMALL_EN_SAID.split()
_HAN: Final = (
    "山水火木金石田雨雪云风雷光明星辰海河江湖港湾船桥路门楼台城镇村市场店馆院校医药工农商业会社团体员长官民众"
    "东西南北中上下前后左右内外大小高低新旧老少红黄蓝白黑青绿春夏秋冬日月年时分早晚书画音乐歌舞剧影报网电话机车"
    "轮船飞鸟鱼虫花草树林果菜米面茶酒糖盐油布衣鞋帽伞灯床桌椅窗墙砖瓦铁铜银玉珠宝石沙泥土地天空气温热冷暖干湿"
    "学习研究开发建设计划管理服务经济贸易投资金融银行货币价格市值增长减少提高降低改善促进支持合作交流访问谈判"
)
_SMALL_ZH_SAID: Final = "的 了 在 和 是 将 与 对 为 等 从 以 及 表示 称 说 已经 目前 其中 进行 有关 方面"
_SMALL_ZH: Final = _SMALL_ZH_SAID.split()
_KANA_SAID: Final = "の に を は が と で も から まで より について では として による した する された という"
_KANA: Final = _KANA_SAID.split()
_SMALL_KO_SAID: Final = "은 는 이 가 을 를 에 의 와 과 도 에서 으로 부터 까지 라고 했다 밝혔다 위한 따르면"
_SMALL_KO: Final = _SMALL_KO_SAID.split()


@dataclass(frozen=True, slots=True)
class Wire:
    """The day: articles in the order they come, and of each that is a copy the id of its original and its kind."""

    articles: tuple[Article, ...]
    copies: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Story:
    """What a story says: paragraphs of sentences."""

    language: str
    title: str
    paragraphs: tuple[str, ...]


class _Tongue:
    """Invented words of one language, some often and most seldom."""

    def __init__(self, language: str, dice: random.Random) -> None:
        self.language = language
        self.dice = dice
        self.east = language != "en"
        self.small = {"en": _SMALL_EN, "zh-Hans": _SMALL_ZH, "ja": _KANA, "ko": _SMALL_KO}[language]
        self.words = list(dict.fromkeys(self._word() for _ in range(3000)))
        self.names = list(dict.fromkeys(self._word().title() for _ in range(400)))
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))

    def _word(self) -> str:
        if self.language == "en":
            pick = self.dice.choice
            return "".join(pick(_ONSETS) + pick(_VOWELS) for _ in range(self.dice.choice((1, 1, 2)))) + pick(_CODAS)
        if self.language == "ko":
            return "".join(chr(0xAC00 + 28 * self.dice.randrange(399)) for _ in range(self.dice.choice((2, 2, 3))))
        return "".join(self.dice.choice(_HAN) for _ in range(self.dice.choice((2, 2, 2, 3))))

    def word(self) -> str:
        return self.dice.choices(self.words, cum_weights=self.weights)[0]

    def name(self) -> str:
        return self.dice.choice(self.names)

    def figure(self) -> str:
        kind = self.dice.randrange(4)
        if kind == 0:
            return f"{self.dice.randrange(1_000, 900_000):,}"
        return f"{self.dice.uniform(0, 90):.1f}" if kind == 1 else str(self.dice.randrange(2, 400))

    def sentence(self) -> str:
        """Give a sentence of some fifteen words, every second or third of them a small one."""
        parts: list[str] = []
        for _ in range(self.dice.randrange(7, 13)):
            parts += [self.word(), self.dice.choice(self.small)] if self.dice.random() < 0.7 else [self.word()]
        for make, chance in ((self.name, 0.7), (self.name, 0.4), (self.figure, 0.5)):
            if self.dice.random() < chance:
                parts.insert(self.dice.randrange(1, len(parts)), make())
        return self.joined(parts)

    def joined(self, parts: Sequence[str]) -> str:
        if self.language == "en":
            return " ".join(parts).capitalize()[:1] + " ".join(parts)[1:] + "."
        if self.language == "ko":
            return " ".join("".join(pair) for pair in zip(parts[::2], [*parts[1::2], ""], strict=False)) + "."
        return "".join(parts) + "。"

    def title(self) -> str:
        parts = [self.name(), *(self.word() for _ in range(self.dice.randrange(5, 9)))]
        return (" " if self.language in {"en", "ko"} else "").join(parts)

    def story(self) -> _Story:
        paragraphs = tuple(self.paragraph() for _ in range(self.dice.randrange(6, 12)))
        return _Story(self.language, self.title(), paragraphs)

    def paragraph(self) -> str:
        between = " " if self.language in {"en", "ko"} else ""
        return between.join(self.sentence() for _ in range(self.dice.randrange(2, 4)))


def wire(seed: int) -> Wire:
    """Give the day that `seed` makes."""
    dice = random.Random(seed)  # noqa: S311 - it invents words
    tongues = {language: _Tongue(language, dice) for language in _LANGUAGES}
    originals = [
        _article(number, tongues[_LANGUAGES[number % 4]].story(), dice.randrange(PAPERS))
        for number in range(ALL - COPIES - 600)
    ]
    made = originals + _templates(tongues, dice, 1 + len(originals)) + _topics(tongues, dice, 10_000)
    copies: dict[str, tuple[str, str]] = {}
    everything = list(made)
    pool = list(originals)
    dice.shuffle(pool)
    for number in range(COPIES):
        kind = KINDS[number % len(KINDS)]
        original = _taken(pool, east=kind == "east")
        copy = _COPYING[kind](original, tongues, dice)
        paper = _other(original.source, dice)
        copy = replace(
            copy,
            id=f"urn:uuid:00000000-0000-5000-9000-{number:012d}",
            source=paper,
            link=f"https://{paper}.example/{number}",
        )
        copies[copy.id] = (original.id, kind)
        everything.append(copy)
    dice.shuffle(everything)
    return Wire(tuple(everything), copies)


def _article(number: int, story: _Story, paper: int) -> Article:
    name = f"paper-{paper}"
    return make_article(
        number,
        source=name,
        title=story.title,
        language=story.language,
        summary=story.paragraphs[0],
        content="".join(f"<p>{one}</p>" for one in story.paragraphs),
        link=f"https://{name}.example/stories/{number}",
        origin=Origin(title=f"The {name.title()}"),
        authors=(),
    )


def _templates(tongues: dict[str, _Tongue], dice: random.Random, first: int) -> list[Article]:
    """Give 400 reports of twenty templates, each with its own names and figures: markets, weather, results, deaths."""
    found: list[Article] = []
    for template in range(20):
        tongue = tongues[_LANGUAGES[template % 4]]
        frame = [
            [tongue.word() if dice.random() < 0.55 else dice.choice(tongue.small) for _ in range(14)] for _ in range(14)
        ]
        heading = [tongue.word() for _ in range(6)]
        for _ in range(20):
            sentences = [tongue.joined(_filled(line, tongue, dice)) for line in frame]
            between = " " if tongue.language in {"en", "ko"} else ""
            title = between.join(_filled(heading, tongue, dice))
            story = _Story(
                tongue.language, title, tuple(between.join(sentences[at : at + 2]) for at in range(0, 14, 2))
            )
            found.append(_article(first + len(found), story, dice.randrange(PAPERS)))
    return found


def _filled(line: Sequence[str], tongue: _Tongue, dice: random.Random) -> list[str]:
    parts = list(line)
    parts.insert(4, tongue.name())
    parts.insert(9, tongue.figure() if dice.random() < 0.7 else tongue.name())
    return parts


def _topics(tongues: dict[str, _Tongue], dice: random.Random, first: int) -> list[Article]:
    """Give 200 articles in a hundred pairs: two papers on one event, with its figures, names and a quotation alike."""
    found: list[Article] = []
    for pair in range(100):
        tongue = tongues[_LANGUAGES[pair % 4]]
        quoted = tongue.sentence()
        facts = [tongue.name() for _ in range(4)] + [tongue.figure() for _ in range(3)]
        for _ in range(2):
            story = tongue.story()
            told = [_with(paragraph, facts, tongue, dice) for paragraph in story.paragraphs]
            told[len(told) // 2] += (" " if tongue.language in {"en", "ko"} else "") + quoted
            found.append(_article(first + len(found), replace(story, paragraphs=tuple(told)), dice.randrange(PAPERS)))
    return found


def _with(paragraph: str, facts: Sequence[str], tongue: _Tongue, dice: random.Random) -> str:
    between = " " if tongue.language in {"en", "ko"} else ""
    extra = tongue.joined(
        [tongue.word(), dice.choice(facts), tongue.word(), dice.choice(tongue.small), dice.choice(facts)]
    )
    return paragraph + between + extra


def _taken(pool: list[Article], *, east: bool) -> Article:
    at = next(place for place, one in enumerate(pool) if not east or one.language != "en")
    return pool.pop(at)


def _other(source: str, dice: random.Random) -> str:
    return dice.choice([f"paper-{number}" for number in range(PAPERS) if f"paper-{number}" != source])


def paragraphs(article: Article) -> list[str]:
    """Give the paragraphs of an article of the day."""
    return article.content.removeprefix("<p>").removesuffix("</p>").split("</p><p>")


def _told(article: Article, told: Sequence[str], title: str | None = None) -> Article:
    content = "".join(f"<p>{one}</p>" for one in told)
    return replace(article, title=title or article.title, content=content, summary=told[0])


def _headline(article: Article, tongues: dict[str, _Tongue], dice: random.Random) -> Article:
    return _told(article, paragraphs(article), tongues[article.language or ""].title())


def _byline(article: Article, tongues: dict[str, _Tongue], dice: random.Random) -> Article:
    tongue = tongues[article.language or ""]
    name = tongue.name()
    first, *rest = paragraphs(article)
    lines = {
        "en": (
            f"{name.upper()}, Nov 20 (Farwire) - {first}",
            f"(Reporting by {name} and {tongue.name()}; Editing by {tongue.name()})",
        ),
        "zh-Hans": (f"远通社{name}11月20日电（记者{tongue.name()}）{first}", "（完）"),
        "ja": (f"【{name}＝遠通】{first}", "（了）"),
        "ko": (f"({name}=먼통신) {tongue.name()} 기자 = {first}", "(끝)"),
    }[tongue.language]
    return replace(_told(article, [lines[0], *rest, lines[1]]), authors=(Author(name=f"{name} {tongue.name()}"),))


def _cut(article: Article, tongues: dict[str, _Tongue], dice: random.Random) -> Article:
    told = paragraphs(article)
    title = tongues[article.language or ""].title() if dice.random() < 0.5 else article.title
    return _told(article, told[: max(2, round(len(told) / 3))], title)


def _added(article: Article, tongues: dict[str, _Tongue], dice: random.Random) -> Article:
    tongue = tongues[article.language or ""]
    told = paragraphs(article)
    for _ in range(dice.randrange(2, 6)):
        told.insert(dice.randrange(0, len(told) + 1), tongue.paragraph())
    return _told(article, told, tongue.title() if dice.random() < 0.5 else None)


def _rewritten(article: Article, tongues: dict[str, _Tongue], dice: random.Random) -> Article:
    """Change some words in a hundred, the quotation marks and how figures are written."""
    tongue = tongues[article.language or ""]
    return _told(
        article, [_edited(one, tongue, dice) for one in paragraphs(article)], _edited(article.title, tongue, dice)
    )


def _edited(text: str, tongue: _Tongue, dice: random.Random) -> str:
    if tongue.language in {"en", "ko"}:
        kept = [tongue.word() if word.islower() and dice.random() < 0.05 else word for word in text.split(" ")]
        text = " ".join(kept) if tongue.language == "en" else text.replace(" ", "  ", 3)
    else:
        text = "".join(dice.choice(_HAN) if one in _HAN and dice.random() < 0.02 else one for one in text)
        text = text.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    return text.replace(",", "") if dice.random() < 0.5 else text.replace("'", "’").replace(" - ", " — ")


def _east(article: Article, tongues: dict[str, _Tongue], dice: random.Random) -> Article:
    """Give a copy in the other script of Chinese, or of Japanese and Korean one with byline, headline and a cut."""
    if article.language == "zh-Hans":
        table = {ord(simple): chr(traditional) for traditional, simple in _simplified().items()}
        turned = [one.translate(table) for one in paragraphs(article)]
        return replace(_told(article, turned, article.title.translate(table)), language="zh-Hant")
    changed = _byline(_headline(article, tongues, dice), tongues, dice)
    return _told(changed, paragraphs(changed)[:-2], changed.title)


_COPYING: Final[dict[str, Callable[[Article, dict[str, _Tongue], random.Random], Article]]] = {
    "headline": _headline, "byline": _byline, "cut": _cut, "added": _added, "rewritten": _rewritten, "east": _east,
}  # fmt: skip
