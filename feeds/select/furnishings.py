"""What stands around an article, in the languages of the beat: sold space, counters, invitations, how long ago it was.

Each is a whole paragraph, and told by a label or a figure: "Share on …", but not "Share prices fell".
"""

import re
from typing import Final

from feeds.text.words import settled

_LONGEST: Final = 160
_NUMBER: Final = r"[\d.,]+ ?[kmw万萬천만]?"
_SOLD: Final = (
    "advertisements?|advertising|sponsored|promoted|paid (?:post|content)|ad feature|广告|廣告|広告|スポンサー|pr"
    "|광고|quảng cáo|iklan|โฆษณา"
)
_COUNTED: Final = (
    "views?|reads?|shares?|likes?|comments?|replies|hits|次阅读|次閱讀|阅读量?|閱讀|浏览量?|瀏覽|点击|评论|評論|留言"
    "|条评论|條評論|点赞|閲覧数|回閲覧|コメント|件のコメント|조회수?|댓글|추천|lượt xem|bình luận|dibaca"
    "|kali dibaca|komentar|ครั้ง|ความคิดเห็น"
)
_LABELS: Final = (
    "related(?: (?:stories|articles|news|coverage|topics))?|recommended(?: (?:for you|reading))?|most (?:read|popular)"
    "|more (?:stories|news|coverage)|see also|also read|read also|read next|read more|continue reading"
    "|you may also like"
    "|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|阅读原文|查看更多|相关(?:阅读|新闻|报道)|相關(?:閱讀|新聞|報導)"
    "|更多(?:新闻|新聞|内容)|関連記事|続きを読む|あわせて読みたい|관련기사|더보기|xem thêm|đọc thêm"
    "|tin liên quan|baca juga|baca selengkapnya|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง"
)
_INVITING: Final = (
    "(?:share|tweet|e-?mail|print|save) this(?: (?:article|story|page|post|link|news))?(?: (?:on|via|with) .{0,40})?"
    r"|share(?: (?:on|via) \S{2,20})?|tweet|e-?mail|print|save(?: for later)?|copy link|follow (?:us|our)\b.{0,60}"
    r"|like us\b.{0,40}|subscribe(?: (?:to|now|today)\b.*)?|sign up(?: (?:for|to|now|here)\b.*)?|download our app\b.*"
    "|分享(?:[到至].{0,12})?|扫码.{0,20}|扫一扫.{0,20}|(?:关注我们|關注我們).{0,20}|点击关注.{0,20}|シェア(?:する)?"
    "|ツイート(?:する)?|フォローする?|공유(?:하기)?|구독(?:하기)?|chia sẻ|theo dõi chúng tôi.{0,40}|bagikan"
    "|ikuti kami.{0,40}|แชร์|ติดตามเรา.{0,40}"
)
_TOUCHED: Final = (
    r"(?:last |first )?(?:updated|published|posted|modified)|更新(?:时间|時間|日時)?|发布时间|發布時間|最終更新"
    "|公開日時|입력|수정|cập nhật|diperbarui|อัปเดต"
)
_TIME: Final = (
    r"\d[\d:.,/年月日时時分秒+-]*|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    "|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?)"
    r"|(?:oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|[ap]\.?m|at|on|about|an?|just|now|ago|local|time|yesterday|today"
    "|(?:second|sec|minute|min|hour|hr|day)s?|utc|gmt|(?:hk|sg|k|j|i|p|e|b|c|m|ae|ac|aw|ic|ph|my)[sd]?t"
    "|前|전|오전|오후|上午|下午|午前|午後|[年月日时時分秒]|phút|giờ|trước|menit|jam|lalu|wib|น"
)
_AGO: Final = (
    r"(?:about |an? )?(?:\d+ ?)?(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?) ago|just now|刚刚|剛剛"
    r"|\d+ ?(?:秒|分钟|分鐘|分|小时|小時|時間|天|日)之?前|\d+(?:초|분|시간|일) ?전"
    r"|\d+ (?:phút|giờ) trước|\d+ (?:menit|jam) (?:yang )?lalu|\d+ ?min(?:ute)?s? read(?:ing time)?"
)
_WHEN: Final = rf"[:：]?(?:[ ,;|·/.-]*+(?:{_TIME})(?![^\W\d]))++[ ,;|·/.-]*+"
_ALONE: Final = re.compile(
    rf"(?:{_SOLD})(?: ?[:：|-].*| by .*)?|(?:{_NUMBER}|no|one) ?(?:{_COUNTED})"
    rf"|(?:{_COUNTED}) ?[:：(]? ?{_NUMBER} ?[)x次]?(?: kali)?"
    rf"|(?:{_LABELS})(?: ?[:：].*)?|{_INVITING}|(?:{_TOUCHED}) ?(?:{_WHEN})|{_AGO}"
)
_WITHIN: Final = re.compile(rf"[(（\[](?:{_TOUCHED}) ?(?:{_WHEN})[)）\]]", re.IGNORECASE)


def is_furnishing(text: str) -> bool:
    """Say whether a paragraph is no part of what its article says."""
    return len(text) <= _LONGEST and _ALONE.fullmatch(settled(text).strip(" .!:»›→|-·")) is not None


def bare(text: str) -> str:
    """Give a paragraph without a note in brackets of when it was last touched."""
    return _WITHIN.sub("", text)
