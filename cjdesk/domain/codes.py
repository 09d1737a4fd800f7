"""National code lists for persons, code to word; the words are data of the standards, not of the program's language."""

from __future__ import annotations

_PEOPLES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼",
    "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克",
    "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip

ETHNICITIES = {f"{number:02d}": name for number, name in enumerate(_PEOPLES, start=1)}
"""GB/T 3304: 01 汉 to 56 基诺."""

SEXES = {"1": "男", "2": "女"}
"""GB/T 2261.1."""

EDUCATIONS = {
    "10": "研究生",
    "20": "大学本科",
    "30": "大学专科",
    "40": "中等职业",
    "60": "高中",
    "70": "初中",
    "80": "小学",
    "90": "其他",
}
"""GB/T 4658, first level."""

RELATIONS = {
    "01": "本人",
    "02": "户主",
    "10": "配偶",
    "20": "子",
    "30": "女",
    "40": "孙辈",
    "50": "父母",
    "60": "祖父母",
    "70": "兄弟姐妹",
    "80": "其他亲属",
    "97": "其他",
}
"""GB/T 4761-2008: relation to the head of the household."""

LABOUR_ABILITIES = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力")
UNFIT = frozenset({"丧失劳动力", "无劳动力"})
"""Who cannot be put on a post (R-14)."""

EXIT_REASONS = (
    "期满", "本人申请", "外出务工", "实现其他就业", "创业(办理营业执照)", "超龄", "身体原因", "考核不合格", "违纪",
    "长期不在岗", "顶岗替岗", "死亡", "户籍迁出", "财政供养(村干部)", "双岗", "岗位撤销", "条件不再符合", "其他",
)  # fmt: skip
ALLOWANCE, DEDUCTION, BACK_PAY = "其他补贴", "扣款", "补发"
EXTRA_KINDS = (ALLOWANCE, DEDUCTION, BACK_PAY)
"""What a clerk adds to a month with a reason (domain.md 4.2)."""

POST, FIXED, QUANTITY = "post", "fixed", "quantity"
"""How a post type is paid: by days on post, a fixed amount a month, so many at so much each (domain.md 4.8)."""

SUSPENSION_REASONS = ("病", "事假", "生育", "汛期停工", "隔离", "其他")
