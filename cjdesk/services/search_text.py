"""What a clerk may type to find a person: pinyin in every reading, initials, name, ID number, phone, village."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, product
from typing import Protocol

from pypinyin import Style, pinyin

SURNAMES: Mapping[str, tuple[str, ...]] = {
    "单": ("shan", "dan"), "曾": ("zeng", "ceng"), "仇": ("qiu", "chou"), "解": ("xie", "jie"), "翟": ("zhai", "di"),
    "查": ("zha", "cha"), "朴": ("piao", "pu"), "区": ("ou", "qu"), "覃": ("qin", "tan"), "乐": ("yue", "le"),
    "盖": ("ge", "gai"), "任": ("ren",), "华": ("hua",), "纪": ("ji",), "尉": ("wei", "yu"), "冼": ("xian",),
    "员": ("yun", "yuan"), "缪": ("miao", "mou"), "折": ("she", "zhe"), "种": ("chong", "zhong"), "逄": ("pang",),
    "尹": ("yin",), "石": ("shi",), "葛": ("ge",), "吕": ("lv", "lu"), "佘": ("she",), "宓": ("mi", "fu"),
    "牟": ("mou", "mu"), "隗": ("wei", "kui"), "黑": ("he", "hei"), "能": ("nai", "neng"), "召": ("shao", "zhao"),
}  # fmt: skip
"""How characters are read as a surname, the usual reading first; both stay findable."""

COMPOUND: Mapping[str, tuple[str, str]] = {
    "万俟": ("mo", "qi"), "尉迟": ("yu", "chi"), "单于": ("chan", "yu"), "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "鲜于": ("xian", "yu"), "欧阳": ("ou", "yang"),
}  # fmt: skip
"""Surnames of two characters whose reading differs from that of their characters, or is sure."""

READINGS = 8
"""At most so many readings of one name are kept."""


class Searchable(Protocol):
    """What is known of a person that can be searched."""

    name: str
    name_bank: str | None
    id_no: str
    phone: str | None
    village: str | None
    village_group: str | None


def search_text(person: Searchable) -> str:
    """The search column of a person; it begins with the pinyin of the name, so that sorting by it sorts names."""
    return search_words(
        person.name,
        person.id_no,
        phone=person.phone,
        village=person.village,
        group=person.village_group,
        name_bank=person.name_bank,
    )


def search_words(
    name: str, id_no: str, phone: str | None, village: str | None, group: str | None, *, name_bank: str | None = None
) -> str:
    """The same from plain values."""
    words = [*name_readings(name), name, id_no]
    if name_bank:
        words.append(name_bank)
    if phone:
        words.append(phone)
    if village or group:
        place = f"{village or ''}{group or ''}"
        words.append(place)
        words.append(place_initials(place))
    return " ".join(words).casefold()


@lru_cache(maxsize=16384)
def name_readings(name: str) -> tuple[str, ...]:
    """Whole pinyin, then initials, of every likely reading: 单凤兰 → shanfenglan danfenglan sfl dfl."""
    letters = [character for character in unicodedata.normalize("NFKC", name) if character.isalnum()]
    if not letters:
        return ()
    compound = COMPOUND.get("".join(letters[:2])) if len(letters) > 2 else None
    first: list[tuple[str, ...]] = (
        [compound] if compound else [(reading,) for reading in SURNAMES.get(letters[0]) or readings(letters[0])]
    )
    rest = letters[2:] if compound else letters[1:]
    wholes: dict[str, None] = {}
    initials: dict[str, None] = {}
    given = product(*(readings(letter) for letter in rest))
    for surname, others in islice(product(first, given), READINGS):
        syllables = surname + others
        wholes["".join(syllables)] = None
        initials["".join(syllable[0] for syllable in syllables)] = None
    return (*wholes, *initials)


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """The toneless readings of one character, the usual first; ü as v; what is no Han stays itself."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False, errors="default")
    plain = dict.fromkeys(reading.replace("ü", "v") for reading in found[0] if reading)
    return tuple(plain)[:3] or (character,)


@lru_cache(maxsize=4096)
def place_initials(place: str) -> str:
    """The first letters of a village and group: 贯洞村 → gdc."""
    return "".join(readings(character)[0][0] for character in place if character.isalnum())
