"""An amount in Chinese capitals (大写), by 《正确填写票据和结算凭证的基本规定》 in the house style of domain.md 5.1."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("", "万", "亿", "万亿")


def words(fen: int) -> str:
    """The capitals of an amount in fen: 140950 gives 壹仟肆佰零玖元伍角; the label 人民币 is the form's."""
    if fen < 0:
        return "负" + words(-fen)
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    if not jiao and not rest:
        return _yuan(yuan) + "元整" if yuan else "零元整"
    text = _yuan(yuan) + "元" if yuan else ""
    if jiao:
        # A zero as last yuan digit is read out before 角 (the first of the two forms the rule allows).
        zero = "零" if yuan and yuan % 10 == 0 else ""
        text += f"{zero}{DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (DIGITS[rest] + "分" if rest else "")


def _yuan(yuan: int) -> str:
    """Whole yuan without the unit; one 零 for any run of inner zeros, also across 万 and 亿."""
    if yuan >= 10**16:
        raise ValueError("no sheet adds up to this")
    text, zero = "", False
    for index in range(3, -1, -1):
        group = yuan // 10 ** (4 * index) % 10000
        if not group:
            zero = bool(text)
            continue
        if text and (zero or group < 1000):
            text += "零"
        zero = False
        text += _group(group) + _unit(yuan, index)
    return text


def _unit(yuan: int, index: int) -> str:
    """万 of 万亿 carries 亿 only when no 亿 group follows that will carry it."""
    if index == 3 and yuan // 10**8 % 10000:
        return "万"
    return GROUPS[index]


def _group(group: int) -> str:
    """One to four digits."""
    text, zero = "", False
    for place, name in enumerate(PLACES):
        digit = group // 10 ** (3 - place) % 10
        if not digit:
            zero = bool(text)
            continue
        text += ("零" if zero else "") + DIGITS[digit] + name
        zero = False
    return text
