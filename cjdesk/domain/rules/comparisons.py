"""The county's comparison lists (县里比对): what a line of each says about somebody."""

from __future__ import annotations

from collections.abc import Mapping

DEATH, BUSINESS, COMPANY, AWAY = "DEATH", "BUSINESS", "COMPANY", "AWAY"
CADRE, FAMILY, FROZEN, DOUBLE = "CADRE", "FAMILY", "FROZEN", "DOUBLE"

WORDS: Mapping[str, str] = {
    DEATH: "死亡",
    BUSINESS: "工商登记",
    COMPANY: "企业参保",
    AWAY: "外出务工",
    CADRE: "财政供养(村干部)",
    FAMILY: "干部家属",
    FROZEN: "冻结",
    DOUBLE: "双岗",
}
"""Kind to its word; the words are the county's, as the reasons for leaving are."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    DEATH: ("死亡人员", "已死亡", "死亡注销", "殡葬火化", "火化", "户籍注销"),
    BUSINESS: ("工商", "营业执照", "市场主体", "个体工商户", "企业法人", "创业", "办理营业执照"),
    COMPANY: ("企业职工参保", "企业社保", "企业养老保险", "职工养老保险", "城镇职工参保", "单位参保"),
    AWAY: ("务工", "长期外出务工", "外出就业", "异地就业", "省外务工"),
    CADRE: ("财政供养", "财政供养人员", "村干部", "村(社区)干部", "村两委", "公职人员"),
    FAMILY: ("村干部家属", "公职人员家属", "干部亲属"),
    FROZEN: ("身份冻结", "冻结人员"),
    DOUBLE: ("重复上岗", "一人多岗", "重复领取"),
}
"""What else is written for them."""

NOUN_DATES: Mapping[str, str] = {DEATH: "死亡时间"}
"""Kinds whose first day has a name of its own; for the others it is 开始日期."""
