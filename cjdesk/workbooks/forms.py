"""The tables that clerks send, as data: each form's columns, their standard headings and the other words in use."""

from __future__ import annotations

from cjdesk.workbooks.headers import Field, Form

ID_WORDS = (
    "身份证号码",
    "公民身份号码",
    "公民身份证号",
    "公民身份证号码",
    "身份证",
    "证件号码",
    "证件号",
    "身份号码",
    "身份证件号码",
)
NAME_WORDS = ("姓 名", "人员姓名", "姓名（全称）", "劳动者姓名")
PHONE_WORDS = ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "本人电话")

ROSTER = Form(
    "roster",
    (
        Field("ordinal", "序号", ("编号", "序")),
        Field("categories", "人员类别", ("人员类型", "人员性质", "身份类别", "困难类别", "类别")),
        Field("township", "乡镇", ("所属乡镇", "乡(镇)", "镇", "街道")),
        Field("village", "村", ("行政村", "村名", "村(社区)", "所在村", "村居", "村委会", "社区")),
        Field("group", "组", ("村民小组", "小组", "村组", "组别", "村小组")),
        Field("name", "姓名", NAME_WORDS, required=True),
        Field("sex", "性别"),
        Field("ethnicity", "民族"),
        Field("id_no", "身份证号", ID_WORDS, required=True),
        Field("birth", "出生年月", ("出生日期", "出生时间", "出生")),
        Field("education", "文化程度", ("学历", "文化", "受教育程度")),
        Field(
            "relocated", "是否易地搬迁", ("易地搬迁", "是否易地扶贫搬迁", "是否搬迁", "是否易地搬迁户", "易地扶贫搬迁")
        ),
        Field("standard", "月补贴标准", ("补贴标准", "月工资标准", "月标准", "工资标准", "月补贴", "岗位补贴标准")),
        Field("fund", "资金来源", ("资金渠道", "补贴资金来源")),
        Field("disability_no", "残疾证号", ("残疾证号码", "残疾证", "残疾人证号")),
        Field(
            "insured",
            "是否购买意外险",
            ("意外险", "是否购买意外伤害险", "是否购买意外伤害保险", "是否参保", "意外伤害险"),
        ),
        Field("bank_name", "开户行", ("开户银行", "银行名称", "开户行名称", "发卡银行")),
        Field(
            "bank_no",
            "银行账号",
            (
                "账号",
                "帐号",
                "银行帐号",
                "银行卡号",
                "卡号",
                "一卡通账号",
                "一卡通帐号",
                "一卡通",
                "社保卡号",
                "银行账户",
                "收款账号",
            ),
        ),
        Field("bank_holder", "开户名", ("户名", "账户名", "收款人", "收款户名")),
        Field("post_type", "岗位类别", ("岗位类型", "岗位种类", "工种", "岗位"), required=True),
        Field("post_name", "岗位名称", ("岗位具体名称", "管护路段", "管护对象", "路段名称", "河段名称", "工作内容")),
        Field("employer", "用人单位", ("用工单位", "聘用单位", "单位", "用人单位名称")),
        Field(
            "start",
            "上岗时间",
            ("上岗日期", "到岗时间", "到岗日期", "聘用时间", "聘用日期", "开始时间", "入职时间"),
            required=True,
        ),
        Field(
            "agreement",
            "协议起止",
            ("协议起止时间", "协议期限", "合同起止", "合同期限", "劳务协议起止", "协议时间", "合同起止时间"),
        ),
        Field(
            "agreement_from",
            "协议起",
            ("协议开始", "协议起始时间", "协议起止起", "合同起", "协议开始时间", "协议起止开始"),
        ),
        Field(
            "agreement_to",
            "协议止",
            ("协议结束", "协议终止时间", "协议起止止", "合同止", "协议到期", "协议结束时间", "协议起止结束"),
        ),
        Field("phone", "联系电话", PHONE_WORDS),
        Field("state", "在岗状态", ("是否在岗", "在岗情况", "状态", "人员状态")),
        Field(
            "leaving",
            "离岗时间及原因",
            ("离岗时间", "离岗日期", "离岗时间原因", "退岗时间及原因", "退岗时间", "离岗情况"),
        ),
        Field("exit_reason", "离岗原因", ("退岗原因",)),
        Field("remark", "备注", ("备 注", "说明")),
    ),
    key_field="id_no",
)

SUSPENSIONS = Form(
    "suspensions",
    (
        Field("name", "姓名", NAME_WORDS),
        Field("id_no", "身份证号", ID_WORDS, required=True),
        Field(
            "start", "起", ("停岗起", "开始", "停岗开始", "停岗时间", "起始日期", "开始日期", "停岗日期"), required=True
        ),
        Field("end", "止", ("停岗止", "结束", "停岗结束", "恢复前一日", "截止日期", "结束日期"), required=True),
        Field("paid", "是否发放", ("是否发放补贴", "补贴是否发放", "是否计发", "发放补贴"), required=True),
        Field("reason", "原因", ("停岗原因",)),
    ),
    key_field="id_no",
    sheet_name="停岗",
)

RECEIPTS = Form(
    "receipts",
    (
        Field("scheme", "供水工程", ("工程", "工程名称", "供水工程名称", "水厂", "供水点"), required=True),
        Field("warden", "管水员身份证号", ("管水员身份证号码", "收费人身份证号", "管水员身份证", *ID_WORDS)),
        Field("received", "收款日期", ("收费日期", "收款时间", "收费时间", "日期"), required=True),
        Field("number", "收据号", ("收据编号", "票据号", "收据号码", "票据编号")),
        Field("payer", "户名", ("用水户", "缴费人", "用户", "交款人")),
        Field("amount", "实收金额(元)", ("实收金额", "金额", "实收", "收费金额", "实收水费"), required=True),
        Field("original", "原收据号", ("退款原收据号", "原票据号", "原收据编号")),
        Field("remark", "备注", ("说明",)),
    ),
    key_field="scheme",
    sheet_name="收据",
)

SCHEMES = Form(
    "schemes",
    (
        Field("scheme", "供水工程", ("工程", "工程名称", "供水工程名称", "水厂", "供水点"), required=True),
        Field("village", "村", ("行政村", "所在村", "村名")),
        Field("households", "户数", ("供水户数", "受益户数")),
        Field("rate", "提成比例(%)", ("提成比例", "提成率"), required=True),
        Field("warden", "管水员身份证号", ("管水员身份证号码", "管水员身份证", *ID_WORDS), required=True),
        Field("share", "分配比例(%)", ("分配比例", "分成比例", "比例"), required=True),
    ),
    key_field="scheme",
    sheet_name="工程",
)

ATTENDANCE = Form(
    "attendance",
    (
        Field("ordinal", "序号"),
        Field("name", "姓名", NAME_WORDS),
        Field("id_no", "身份证号", ID_WORDS, required=True),
        Field("post_type", "岗位", ("岗位类别", "岗位类型", "工种")),
        Field("month", "月份", ("所属月份", "考勤月份", "年月")),
        Field("required", "应出勤", ("应出勤天数", "应出勤(天)", "应勤", "应到")),
        Field("attended", "出勤", ("出勤天数", "实际出勤", "实出勤", "实际出勤天数", "实到"), required=True),
        Field("personal_leave", "事假", ("事假天数",)),
        Field("sick_leave", "病假", ("病假天数",)),
        Field("absent", "旷工", ("旷工天数", "缺勤", "缺勤天数")),
        Field("grade", "考核等次", ("考核结果", "考核", "考核等级", "等次")),
        Field("remark", "备注", ("说明",)),
    ),
    key_field="id_no",
    sheet_name="考勤",
)

MEMBERS = Form(
    "members",
    (
        Field("ordinal", "序号"),
        Field("cooperative", "合作社", ("合作社名称", "所在合作社", "所属合作社")),
        Field("name", "姓名", NAME_WORDS, required=True),
        Field("sex", "性别"),
        Field("ethnicity", "民族"),
        Field("id_no", "身份证号", ID_WORDS, required=True),
        Field("village_group", "村组", ("村、组", "住址", "家庭住址", "地址")),
        Field("village", "村", ("行政村", "所在村")),
        Field("group", "组", ("村民小组", "小组")),
        Field("categories", "人员类别", ("人员类型", "人员性质")),
        Field("phone", "联系电话", PHONE_WORDS),
        Field("skill", "技能/工种", ("技能", "技能工种", "特长")),
        Field("joined", "入社时间", ("入社日期", "加入时间"), required=True),
        Field("left", "退社时间", ("退社日期", "离社时间")),
        Field("share", "股份/出资(元)", ("股份", "出资", "股份出资", "出资额", "入股金额")),
        Field("team", "所在劳务队", ("劳务队", "所属劳务队")),
        Field("captain", "是否队长", ("队长",)),
        Field("status", "务工状态", ("务工情况", "务工去向")),
        Field("unit", "务工单位", ("务工企业", "单位")),
        Field("trade", "工种", ("务工工种", "从事工种")),
        Field("wage", "月工资", ("月工资(元)", "月收入", "工资")),
        Field("period", "起止", ("务工起止", "起止时间", "务工时间")),
        Field("remark", "备注", ("说明",)),
    ),
    key_field="id_no",
)

COOPERATIVES = Form(
    "cooperatives",
    (
        Field("name", "名称", ("合作社名称", "合作社"), required=True),
        Field("tier", "层级", ("级别",), required=True),
        Field("parent", "上级合作社", ("上级",)),
        Field("credit_code", "统一社会信用代码", ("信用代码", "社会信用代码")),
        Field("founded", "成立日期", ("成立时间", "注册日期")),
        Field("chair_name", "理事长", ("理事长姓名", "负责人")),
        Field("chair_id_no", "理事长身份证号", ("理事长身份证号码", "理事长身份证")),
    ),
    key_field="name",
    sheet_name="合作社",
)

TEAMS = Form(
    "teams",
    (
        Field("cooperative", "合作社", ("合作社名称", "所属合作社"), required=True),
        Field("name", "劳务队", ("劳务队名称", "队名"), required=True),
        Field("captain_name", "队长", ("劳务队长", "队长姓名")),
        Field("captain_id_no", "队长身份证号", ("队长身份证号码", "劳务队长身份证号", "队长身份证")),
    ),
    key_field="name",
    sheet_name="劳务队",
)

HOUSEHOLDS = Form(
    "households",
    (
        Field("number", "户编号", ("户号", "户编码"), required=True),
        Field("head_name", "户主姓名", ("户主",)),
        Field("head_id_no", "户主身份证号", ("户主身份证号码", "户主身份证"), required=True),
        Field("site", "安置点", ("安置点名称", "安置地点"), required=True),
        Field("moved", "搬迁时间", ("搬迁日期", "入住时间", "搬迁入住时间")),
        Field("kind", "类别", ("户类别", "搬迁类别", "户属性")),
    ),
    key_field="number",
    sheet_name="搬迁户",
)

HOUSEHOLD_MEMBERS = Form(
    "household_members",
    (
        Field("number", "户编号", ("户号", "户编码"), required=True),
        Field("name", "姓名", NAME_WORDS, required=True),
        Field("relation", "与户主关系", ("与户主的关系", "关系", "家庭关系")),
        Field("id_no", "身份证号", ID_WORDS, required=True),
        Field("ability", "劳动能力", ("劳动技能", "劳动力情况")),
        Field("status", "就业状态", ("就业情况", "是否就业")),
        Field("place", "就业地", ("就业地点", "务工地点", "就业区域")),
        Field("unit", "单位", ("就业单位", "务工单位")),
    ),
    key_field="id_no",
    sheet_name="成员",
)

SITES = Form(
    "sites",
    (
        Field("name", "安置点", ("安置点名称",), required=True),
        Field("in_county", "县内/跨区域", ("安置方式", "县内跨区域", "区域"), required=True),
    ),
    key_field="name",
    sheet_name="安置点",
)

SUBSIDY = Form(
    "subsidy",
    (
        Field("ordinal", "序号", ("编号", "序")),
        Field("name", "姓名", NAME_WORDS),
        Field("id_no", "身份证号", ID_WORDS, required=True),
        Field("quantity", "数量", ("队数", "人次", "月数", "次数", "个数")),
        Field("unit", "单价", ("单位标准", "补贴标准", "奖励标准", "标准", "金额")),
        Field("proof", "依据", ("计数依据", "证明材料", "花名册")),
        Field("payee", "收款单位", ("收款人单位", "合作社", "合作社名称", "单位名称")),
        Field("payee_bank", "开户行", ("开户银行", "收款单位开户行")),
        Field("payee_account", "账号", ("帐号", "收款账号", "银行账号", "收款单位账号")),
    ),
    key_field="id_no",
    sheet_name="补贴",
)
"""A month's units of a subsidy, or a round of awards; it has a verb of its own (``cjdesk subsidy import``)."""

COMPARISON = Form(
    "comparison",
    (
        Field("ordinal", "序号", ("编号", "序")),
        Field("kind", "比对类型", ("比对类别", "比对结果", "疑点类型", "比对项目", "异常类型", "核查类型")),
        Field("name", "姓名", NAME_WORDS),
        Field("id_no", "身份证号", ID_WORDS, required=True),
        Field(
            "since",
            "开始日期",
            (
                "开始时间", "起始日期", "起始时间", "死亡日期", "死亡时间", "注册日期", "成立日期", "参保时间",
                "参保日期", "务工时间", "外出时间", "任职时间", "冻结日期", "上岗时间",
            ),
            required=True,
        ),
        Field("until", "结束日期", ("结束时间", "终止日期", "注销日期", "停保时间", "返乡时间", "解冻日期")),
        Field("source", "数据来源", ("来源", "比对来源", "提供单位", "来源单位")),
        Field("note", "说明", ("备注", "详情", "比对说明", "具体情况")),
    ),
    key_field="id_no",
    sheet_name="比对名单",
)  # fmt: skip

KINDS: dict[str, tuple[Form, ...]] = {
    "roster": (ROSTER, SUSPENSIONS),
    "receipts": (RECEIPTS, SCHEMES),
    "attendance": (ATTENDANCE,),
    "members": (MEMBERS, COOPERATIVES, TEAMS),
    "households": (HOUSEHOLDS, HOUSEHOLD_MEMBERS, SITES),
    "comparison": (COMPARISON,),
}
"""What may be imported; the first form of a kind must occur in the file."""

CODES = frozenset(
    {
        "id_no", "bank_no", "phone", "disability_no", "number", "warden", "credit_code", "chair_id_no", "captain_id_no",
        "head_id_no", "original", "payee_account",
    }
)  # fmt: skip
"""Fields whose digits are a name, not a quantity: their cells are text."""
