"""Which of the older encodings bytes are written in, told by the words that they make.

charset-normalizer tells scripts apart where a file has many words in them, but takes most Western European
text for Central European and is lost in a few names. So each encoding is judged by a table of letters too:
the right one makes frequent letters inside of words, a wrong one signs, rare letters, capitals in the middle.
Among the encodings of Latin letters the languages decide, too (`language_letters`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from core.intake.language_letters import domains_of, fit

_SAMPLE = 16 * 1024
_LANGUAGE_SAYS = 1.5
_USUAL_FOR = 20  # characters beyond ASCII, up to which the usual encodings are taken for likelier
_LIBRARY_SAYS = 0.4  # what the library's word counts, in points a character

# Frequent in names of the languages of an encoding; the others it has are rare there.
_WESTERN = frozenset("éèêëàâäáãåæçíïîñóôöòõøœúùûüßÉÀÄÖÜÅÆØÇÁÓÚÍÑšžŠŽ")
_CENTRAL = frozenset("łąęśźżćńŁŚŻŹřčěůőűČŘşğıİŞĞōūāēīņļķģėųįđăţțœŒŸ")
_LATIN_SIGNS = frozenset("€£“”„‚’‘–—…«»¿¡°§©®™\u00a0•·")
_CYRILLIC = frozenset("оеаинтсрвлОЕАИНТСРВЛ")
_RARE_CYRILLIC = frozenset("ђѓљњќўџґєѕіїјѐ")
_GREEK = frozenset("αοιετσνηυρπκςάίόέήώύΑΟΙΕΤΣΝ")
_HEBREW = frozenset("יוהלאמרבנשתד")
# The syllables of most Korean surnames, given names, towns and company words.
_KOREAN = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민진지준현수영희경철호동상원"
    "재은혜미선부산울인천대광름명회사시도연락처메일번주식국전자태훈규빈아유나다라마바가"
)

# What most surnames, towns and companies of a country are written with, and the other country seldom uses.
_IN_JAPAN = frozenset(
    "田山川藤村木橋渡辺斎浜沢井島崎野原松森池竹岡坂谷内宮佐伊吉加清青西東京都府県市区町株式会社有限郎子美恵"
    "一二三太次介輔樹香奈真由様営業部課長"
)
_IN_CHINA = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾蔡潘袁于董余苏叶吕魏蒋杜丁沈姜范江傅钟卢汪戴"
    "崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
    "北京上海广州深圳成都杭南武汉重庆天津苏省市区有限公司科技贸易集团网络姓名电话邮箱城备注伟芳娜秀英敏静丽强磊军洋艳勇杰"
)


def likeliest(foreign: bytes) -> str:
    """The codec of bytes that are not UTF-8; `foreign` holds lines with bytes beyond ASCII."""
    sample = foreign[:_SAMPLE]
    library = _by_library(sample)
    if library in _JUDGES and _JUDGES[library][1] is _latin:
        library = None
    domains = domains_of(sample)

    def points(codec: str) -> float:
        family = _SAME_FAMILY.get(codec.replace("-", "_"), codec)
        found = _points(sample, codec) + (_LIBRARY_SAYS if library in (codec, family) else 0.0)
        if _JUDGES[codec][1] is _latin:
            found += _LANGUAGE_SAYS * fit(sample.decode(codec, "replace"), domains)
        return found

    return max(_JUDGES, key=points)


def _by_library(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # loaded for the few files that need it

    best = from_bytes(sample, steps=4).best()
    return _SAME_FAMILY.get(best.encoding, best.encoding) if best else None


def _points(sample: bytes, codec: str) -> float:
    """Points for each character beyond ASCII, from about -4 to 2."""
    bonus, judge = _JUDGES[codec]
    text = sample.decode(codec, "replace")
    points, count = 0.0, 0
    for match in re.finditer(r"[^\x00-\x7f]+", text):
        before = text[max(0, match.start() - 2) : match.start()].rjust(2)
        around = before + match[0] + text[match.end() : match.end() + 1].ljust(1)
        count += len(match[0])
        for place in range(2, len(around) - 1):
            character = around[place]
            if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co"):
                points -= 4.0
            else:
                points += judge(around[place - 2 : place], character, around[place + 1])
    if judge is _latin and count > _USUAL_FOR:
        bonus *= _USUAL_FOR / count  # what is usual counts less, the more there is to see
    return bonus + points / count if count else bonus


def _latin(before: str, character: str, after: str) -> float:
    left = before[1]
    if not character.isalpha() or character in "ªº":
        if left.isalpha() and after.isalpha():
            return 1.0 if character in "’‘·\xad\u00a0–" else -3.0
        return 0.6 if character in _LATIN_SIGNS else -0.5
    if (character.isupper() and left.islower()) or (character.islower() and after.isupper()):
        return -2.0
    if character.islower() and before[0].isalpha() and left.isupper():
        return -2.0
    if character.isupper() and left.isalpha() and after.islower():
        return -2.0
    if ord(left) > 127 and before[0] > "\x7f" and before.isalpha():
        return -2.0  # no Latin word has three of them in a row
    if "ø" in (left, character) and (left + character).isalpha() and min(left, character) > "\x7f":
        return -2.0  # Czech read as Danish
    points = 2.0 if character in _WESTERN else 1.5 if character in _CENTRAL else 0.2
    return points if left.isalpha() or after.isalpha() else points - 1.5


def _cyrillic(before: str, character: str, after: str) -> float:
    left = before[1]
    if not character.isalpha():
        return 0.3 if character in "№«»–—“”„…\u00a0€" else -2.0
    if (character.isupper() and left.islower()) or _is_ascii_letter(left) or _is_ascii_letter(after):
        return -3.0
    if not left.isalpha():
        # Names begin with a capital; words that never do are Hebrew, which has none.
        return -0.2 if not after.isalpha() or character.islower() else 1.2
    if character.isupper() and left.isupper():
        return 0.9
    return 1.5 if character in _CYRILLIC else 0.3 if character.lower() in _RARE_CYRILLIC else 0.9


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _alphabet(before: str, character: str, after: str) -> float:
    """Greek, Hebrew, Arabic, Thai: letters beside letters of the same script."""
    if not character.isalpha():
        return 0.3 if unicodedata.category(character)[0] == "M" or character in _LATIN_SIGNS else -1.5
    if (character.isupper() and before[1].islower()) or any(map(_is_ascii_letter, (before[1], after))):
        return -3.0
    return (
        1.5
        if character in _GREEK or character in _HEBREW
        else 1.0
        if before[1].isalpha() or after.isalpha()
        else -0.2
    )


def _chinese(_before: str, character: str, _after: str) -> float:
    if "\u3040" <= character <= "\u30ff":
        return -0.5
    if character in _IN_CHINA:
        return 2.0
    lead = _lead_byte(character, "gb2312")
    return 1.5 if 0xB0 <= lead <= 0xD7 else 0.5 if 0xA1 <= lead <= 0xA3 else 0.3 if lead else -1.0


def _traditional(_before: str, character: str, _after: str) -> float:
    lead = _lead_byte(character, "big5")
    return 1.3 if 0xA4 <= lead <= 0xC6 else 0.5 if 0xA1 <= lead <= 0xA3 else -0.5


def _japanese(_before: str, character: str, _after: str) -> float:
    if "\uff61" <= character <= "\uff9f":
        return -0.5  # half-width, a byte each: what other encodings look like
    if "\u3040" <= character <= "\u30ff":
        return 1.6
    if character in _IN_JAPAN:
        return 2.0
    lead = _lead_byte(character, "shift_jis")
    return 1.3 if 0x88 <= lead <= 0x97 else 0.5 if lead == 0x81 else -0.5


def _korean(_before: str, character: str, _after: str) -> float:
    if character in _KOREAN:
        return 2.0
    return 0.9 if 0xB0 <= _lead_byte(character, "euc_kr") <= 0xC8 else -1.0


@lru_cache(maxsize=4096)
def _lead_byte(character: str, codec: str) -> int:
    """The first of two bytes, by which these sets are sorted from frequent to rare; 0 where it is missing."""
    encoded = character.encode(codec, "ignore")
    return encoded[0] if len(encoded) == 2 else 0


# Codec → points it starts with, and its judge. Where all read the same, the first wins.
_JUDGES: dict[str, tuple[float, Callable[[str, str, str], float]]] = {
    "cp1252": (0.3, _latin),
    "iso8859-15": (0.1, _latin),
    "mac_roman": (0.1, _latin),
    "cp1250": (0.0, _latin),
    "cp1254": (0.0, _latin),
    "cp1257": (-0.4, _latin),
    "iso8859-2": (-0.1, _latin),
    "cp850": (-0.4, _latin),
    "cp437": (-0.5, _latin),
    "cp852": (-0.5, _latin),
    "mac_latin2": (-0.7, _latin),
    "cp1251": (0.1, _cyrillic),
    "koi8_r": (0.1, _cyrillic),
    "koi8_u": (0.0, _cyrillic),
    "mac_cyrillic": (-0.1, _cyrillic),
    "cp866": (0.0, _cyrillic),
    "iso8859-5": (-0.1, _cyrillic),
    "gb18030": (0.0, _chinese),
    "cp932": (0.0, _japanese),
    "big5hkscs": (-0.1, _traditional),
    "cp949": (-0.1, _korean),
    "euc_jp": (-0.1, _japanese),
    "cp1253": (0.0, _alphabet),
    "iso8859-7": (-0.01, _alphabet),
    "cp1255": (0.0, _alphabet),
    "cp1256": (0.0, _alphabet),
    "cp874": (0.0, _alphabet),
}
_SAME_FAMILY = {
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932", "euc_jis_2004": "euc_jp", "euc_jisx0213": "euc_jp", "euc_kr": "cp949",
    "johab": "cp949", "big5": "big5hkscs", "cp950": "big5hkscs", "iso8859_7": "cp1253", "tis_620": "cp874",
}  # fmt: skip
