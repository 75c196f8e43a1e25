"""How familiar a text looks: how much of it is made of the letters that its script uses most."""

import re
from typing import Final

# The characters that Chinese newspapers use most, in the order of their frequency, and the other forms of them that
# traditional Chinese and Japanese write.
_HAN: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之"
    "进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保"
    "治北造百规热领七海口东导压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示"
    "议声报完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难"
    "近千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候毛亲快效院查江型眼王按格养易置派层片始却专"
    "状厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随病失男女案警员际港台湾韩日朝印尼泰越菲亚洲俄英法店股央银房价税疫情灾震警"
    "這為個國時來們會發動過說產種後學經進著電裡現實兩體機當點從業應開還義間樣與關線內數質氣變條沒結問無係軍題黨員總設長頭資邊級圖統較將組見"
    "計別論運農幾區強決戰則據處隊給門規熱領東導壓濟階術極聯認權證轉單風帶場車務萬達積議聲報類離華確張馬節話況傳許廣記觀織裝眾書複兒須際驗連"
    "斷難備辦習響約勞團歷構稱準號維劃選標寫親養層專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴灣韓亞銀稅災"
    "発会国学対経済気変関図売読検権広応総駅県円価営戦労実単伝仏画区医画戻込働辺両帰数様験続当届権黒歳株党選挙予報警察事故"
)
_KANA: Final = (
    "のにはをたがでてとしれさいるあなこもかられりくきまっよそだうせけつどめじん"
    "ンスルトラリアイクーシッタフレカジドマコプロ"
)
_HANGUL: Final = (
    "이다의는에을를가은하고한지로서들어사기도인대자시리해정일전국장부주수있상제보경원개아과으나만그여공동회구소년위중성안적세조오발거관비신물"
    "무화관방선면스라트체용실당최미연산무건계행북계남등출금통유민입재속교심결까와했며게될된했됐말터때내린달간진분월명치생현판단차직음업양명강관"
    "청천택찰총망외문호데니려러려요습니까합항열드영학"
)
_THAI: Final = "กขคงจชซณดตถทธนบปผพภมยรลวศษสหอะัาิีึืุูเแโใไ่้์ำ็"
_CYRILLIC: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэіәқөүң"
_FAMILIAR: Final = frozenset(_HAN + _KANA + _HANGUL + _THAI + _CYRILLIC + _CYRILLIC.upper())
_WIDE: Final = re.compile(
    "[\u0400-\u04ff\u0e00-\u0e7f\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f\ue000-\uf8ff]"
)


def familiarity(text: str) -> float:
    """Give which part of the Han, kana, Hangul, Thai and Cyrillic letters of `text` is among the commonest; 0 to 1."""
    letters = _WIDE.findall(text)
    return sum(letter in _FAMILIAR for letter in letters) / len(letters) if letters else 0.0
