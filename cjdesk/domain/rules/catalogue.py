"""The rules R-01 to R-23 of domain.md 3.2, one declaration each; the county's file changes severities and values."""

from __future__ import annotations

from collections.abc import Mapping

from cjdesk.domain.rules import retirement
from cjdesk.domain.rules.allowed import ages_of_retirement, one_of, whole, words
from cjdesk.domain.rules.declaration import ERROR, NOTE, OFF, WARNING, Kind, Narrower, Parameter, Rule, Stage
from cjdesk.i18n import N_

ON_POST, CONFIRM, RUN, BANK, SUBMISSION, EXIT = Stage

CHECKED = N_("Checked, it is right")
OTHER_PERSON = N_("Checked: another person of that name")
COUNTY_AGREED = N_("The county agreed")
UNDER_WAY = N_("It is being put in order")

_UNFIT_TO_PAY = one_of(WARNING, NOTE, OFF)
_ANY = one_of(ERROR, WARNING, NOTE, OFF)
_JOINING: Mapping[Stage, str] = {ON_POST: "", CONFIRM: "", RUN: ""}
_JOB_SUBSIDY = (Narrower(ERROR, funds=frozenset({"就业补助资金"}), work_time="full"),)

_DECLARED = (
    Rule(
        "R-01",
        N_("A valid ID number"),
        ERROR,
        (Kind("ID_WRONG", N_("{name} has no valid ID number. Correct it on the card first."), N_("ID number")),),
        {ON_POST: "", CONFIRM: ""},
        severities=(ERROR,),
        of_posts=False,
    ),
    Rule(
        "R-02",
        N_("One person, one post"),
        ERROR,
        (
            Kind("TWO_POSTS", N_("{name} is on two posts on the same day. End one of them first."), N_("Two posts")),
            Kind(
                "DOUBLE_POST",
                N_("{name} is on another post by the county’s list ({source}). End one of the two."),
                N_("Two posts"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: ""},
        severities=(ERROR, WARNING),
        reasons=(N_("Changed post on that day"), COUNTY_AGREED, OTHER_PERSON),
    ),
    Rule(
        "R-03",
        N_("At least 16 years old on the first day"),
        ERROR,
        (
            Kind(
                "AGE_UNDER_16",
                N_("{name} is only {age} years old on {day} and cannot be put on post. Check the ID number."),
                N_("Too young"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: ""},
        severities=(ERROR,),
        parameters=(Parameter("age", N_("Youngest age"), 16, whole(16, 30)),),
    ),
    Rule(
        "R-04",
        N_("New on post not older than 60, never older than 65"),
        WARNING,
        (
            Kind(
                "AGE_OVER_60",
                N_("{name} is {age} years old on {day}, over {limit}. Check that a new start is allowed."),
                N_("Over the age"),
            ),
            Kind(
                "AGE_OVER_65",
                N_("{name} is {age} years old on {day}, over {limit}, and cannot be newly put on post."),
                N_("Over the age"),
                ERROR,
            ),
        ),
        _JOINING,
        parameters=(
            Parameter("warning_age", N_("Oldest age without a reason"), 60, whole(16, 120)),
            Parameter("error_age", N_("Oldest age"), 65, whole(16, 120)),
        ),
        reasons=(N_("Renewed, was on post before"), N_("Fit for the work, health checked"), COUNTY_AGREED),
        hiring=True,
    ),
    Rule(
        "R-05",
        N_("The upper age on post"),
        WARNING,
        (
            Kind(
                "AGE_PASSED",
                N_("{name} was {age} years old on {day}. End the post, or say why it goes on."),
                N_("Over the age"),
            ),
            Kind("AGE_NEAR", N_("{name} will be {age} years old on {day}. Think of a successor."), N_("Age"), NOTE),
        ),
        {RUN: "", EXIT: ""},
        parameters=(
            Parameter("age", N_("Upper age"), 65, whole(16, 120)),
            Parameter("days", N_("Days ahead"), 60, whole(0, 366)),
        ),
        reasons=(N_("Goes on until the agreement ends"), N_("Fit for the work, health checked"), COUNTY_AGREED),
    ),
    Rule(
        "R-06",
        N_("One household, one post"),
        WARNING,
        (
            Kind(
                "HOUSEHOLD_ON_POST",
                N_("{other}, of the same household as {name}, is on post already."),
                N_("One household"),
            ),
        ),
        _JOINING,
        reasons=(N_("The households have separated"), N_("The village assembly agreed"), COUNTY_AGREED),
        hiring=True,
    ),
    Rule(
        "R-07",
        N_("Not longer on post than the term"),
        WARNING,
        (
            Kind(
                "TERM_OVER",
                N_("{name} has been on post for more than {years} years in all. End it, or say why it goes on."),
                N_("Term is over"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: "", EXIT: ""},
        parameters=(
            Parameter("years", N_("Years in all"), 3, whole(1, 50)),
            Parameter("before_retirement", N_("May stay when retiring within years"), 5, whole(0, 20)),
            Parameter("women_as", N_("Which ages of retirement hold for women"), "女", one_of("女", "女干部")),
            Parameter("retirement", N_("Ages of retirement"), list(retirement.STATUTORY), ages_of_retirement),
        ),
        narrower=_JOB_SUBSIDY,
        reasons=(
            N_("Older, disabled or of a household without work: placed again"),
            N_("Goes on until the agreement ends"),
            COUNTY_AGREED,
        ),
    ),
    Rule(
        "R-08",
        N_("Not placed more than twice"),
        WARNING,
        (
            Kind(
                "PLACED_AGAIN",
                N_("{name} is placed for the {count}th time; {most} times are allowed."),
                N_("Placed again"),
            ),
        ),
        _JOINING,
        parameters=(Parameter("placements", N_("Placements allowed"), 2, whole(1, 20)),),
        narrower=_JOB_SUBSIDY,
        reasons=(N_("Older, disabled or of a household without work: placed again"), COUNTY_AGREED),
        hiring=True,
    ),
    Rule(
        "R-09",
        N_("No public employees and village cadres"),
        ERROR,
        (
            Kind(
                "CADRE",
                N_("{name} is a public employee or village cadre by the county’s list ({source}). End the post."),
                N_("Cadre"),
            ),
            Kind(
                "CADRE_FAMILY",
                N_("{name} is of a cadre’s family by the county’s list ({source}). Check whether that is allowed."),
                N_("Cadre’s family"),
                "family",
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: ""},
        parameters=(Parameter("family", N_("Severity for the family"), WARNING, _ANY),),
        reasons=(N_("No longer a cadre"), OTHER_PERSON, COUNTY_AGREED),
    ),
    Rule(
        "R-10",
        N_("A category of support on the first day"),
        WARNING,
        (
            Kind(
                "NO_CATEGORY",
                N_("{name} has no category of support on {day}. Add the category with its proof."),
                N_("No category"),
            ),
        ),
        _JOINING,
        parameters=(Parameter("eligible", N_("Categories that count; none said = any"), [], words),),
        narrower=(Narrower(ERROR, funds=frozenset({"衔接资金(扶贫专项)"})),),
        reasons=(N_("The category is being confirmed"), N_("The village assembly agreed"), COUNTY_AGREED),
        hiring=True,
    ),
    Rule(
        "R-11",
        N_("Registered in the township of the post"),
        WARNING,
        (
            Kind(
                "REGISTERED_ELSEWHERE",
                N_("{name} is registered in {place}, not in this township. Check that the post may be given."),
                N_("Registered elsewhere"),
            ),
        ),
        _JOINING,
        reasons=(N_("Lives here after the relocation"), N_("Married here, register not moved"), COUNTY_AGREED),
        hiring=True,
    ),
    Rule(
        "R-12",
        N_("Accident insurance on each paid day"),
        WARNING,
        (
            Kind(
                "NO_INSURANCE",
                N_("{name} has no valid accident insurance. Register it."),
                N_("No insurance"),
            ),
            Kind(
                "INSURANCE_GAP",
                N_("The accident insurance of {name} does not cover {day}. Renew it."),
                N_("Insurance ends"),
            ),
        ),
        {RUN: ""},
        reasons=(N_("Insurance is applied for"), N_("Insured together with the unit"), UNDER_WAY),
    ),
    Rule(
        "R-13",
        N_("A signed agreement for the paid month"),
        WARNING,
        (
            Kind(
                "NO_AGREEMENT",
                N_("{name} has no agreement for {month}. It can be computed; register the agreement before reporting."),
                N_("No agreement"),
            ),
            Kind(
                "AGREEMENT_GAP",
                N_("The agreement of {name} does not cover {day}. Register the renewed one."),
                N_("Agreement ends"),
            ),
        ),
        {RUN: "", SUBMISSION: "on_submission"},
        parameters=(Parameter("on_submission", N_("Severity when reported"), ERROR, _ANY),),
        reasons=(N_("The agreement is being signed"), N_("Signed, to be registered before reporting")),
    ),
    Rule(
        "R-14",
        N_("Able to work"),
        ERROR,
        (
            Kind(
                "CANNOT_WORK",
                N_("{name} is registered as “{ability}”. Correct the card, or end the post."),
                N_("Cannot work"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: ""},
        severities=(ERROR, WARNING),
        parameters=(
            Parameter("unfit", N_("Labour abilities that do not do"), ["丧失劳动力", "无劳动力"], words),
            Parameter("health", N_("States of health that do not do"), [], words),
        ),
        reasons=(N_("Fit for the work, health checked"), COUNTY_AGREED),
    ),
    Rule(
        "R-15",
        N_("No business, no company insurance, no long job elsewhere"),
        WARNING,
        (
            Kind(
                "BUSINESS",
                N_("{name} has a business licence since {since} by the county’s list ({source}). Ask and decide."),
                N_("Business licence"),
            ),
            Kind(
                "COMPANY_INSURED",
                N_("{name} is insured by a company since {since} by the county’s list ({source}). Ask and decide."),
                N_("Company insured"),
            ),
            Kind(
                "WORKS_AWAY",
                N_("{name} has a job elsewhere since {since} by the county’s list ({source}). Ask and decide."),
                N_("Works elsewhere"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: "", EXIT: ""},
        reasons=(
            N_("The licence is not used, cancelling it is under way"),
            N_("The insurance is no longer paid"),
            N_("Came back before that month"),
            OTHER_PERSON,
        ),
    ),
    Rule(
        "R-16",
        N_("Public notice over and without open objection"),
        ERROR,
        (
            Kind(
                "NOT_PUBLISHED",
                N_("{name} has not hung out as long as it must. Finish the public notice first."),
                N_("Public notice"),
            ),
            Kind(
                "OBJECTION_OPEN",
                N_("There is an objection against {name} that is not decided, or was upheld. Decide it first."),
                N_("Objection raised"),
            ),
        ),
        {CONFIRM: ""},
        parameters=(
            Parameter("days", N_("Days to hang out"), 7, whole(3, 10)),
            Parameter("counting", N_("Days counted"), "calendar", one_of("calendar", "working")),
        ),
        reasons=(COUNTY_AGREED,),
    ),
    Rule(
        "R-17",
        N_("Not more on post than the quota"),
        WARNING,
        (
            Kind(
                "OVER_QUOTA",
                N_("{post_type}: {filled} on post, quota {quota}, {more} too many. End some, or wait for a new quota."),
                N_("Over the quota"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: "", SUBMISSION: "on_submission"},
        parameters=(Parameter("on_submission", N_("Severity when reported"), ERROR, _ANY),),
        reasons=(N_("The new quota is announced"), N_("Somebody leaves this month"), COUNTY_AGREED),
    ),
    Rule(
        "R-18",
        N_("Not deceased"),
        ERROR,
        (
            Kind(
                "DECEASED",
                N_(
                    "{name} died on {since} by the county’s list ({source}). End the post on that day; what was paid "
                    "for later days is then proposed to be taken back."
                ),
                N_("Deceased"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: "", SUBMISSION: "", EXIT: ""},
        severities=(ERROR,),
        of_posts=False,
    ),
    Rule(
        "R-19",
        N_("An account of one’s own"),
        ERROR,
        (
            Kind("BANK_MISSING", N_("{name} has no account. Enter it before the bank list is made."), N_("No account")),
            Kind(
                "BANK_SHARED",
                N_("{name} has the same account as {other}. Check it; if one receives for the other, register that."),
                N_("Shared account"),
            ),
        ),
        {RUN: "in_roster", BANK: ""},
        of_posts=False,
        parameters=(
            Parameter("in_roster", N_("Severity before the bank file"), WARNING, _UNFIT_TO_PAY),
            Parameter("same_household", N_("Severity inside one household"), WARNING, _ANY),
        ),
        reasons=(
            N_("The account is applied for"),
            N_("One household, one receives for the other"),
            N_("Paid in cash this month"),
        ),
    ),
    Rule(
        "R-20",
        N_("The account in the person’s own name"),
        WARNING,
        (
            Kind(
                "HOLDER_DIFFERS",
                N_("The account of {name} is in the name of {holder}. Register why, or correct it."),
                N_("Holder differs"),
            ),
        ),
        {RUN: ""},
        of_posts=False,
        reasons=(N_("A relative receives it, letter of attorney seen"), N_("The bank writes the name so")),
    ),
    Rule(
        "R-21",
        N_("Not away, not failed, for months in a row"),
        WARNING,
        (
            Kind(
                "AWAY_FOR_MONTHS",
                N_("{name} was absent or failed the assessment for {months} months in a row. Ask, and end the post."),
                N_("Long absent"),
            ),
        ),
        {RUN: "", EXIT: ""},
        parameters=(
            Parameter("months", N_("Months in a row"), 3, whole(1, 12)),
            Parameter("failed", N_("Grades that count as failed"), ["不合格", "差"], words),
        ),
        reasons=(N_("Ill, with a certificate"), N_("The attendance came late"), N_("Spoken to, back at work")),
    ),
    Rule(
        "R-22",
        N_("Pay not above the county’s highest level"),
        WARNING,
        (
            Kind(
                "PAY_ABOVE_LEVEL",
                N_("{name} has {earned_fen} this month, above the county’s highest level of {level_fen}. Check it."),
                N_("Above the level"),
            ),
        ),
        {RUN: ""},
        parameters=(Parameter("level_fen", N_("Highest level in fen, 0 = none"), 0, whole(0, 100_000_000)),),
        reasons=(N_("Commission of several months"), COUNTY_AGREED),
    ),
    Rule(
        "R-23",
        N_("Not frozen by the county"),
        ERROR,
        (
            Kind(
                "FROZEN",
                N_("The county has frozen the ID number of {name} ({source}). Ask the county first."),
                N_("Frozen"),
            ),
        ),
        {ON_POST: "", CONFIRM: "", RUN: "", SUBMISSION: "", BANK: ""},
        severities=(ERROR,),
        of_posts=False,
    ),
)

RULES: Mapping[str, Rule] = {one.code: one for one in _DECLARED}
"""By code, in order."""

KINDS: Mapping[str, tuple[Rule, Kind]] = {kind.code: (rule, kind) for rule in _DECLARED for kind in rule.kinds}
"""What can be found, by its code."""
