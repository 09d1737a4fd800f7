"""The demonstration township: who lives there, who works, what was paid for water, who joined what."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cjdesk.domain.fiction.numbers import Numbers
from cjdesk.domain.month import Month

COUNTY_NAME = "演示县"
TOWNSHIP_CODE = "522699101"
TOWNSHIP_NAME = "枫香坪镇"

_SURNAMES = "吴杨石潘龙陆梁韦罗王欧粟廖蒙覃单"
_GIVEN = {"1": "文武光明国富兴正江海昌德才志学安", "2": "秀英花妹兰梅奶引翠婷芳月菊珍莲凤"}
_RARE = (("杨䶮", "1"), ("石龑", "1"), ("潘文㛃", "2"), ("吴𠅤花", "2"), ("欧阳喆", "1"), ("龙堃", "1"))
_VILLAGES = ("枫岭村", "竹坳村", "岩寨村", "溪口村", "坪上村", "银滩村", "稻香村", "云脚村")
_GROUPS = "一二三四五六"
_ETHNICITIES = ("侗", "苗", "壮", "瑶", "水", "汉")
_EDUCATIONS = ("初中", "小学", "高中", "文盲")
_BANKS = ("演示县农商行枫香坪支行", "邮储银行演示县支行", "农业银行演示县支行")
_CATEGORIES = (("脱贫户",), ("脱贫户", "易地搬迁"), ("农村低收入",), ("边缘易致贫户",), ("脱贫户", "低保"))
_SPRINGS = ("老井", "河边", "岩脚", "坡头", "大树脚")
_TRADES = ("木工", "钢筋工", "电焊工", "缝纫工", "家政员")
_AWAY = (("省外", "佛山演示家具厂"), ("县外省内", "贵阳演示建筑劳务公司"), ("县内", "演示县帮扶车间"))
_POSTS = (
    ("护路员", 40, 1000, "交通(农村公路养护资金)"),
    ("护河员", 32, 1000, "水务/水利"),
    ("管水员", 28, 700, "水务/水利"),
)


@dataclass(frozen=True, slots=True)
class Resident:
    """A person; post fields are empty for who is on no post."""

    id_no: str
    name: str
    sex: str
    ethnicity: str
    birth: date
    village: str
    group: str
    education: str
    categories: tuple[str, ...]
    bank: str
    account: str
    phone: str
    post: str = ""
    post_name: str = ""
    employer: str = ""
    start: date | None = None
    agreement_start: date | None = None
    agreement_end: date | None = None
    standard_yuan: int = 0
    fund: str = ""
    insured: bool = True
    left: date | None = None
    leaving: str = ""

    @property
    def sex_word(self) -> str:
        """男 or 女."""
        return "男" if self.sex == "1" else "女"


@dataclass(frozen=True, slots=True)
class Suspended:
    """Days off post."""

    resident: Resident
    start: date
    end: date
    paid: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """A warden's share in a scheme, in percent."""

    warden: Resident
    percent: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """A water scheme with its wardens; ``rate_percent`` of the receipts is theirs."""

    name: str
    village: str
    households: int
    rate_percent: float
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Water money received; a refund is negative."""

    scheme: Scheme
    warden: Resident
    day: date
    number: str
    payer: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Attended:
    """A month's attendance, in days."""

    resident: Resident
    required: int
    attended: int
    personal_leave: int
    sick_leave: int
    absent: int
    grade: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a cooperative."""

    resident: Resident
    joined: date
    share_yuan: int
    team: str
    captain: bool
    trade: str
    work_status: str
    work_unit: str
    wage_yuan: int


@dataclass(frozen=True, slots=True)
class Cooperative:
    """A cooperative with its members; the first member is its chairperson."""

    name: str
    tier: str
    parent: str
    credit_code: str
    founded: date
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """A relocated household; members with their relation to the head, who comes first."""

    number: str
    site: str
    moved: date
    kind: str
    members: tuple[tuple[Resident, str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Township:
    """Everything that the five workbooks of a demonstration hold."""

    month: Month
    on_post: tuple[Resident, ...]
    suspended: tuple[Suspended, ...]
    schemes: tuple[Scheme, ...]
    receipts: tuple[Receipt, ...]
    attendance: tuple[Attended, ...]
    cooperatives: tuple[Cooperative, ...]
    sites: tuple[tuple[str, str], ...]
    households: tuple[Household, ...]


def township(month: Month, *, people: int = 125, seed: int = 522699) -> Township:
    """The township of a month with so many people on post; the same arguments give the same township."""
    maker = _Maker(month, Random(seed))  # noqa: S311 - it must be the same every time, not secret
    on_post = tuple(maker.on_post(people))
    schemes = tuple(maker.schemes(on_post))
    cooperatives = tuple(maker.cooperatives(on_post))
    return Township(
        month=month,
        on_post=on_post,
        suspended=tuple(maker.suspended(on_post)),
        schemes=schemes,
        receipts=tuple(maker.receipts(schemes)),
        attendance=tuple(maker.attendance(on_post)),
        cooperatives=cooperatives,
        sites=(("枫香坪镇演示安置点", "县内"), ("演示县城安置区", "县内")),
        households=tuple(maker.households(on_post)),
    )


class _Maker:
    """One run of the generator."""

    def __init__(self, month: Month, chance: Random) -> None:
        self.month = month
        self.chance = chance
        self.numbers = Numbers(chance)
        self._named = 0
        self._receipt = 2300

    def resident(self, village: str, *, youngest: int = 25, oldest: int = 58) -> Resident:
        """Somebody of the village."""
        if self._named % 23 == 5 and self._named // 23 < len(_RARE):
            name, sex = _RARE[self._named // 23]
        else:
            sex = self.chance.choice("12")
            given = _GIVEN[sex]
            length = self.chance.choice((1, 2, 2, 2))
            name = self.chance.choice(_SURNAMES) + "".join(self.chance.choice(given) for _ in range(length))
        self._named += 1
        age = self.chance.randrange(youngest, oldest)
        birth = date(self.month.year - age - 1, self.chance.randrange(1, 13), self.chance.randrange(1, 29))
        return Resident(
            id_no=self.numbers.id_no(birth, sex),
            name=name,
            sex=sex,
            ethnicity=self.chance.choice(_ETHNICITIES),
            birth=birth,
            village=village,
            group=f"{self.chance.choice(_GROUPS)}组",
            education=self.chance.choice(_EDUCATIONS),
            categories=self.chance.choice(_CATEGORIES),
            bank=self.chance.choice(_BANKS),
            account=self.numbers.account(),
            phone=self.numbers.phone(),
        )

    def on_post(self, people: int) -> Iterator[Resident]:
        """Wardens of roads, rivers and water by 40, 32 and 28 in a hundred, in the order of villages."""
        villages = _VILLAGES[: max(2, min(len(_VILLAGES), people // 10))]
        counts = [people * share // 100 for _, share, _, _ in _POSTS]
        counts[0] += people - sum(counts)
        for (post, _, yuan, fund), count in zip(_POSTS, counts, strict=True):
            for index in range(count):
                village = villages[index * len(villages) // count]
                yield self._put_on_post(self.resident(village), post, yuan, fund, index)

    def _put_on_post(self, one: Resident, post: str, yuan: int, fund: str, index: int) -> Resident:
        if index == 4:
            start = self.month.first + timedelta(days=10)
        else:
            start = date(self.month.year - 1 - index % 3, 1 + index % 12, 1 + index % 28)
        agreed = start if start >= self.month.first else date(self.month.year, 1, 1)
        kilometre = index % 9
        work = {
            "护路员": f"{one.village}道K{kilometre}+000至K{kilometre + 2}+500",
            "护河员": f"{one.village.removesuffix('村')}河{'上中下'[index % 3]}段{index + 1}号河段",
            "管水员": f"{one.village.removesuffix('村')}饮水工程{index + 1}号管护",
        }[post]
        gone = index == 7
        return Resident(
            id_no=one.id_no, name=one.name, sex=one.sex, ethnicity=one.ethnicity, birth=one.birth,
            village=one.village, group=one.group, education=one.education, categories=one.categories,
            bank=one.bank, account=one.account if (post, index) != ("护路员", 6) else "", phone=one.phone,
            post=post, post_name=work, employer=f"{one.village}村民委员会", start=start,
            agreement_start=agreed, agreement_end=date(agreed.year + 1, agreed.month, agreed.day) - timedelta(days=1),
            standard_yuan=yuan, fund=fund, insured=index % 17 != 3,
            left=self.month.first + timedelta(days=18) if gone else None,
            leaving="外出务工" if gone else "",
        )  # fmt: skip

    def suspended(self, on_post: tuple[Resident, ...]) -> Iterator[Suspended]:
        """Two people off post for some days, one of them paid."""
        settled = [one for one in on_post if one.left is None and one.start and one.start < self.month.first]
        for index, one in enumerate(settled[2:4]):
            start = self.month.first + timedelta(days=5 + index * 6)
            yield Suspended(one, start, start + timedelta(days=4), index == 1, ("病", "汛期停工")[index])

    def schemes(self, on_post: tuple[Resident, ...]) -> Iterator[Scheme]:
        """One scheme for each water warden; the last two share theirs."""
        wardens = [one for one in on_post if one.post == "管水员"]
        shared = 2 if len(wardens) > 2 else 1
        pairs = [*((one,) for one in wardens[:-shared]), tuple(wardens[-shared:])]
        for index, holders in enumerate(pairs):
            one = holders[0]
            name = f"{one.village.removesuffix('村')}{one.group}{_SPRINGS[index % 5]}供水工程"
            if index >= len(_SPRINGS):
                name = f"{one.village.removesuffix('村')}{index + 1}号供水工程"
            percent = (100,) if len(holders) == 1 else (60, 40)
            shares = tuple(Share(holder, part) for holder, part in zip(holders, percent, strict=True))
            yield Scheme(name, one.village, 60 + 7 * index, (20, 12.5, 10)[index % 3], shares)

    def receipts(self, schemes: tuple[Scheme, ...]) -> Iterator[Receipt]:
        """Some receipts of each scheme; one refund, one of the month before."""
        for index, scheme in enumerate(schemes):
            days = sorted(self.chance.sample(range(self.month.days), 4))
            for number, day in enumerate(days):
                warden = scheme.shares[number % len(scheme.shares)].warden
                amount = self.chance.randrange(4_000, 90_000, 5)
                when = self.month.first + timedelta(days=day)
                if index == 1 and number == 0:
                    when = self.month.first - timedelta(days=3)
                if warden.left is not None and when > warden.left:
                    when = warden.left
                if warden.start is not None and when < warden.start:
                    when = warden.start
                yield self._receipt_of(scheme, warden, when, amount)
            if index == 2:
                settled = scheme.shares[0].warden
                yield self._receipt_of(scheme, settled, settled.left or self.month.last, -4_550)

    def _receipt_of(self, scheme: Scheme, warden: Resident, day: date, amount_fen: int) -> Receipt:
        self._receipt += 1
        return Receipt(scheme, warden, day, f"{self._receipt:07d}", "本工程各户（汇总）", amount_fen)

    def attendance(self, on_post: tuple[Resident, ...]) -> Iterator[Attended]:
        """The working days of the month, with an exception for every ninth person."""
        required = sum(
            1 for day in range(1, self.month.days + 1) if calendar.weekday(self.month.year, self.month.month, day) < 5
        )
        for index, one in enumerate(on_post):
            days = 1 + index % 3 if index % 9 == 2 else 0
            kind = index // 9 % 3
            yield Attended(
                resident=one,
                required=required,
                attended=required - days,
                personal_leave=days if kind == 0 else 0,
                sick_leave=days if kind == 1 else 0,
                absent=days if kind == 2 else 0,
                grade=("优秀", "合格", "良")[index % 3],
            )

    def cooperatives(self, on_post: tuple[Resident, ...]) -> Iterator[Cooperative]:
        """The township's cooperative and one for each of the first two villages."""
        top = f"{COUNTY_NAME}{TOWNSHIP_NAME}劳务合作社联合社"
        villages = list(dict.fromkeys(one.village for one in on_post))[:2]
        yield Cooperative(
            top, "乡镇", "", self._credit_code(0), date(2019, 6, 18),
            tuple(self._member(one, "联一队", index) for index, one in enumerate(on_post[:4])),
        )  # fmt: skip
        for number, village in enumerate(villages):
            posted = [one for one in on_post if one.village == village and one.left is None]
            others = [self.resident(village, youngest=18, oldest=60) for _ in range(12 + len(posted) // 2)]
            people = [*posted[: len(posted) // 2], *others]
            teams = ("一队", "二队") if len(people) > 25 else ("一队",)
            yield Cooperative(
                f"{COUNTY_NAME}{village}劳务专业合作社", "村", top, self._credit_code(number + 1), date(2019, 8, 21),
                tuple(
                    self._member(one, "甲乙"[number] + teams[index % len(teams)], index // len(teams), one in others)
                    for index, one in enumerate(people)
                ),
            )  # fmt: skip

    def _member(self, one: Resident, team: str, index: int, may_work: bool = False) -> Member:
        away = may_work and index % 2 == 1
        status, unit = _AWAY[index // 2 % 3] if away else ("未务工", "")
        return Member(
            one, date(2019, 9, 1) + timedelta(days=self.chance.randrange(700)), self.chance.choice((0, 100, 500, 1000)),
            team, index == 0, self.chance.choice(_TRADES), status, unit, 2600 + 100 * (index % 30) if away else 0,
        )  # fmt: skip

    def _credit_code(self, number: int) -> str:
        first17 = f"93522699MA0FXP{number:03d}"
        signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        total = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(first17))
        return first17 + signs[(31 - total % 31) % 31]

    def households(self, on_post: tuple[Resident, ...]) -> Iterator[Household]:
        """A household for every relocated person on post: the head, the spouse, a child at school."""
        moved = [one for one in on_post if "易地搬迁" in one.categories]
        for number, head in enumerate(moved, start=1):
            spouse = self.resident(head.village, youngest=30, oldest=50)
            child = self.resident(head.village, youngest=8, oldest=15)
            place, unit = ("省外", "佛山演示家具厂") if number % 3 else ("县内", "演示县帮扶车间")
            yield Household(
                f"{TOWNSHIP_CODE}200{number:05d}",
                "枫香坪镇演示安置点" if number % 4 else "演示县城安置区",
                date(2018, 1 + number % 12, 5),
                "贫困" if number % 5 else "同步",
                (
                    (head, "户主", "普通劳动力", "已就业", "县内", head.employer),
                    (spouse, "配偶", "普通劳动力", "已就业", place, unit),
                    (child, "女" if child.sex == "2" else "子", "无劳动力", "在校学生", "", ""),
                ),
            )
