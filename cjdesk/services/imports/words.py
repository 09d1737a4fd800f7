"""The words of rosters for codes: post types, person categories, nations, schooling, relations, leaving."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import CategoryKind, PostType
from cjdesk.domain import codes
from cjdesk.domain.categories import Category
from cjdesk.domain.errors import UnknownPostType, WordSkipped, WordUnknown
from cjdesk.domain.states import AssignmentState
from cjdesk.services.imports.sheet_rows import Line
from cjdesk.workbooks.cells import shown, text
from cjdesk.workbooks.reading import Cell

POST_ALIASES: Mapping[str, tuple[str, ...]] = {
    "HL": ("农村公路养护员", "公路养护员", "公路护路员", "养路员", "道路养护员"),
    "HH": ("巡河员", "河道巡查员", "河道保洁员"),
    "GS": ("水管员", "农村供水管护员", "饮水管护员"),
}

CATEGORY_ALIASES: Mapping[str, tuple[str, ...]] = {
    Category.TUOPIN: (
        "贫困户",
        "贫困",
        "脱贫",
        "脱贫人口",
        "脱贫劳动力",
        "贫困劳动力",
        "建档立卡",
        "建档立卡户",
        "建档立卡脱贫户",
    ),
    Category.JC_TPBW: ("脱贫不稳定户", "脱贫不稳定"),
    Category.JC_BYYZ: ("边缘易致贫户", "边缘易致贫", "边缘户"),
    Category.JC_TFYZ: ("突发严重困难户", "突发严重困难"),
    Category.YDBQ: ("易地搬迁", "易地扶贫搬迁", "搬迁户", "易地搬迁劳动力"),
    Category.CANJI: ("残疾人", "持证残疾人"),
    Category.DIBAO: ("低保户", "低保对象"),
    Category.TEKUN: ("特困人员", "特困户", "五保户", "五保"),
    Category.ZERO: ("零就业家庭", "零就业家庭劳动力"),
    Category.DALING: ("大龄人员", "大龄劳动力", "乡村大龄劳动力"),
    Category.DISHOURU: ("农村低收入户", "低收入", "农村低收入劳动力", "低收入人口"),
    Category.TUIYI: ("退伍军人",),
    Category.BYS: ("大学毕业生", "毕业生"),
    Category.OTHER: ("一般农户", "一般户", "非贫困户"),
}

EDUCATION_ALIASES: Mapping[str, tuple[str, ...]] = {
    "10": ("博士", "硕士", "研究生教育"),
    "20": ("本科", "大学", "大学本科教育"),
    "30": ("大专", "专科", "高职", "大学专科教育"),
    "40": ("中专", "中职", "职高", "技校", "中等专科", "技工学校"),
    "60": ("普通高中", "普高"),
    "70": ("初级中学",),
    "80": (),
    "90": ("文盲", "半文盲", "文盲半文盲", "文盲或半文盲", "未上学", "无"),
}

RELATION_ALIASES: Mapping[str, tuple[str, ...]] = {
    "10": ("夫", "妻", "妻子", "丈夫", "之妻", "之夫"),
    "20": ("儿子", "长子", "次子", "三子", "养子", "独生子", "女婿", "之子"),
    "30": ("女儿", "长女", "次女", "三女", "养女", "独生女", "儿媳", "之女"),
    "40": ("孙子", "孙女", "外孙", "外孙子", "外孙女", "曾孙", "孙子女", "之孙"),
    "50": ("父亲", "母亲", "父", "母", "公公", "婆婆", "岳父", "岳母", "之父", "之母"),
    "60": ("祖父", "祖母", "爷爷", "奶奶", "外祖父", "外祖母"),
    "70": ("兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹"),
    "97": ("其他关系",),
}

STATE_ALIASES: Mapping[str, str] = {
    "在职": "在岗", "上岗": "在岗", "是": "在岗", "正常": "在岗", "退岗": "离岗", "已离岗": "离岗", "已退岗": "离岗",
    "离职": "离岗", "否": "离岗", "暂停": "停岗", "已停岗": "停岗", "公示": "公示中", "待上岗": "拟聘",
}  # fmt: skip

_SEPARATORS = re.compile(r"[、,，;；/|\s+＋和]+")
_SUFFIX = re.compile(r"(?:族|毕业|肄业|文化|学历)$")
_PLACE = re.compile(r"(.+?(?:村|社区|居委会|街道|镇))\s*(.*)")


@dataclass(frozen=True)
class Vocabulary:
    """The words in force: the data file's own names first, then what else people write."""

    post_types: Mapping[str, str]
    post_names: Mapping[str, str]
    categories: Mapping[str, str]
    category_names: tuple[str, ...]
    _listed: dict[str, tuple[tuple[str, ...], tuple[str, ...]] | None] = field(default_factory=dict)

    def post_type(self, cell: Cell) -> str | None:
        """The code of an active post type. Errors: UNKNOWN_POST_TYPE."""
        word = text(cell)
        if word is None:
            return None
        code = self.post_types.get(word) or self.post_types.get(_plain(word))
        if code is None:
            raise UnknownPostType(post_type=word, choices="、".join(self.post_names.values()))
        return code

    def categories_of(self, cell: Cell) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The category codes that a cell lists, in its order; then the words that are none."""
        words = text(cell)
        if words is None:
            return None
        if words not in self._listed:
            self._listed[words] = self._split(words)
        return self._listed[words]

    def _split(self, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found: dict[str, None] = {}
        unknown: list[str] = []
        for word in _SEPARATORS.split(words):
            plain = _plain(word).removeprefix("监测对象").lstrip("-:") or _plain(word)
            if not plain:
                continue
            code = self.categories.get(plain)
            if code is None:
                unknown.append(word)
            else:
                found[code] = None
        return tuple(found), tuple(unknown)


def vocabulary(session: Session) -> Vocabulary:
    """Load the words of this data file."""
    types = session.execute(
        select(PostType.code, PostType.name).where(PostType.active).order_by(PostType.ordinal, PostType.code)
    ).all()
    names = {code: name for code, name in types}  # noqa: C416 - a row is not a pair to mypy
    post_types = {alias: code for code in names for alias in POST_ALIASES.get(code, ())}
    post_types |= {name: code for code, name in names.items()} | {code: code for code in names}
    categories = {alias: str(code) for code, aliases in CATEGORY_ALIASES.items() for alias in aliases}
    categories |= {str(code): str(code) for code in Category}
    category_names: list[str] = []
    for code, old, new in session.execute(
        select(CategoryKind.code, CategoryKind.name_2020, CategoryKind.name_2021).order_by(CategoryKind.code)
    ):
        category_names.append(new)
        for name in (old, new):
            plain = _plain(name)
            categories[plain.removeprefix("监测对象").lstrip("-:") or plain] = code
    return Vocabulary(post_types, names, categories, tuple(category_names))


def categories(line: Line, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The category codes of a row's cell; words that are none are left out with a warning."""
    found = line.read("categories", vocabulary.categories_of)
    if found is None:
        return None
    known, unknown = found
    for word in unknown:
        line.note("categories", WordSkipped(value=word, choices="、".join(vocabulary.category_names)))
    return known


def ethnicity(cell: Cell) -> str | None:
    """GB/T 3304 from 侗, 侗族 or 12."""
    return _coded(cell, _ETHNICITIES, codes.ETHNICITIES)


def education(cell: Cell) -> str | None:
    """GB/T 4658 from 初中 and the like."""
    return _coded(cell, _EDUCATIONS, codes.EDUCATIONS)


def relation(cell: Cell) -> str | None:
    """GB/T 4761 from 配偶 and the like."""
    return _coded(cell, _RELATIONS, codes.RELATIONS)


def sex(cell: Cell) -> str | None:
    """1 or 2 from 男, 女."""
    return _coded(cell, _SEXES, codes.SEXES)


def state(cell: Cell) -> AssignmentState | None:
    """The state of an assignment."""
    word = text(cell)
    if word is None:
        return None
    try:
        return AssignmentState(STATE_ALIASES.get(word, word))
    except ValueError:
        raise WordUnknown(value=word, choices="、".join(AssignmentState)) from None


def labour_ability(cell: Cell) -> str | None:
    """One of the five words of P15."""
    return one_of(cell, codes.LABOUR_ABILITIES)


def one_of(cell: Cell, choices: tuple[str, ...]) -> str | None:
    """A word of a closed list, as it is written there."""
    word = text(cell)
    if word is not None and word not in choices:
        raise WordUnknown(value=word, choices="、".join(choices))
    return word


@lru_cache(maxsize=1024)
def exit_reason(words: str) -> tuple[str, str | None]:
    """其他：转岗 → (其他, 转岗); what is no known reason becomes the note of 其他."""
    plain = unicodedata.normalize("NFKC", words).strip()
    first, _, note = plain.partition(":")
    for reason in codes.EXIT_REASONS:
        if first == reason or (first and reason.startswith(f"{first}(")):
            return reason, note.strip() or None
    return "其他", plain or None


@lru_cache(maxsize=4096)
def place(words: str) -> tuple[str | None, str | None]:
    """腊溪村三组 → (腊溪村, 三组)."""
    match = _PLACE.fullmatch(words)
    return (match[1], match[2] or None) if match else (words or None, None)


@lru_cache(maxsize=2048)
def _plain(word: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word))


def _turned(*tables: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    words = {code: code for table in tables for code in table}
    words |= {word: code for table in tables for code, word in table.items()}
    return words | {word: code for code, others in (aliases or {}).items() for word in others}


def _coded(cell: Cell, words: Mapping[str, str], shown_words: Mapping[str, str]) -> str | None:
    if isinstance(cell, str):
        code = words.get(cell)
        if code is not None:
            return code
    word = text(cell)
    if word is None:
        return None
    code = words.get(_plain(word)) or words.get(_SUFFIX.sub("", _plain(word)))
    if code is None:
        raise WordUnknown(value=shown(cell), choices="、".join(shown_words.values()))
    return code


_ETHNICITIES = _turned(codes.ETHNICITIES)
_EDUCATIONS = _turned(codes.EDUCATIONS, aliases=EDUCATION_ALIASES)
_RELATIONS = _turned(codes.RELATIONS, aliases=RELATION_ALIASES)
_SEXES = _turned(codes.SEXES) | {"男性": "1", "女性": "2"}

Reader = Callable[[Cell], str | None]
