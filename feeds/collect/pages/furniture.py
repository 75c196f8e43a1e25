"""Lines that stand round an article's text and are no part of it, in the languages of the region and in English."""

import re
from typing import Final

from feeds.collect.dropped.furniture import is_call, is_contact, is_control

_LONGEST: Final = 160
_LINES: Final = re.compile(
    r"[(（\[【]?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|审核|校对|校對|监制|監製|来源|來源|稿源|原标题|原標題|核稿編輯|執行編輯|总值班)"
    r"\s*[:：／/].{0,60}"
    r"|(?:相关|相關)(?:新闻|新聞|阅读|閱讀|报道|報導|报导|文章|专题|專題|推荐|推薦)\s*[:：]?.{0,40}"
    r"|(?:延伸阅读|延伸閱讀|更多新闻|更多新聞|更多報導|推荐阅读|推薦閱讀|热门新闻|熱門新聞|看更多|阅读更多|閱讀更多|點我看更多|你可能也想看|"
    r"编者按|打开APP|打開APP|下载APP|扫一扫|分享到|分享至|收藏本文|版权声明|版權聲明|返回首页|上一篇|下一篇|加入LINE好友|"
    r"追蹤我們|關注我們|关注我们|訂閱電子報)\s*[:：]?.{0,60}"
    r"|(?:本文|本网站|本網站).{0,20}(?:版权|版權|轉載|转载).{0,60}|(?:未经|未經).{0,12}(?:授权|授權|許可|许可).{0,40}"
    r"|(?:関連記事|あわせて読みたい|関連ニュース|この記事をシェア|シェアする|会員限定記事|有料会員.{0,30}|続きを読む|ログインして.{0,20}|"
    r"無断転載.{0,30}|記事を印刷|こんな特集も)\s*[:：]?"
    r"|.{0,40}(?:點我下載|點此下載|点击下载|點擊下載|下載\s?APP|下载\s?APP).{0,20}|[\d年月日/:：.\s-]{8,24}"
    r"|[ⓒ©].{0,80}|.{0,40}무단\s?전재.{0,60}|(?:관련\s?기사|관련\s?뉴스|공유하기|기사\s?공유|구독하기|좋아요|댓글.{0,10}|"
    r"많이 본 뉴스|추천 기사)\s*[:：]?|[▶☞].{0,80}(?:보기|바로가기|제보|구독).{0,20}"
    r"|(?:tin liên quan|xem thêm|đọc thêm|chia sẻ|bình luận|theo dõi)\s*[:：]?.{0,60}"
    r"|(?:baca juga|lihat juga|simak juga|berita terkait|artikel terkait|"
    r"pilihan editor|bagikan|ikuti|editor|penulis)\s*[:：].{0,120}"
    r"|(?:ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม|แชร์|ติดตาม)\s*[:：]?.{0,60}"
    r"|(?:read also|also read|read more|related|see also|read next|more on this)\s*[:：].{0,120}"
    r"|(?:advertisement|advertising|sponsored content|related (?:stories|articles|topics|news|content)|"
    r"recommended(?: for you)?|"
    r"most (?:read|popular)|"
    r"share this (?:article|story)|article continues below.{0,30}|story continues below.{0,30}|view comments|"
    r"this article is for subscribers only\.?|"
    r"all rights reserved\.?|copyright ©?.{0,80})",
    re.IGNORECASE,
)


def stands_round(line: str) -> bool:
    """Whether a whole block of text is furniture: a credit of the desk, a list's heading, a call, a control."""
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return False
    return _LINES.fullmatch(line) is not None or is_control(line) or is_call(line) or ("@" in line and is_contact(line))
