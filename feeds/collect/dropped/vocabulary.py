"""The words of a byline: those that end a role, those that open one, and those that no name begins with."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES: Final = _words(
    "al ap bin binti binte da de del dela den der di do dos du e el ibn la las le los san ten ter van von y zu"
)
ENDS: Final = _words(
    "reporter reporters correspondent correspondents editor editors writer writers columnist contributor contributors "
    "journalist journalists chief analyst producer photographer photojournalist commentator critic stringer fellow "
    "intern blogger cartoonist researcher anchor"
)
BEATS: Final = _words(
    "acting agriculture arts asia-pacific assistant associate aviation banking breaking bureau business chief city "
    "climate consumer contributing courts crime culture data defence defense deputy desk development diplomacy "
    "diplomatic digital economic economics economy education energy entertainment environment environmental "
    "executive features finance financial fisheries food foreign founding freelance general global government "
    "group guest health healthcare housing indo-pacific industry international investigations investigative "
    "investment labour labor law legal lead legislative managing maritime markets media metro military "
    "multimedia national news night oceans opinion page pacific photo policy political politics principal property "
    "regional religion roving rural science security senior shipping social special sport sports staff state "
    "supreme tech technology trade transport travel trending video visual weekend white world youth northeast "
    "southeast south-east north-east east asian"
)
PLACES: Final = _words(
    "asia china india japan korea taiwan australia vietnam indonesia malaysia singapore thailand philippines "
    "myanmar mongolia kazakhstan uzbekistan kyrgyzstan fiji samoa tonga nepal bangladesh pakistan europe africa "
    "america americas oceania beijing shanghai tokyo osaka seoul taipei hanoi bangkok manila jakarta delhi mumbai "
    "canberra suva astana almaty tashkent dhaka kathmandu colombo yangon ulaanbaatar brussels moscow washington "
    "chinese japanese korean indian australian"
)
OPENS: Final = ENDS | BEATS | PLACES
NEVER_A_NAME: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december the a an this that when then our my contrast comparison"
)
