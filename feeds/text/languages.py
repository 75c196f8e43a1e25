"""The language of a text as a BCP 47 tag: the script decides where it can, the source's word where it cannot."""

import re
from collections import Counter
from types import MappingProxyType

_SAMPLE = 4000
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?((?:-[A-Za-z0-9]{5,8}){0,3})")
_SCRIPTS = MappingProxyType({
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7af]+"),
    "kana": re.compile("[\u3041-\u3096\u30a1-\u30fa]+"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+"),
    "th": re.compile("[\u0e00-\u0e7f]+"),
    "lo": re.compile("[\u0e80-\u0eff]+"),
    "km": re.compile("[\u1780-\u17ff]+"),
    "my": re.compile("[\u1000-\u109f]+"),
    "bo": re.compile("[\u0f00-\u0fff]+"),
    "ta": re.compile("[\u0b80-\u0bff]+"),
    "te": re.compile("[\u0c00-\u0c7f]+"),
    "kn": re.compile("[\u0c80-\u0cff]+"),
    "ml": re.compile("[\u0d00-\u0d7f]+"),
    "si": re.compile("[\u0d80-\u0dff]+"),
    "gu": re.compile("[\u0a80-\u0aff]+"),
    "pa": re.compile("[\u0a00-\u0a7f]+"),
    "ka": re.compile("[\u10a0-\u10ff]+"),
    "hy": re.compile("[\u0530-\u058f]+"),
    "he": re.compile("[\u0590-\u05ff]+"),
    "el": re.compile("[\u0370-\u03ff]+"),
    "latin": re.compile("[\u00c0-\u024f\u1e00-\u1eff]+"),
    "other": re.compile("[\u0400-\u052f\u0600-\u06ff\u0900-\u09ff\u1800-\u18af]+"),
})  # fmt: skip
_SIMPLIFIED = frozenset(
    "这国们来说时会对为学过动发现东车马长门问间关开见业义书买乱争亚产亲亿从仅优众伟传体伤务农冲决况准几击划则刚创别办劳势华协单卖卫压厂历参双变"
    "后吗听员启团围图场块坏声处备复头夺奖妇孙宁实审宪导将尔尽层岁岛币师带帮应库庆张录总态战户护报担据拥换择挥损摇数断无旧显暂术机权条标样桥检欢气汉"
    "汇沟济测灭灾点热爱环电痪监盘着矿码确离种积称稳穷竞笔级纪约红纳线组织终经结给络统继续维综编缩网罗职联肃脑节范药获虑虽补装规视览觉订认讨让训议记讲"
    "许论设访证评识诉词译试话该详语误请诸读课调谁谈财责败货质费贸资赛赞赢赶趋转轮软轻载较边达迁运还进远连选递邮释针钱铁银错键队阳阶际陆险隐难韩页"
    "项顺须顾预领频题风飞饭馆驻验鱼鸡黄齐龙"
)
_TRADITIONAL = frozenset(
    "這國們來說時會對為學過動發現東車馬長門問間關開見業義書買亂爭亞產親億從僅優眾偉傳體傷務農衝決況準幾擊劃則剛創別辦勞勢華協單賣衛壓廠歷參雙變"
    "後嗎聽員啟團圍圖場塊壞聲處備復頭奪獎婦孫寧實審憲導將爾盡層歲島幣師帶幫應庫慶張錄總態戰戶護報擔據擁換擇揮損搖數斷無舊顯暫術機權條標樣橋檢歡氣漢"
    "匯溝濟測滅災點熱愛環電癱監盤著礦碼確離種積稱穩窮競筆級紀約紅納線組織終經結給絡統繼續維綜編縮網羅職聯肅腦節範藥獲慮雖補裝規視覽覺訂認討讓訓議記講"
    "許論設訪證評識訴詞譯試話該詳語誤請諸讀課調誰談財責敗貨質費貿資賽贊贏趕趨轉輪軟輕載較邊達遷運還進遠連選遞郵釋針錢鐵銀錯鍵隊陽階際陸險隱難韓頁"
    "項順須顧預領頻題風飛飯館駐驗魚雞黃齊龍"
)
_SIMPLIFIED_ONLY = re.compile(f"[{''.join(sorted(_SIMPLIFIED - _TRADITIONAL))}]")
_TRADITIONAL_ONLY = re.compile(f"[{''.join(sorted(_TRADITIONAL - _SIMPLIFIED))}]")
_SIMPLIFIED_REGIONS = frozenset({"CN", "SG", "MY"})
_TRADITIONAL_REGIONS = frozenset({"TW", "HK", "MO"})
# Words of English that no neighbour in the same script uses as often.
_ENGLISH_WORDS = "the of and to in that is was for with as by at from has have been were which this will are"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_WORD = re.compile("[a-z]+")
_ASCII = re.compile("[\x00-\x7f]+")
_LETTER = re.compile("[A-Za-z]")
_FOREIGN = re.compile(f"[{''.join(script.pattern[1:-2] for script in _SCRIPTS.values())}]")
_NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalpha())


def detected(text: str, declared: str | None) -> str | None:
    """Give the BCP 47 tag of `text`, or None where neither it nor `declared` tells.

    A script that one language writes decides; Han tells simplified from traditional, with the region of `declared`
    where that is Chinese ("zh-CN" → "zh-Hans-CN"). Otherwise `declared` in its proper case, if it is a tag.
    """
    sample = text[:_SAMPLE]
    tag = _normal(declared)
    script = _script(sample)
    if script == "han":
        return _chinese(sample, tag)
    if script in {"latin", "other", None}:
        return _expanded(tag) or ("en" if script == "latin" and _is_english(sample) else None)
    language = {"hangul": "ko", "kana": "ja"}.get(str(script), str(script))
    same = tag is not None and tag.split("-")[0] == language
    if script in {"he", "bo", "my"} and tag is not None:  # Yiddish, Dzongkha and Shan share a neighbour's letters
        return tag
    return tag if same else language


def _script(sample: str) -> str | None:
    foreign = "" if sample.isascii() else _ASCII.sub("", sample)
    if _FOREIGN.search(foreign) is None:
        return "latin" if _LETTER.search(sample) else None
    counts: Counter[str] = Counter()
    for name, pattern in _SCRIPTS.items():
        rest = pattern.sub("", foreign)
        counts[name] = len(foreign) - len(rest)
        foreign = rest
    counts["latin"] += len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    dense = counts["han"] + counts["kana"] + counts["hangul"]
    if dense and dense * 3 >= counts["latin"]:  # one Han character says as much as three Latin letters
        if counts["hangul"] * 4 >= dense:
            return "hangul"
        return "kana" if counts["kana"] * 12 >= dense else "han"
    script, most = counts.most_common(1)[0]
    return script if most else None


def _chinese(sample: str, tag: str | None) -> str:
    if tag is not None and tag.split("-")[0] == "ja" and not _leans(sample):
        return tag
    region = next((part for part in (tag or "").split("-")[1:] if len(part) == 2), "")
    if tag is None or tag.split("-")[0] not in {"zh", "yue", "cmn"}:
        region = ""
    leaning = _leans(sample)
    if leaning:
        script = "Hans" if leaning > 0 else "Hant"
    else:
        script = "Hant" if region in _TRADITIONAL_REGIONS or "Hant" in (tag or "") else "Hans"
    return f"zh-{script}-{region}" if region else f"zh-{script}"


def _leans(sample: str) -> int:
    """Give how many more of the characters are simplified only than traditional only."""
    return len(_SIMPLIFIED_ONLY.findall(sample)) - len(_TRADITIONAL_ONLY.findall(sample))


def _expanded(tag: str | None) -> str | None:
    """Give a Chinese tag its script; any other as it is."""
    if tag is None or tag.split("-")[0] != "zh":
        return tag
    return _chinese("", tag) if "-" in tag else tag


def _normal(declared: str | None) -> str | None:
    """Give a declared tag in the case of RFC 5646 (section 2.1.1), None where it is none."""
    found = _TAG.fullmatch((declared or "").strip().replace("_", "-"))
    if found is None or found[1].lower() in {"und", "mul", "zxx", "xx"}:
        return None
    parts = (found[1].lower(), (found[2] or "").title(), (found[3] or "").upper(), found[4].strip("-").lower())
    return "-".join(part for part in parts if part)


def _is_english(sample: str) -> bool:
    words = _WORD.findall(sample.lower())
    return len(words) >= 5 and sum(word in _ENGLISH for word in words) * 6 >= len(words)
