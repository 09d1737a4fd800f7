"""All tables; importing this package registers every one of them."""

from cjdesk.db.models.audit import AuditEntry
from cjdesk.db.models.base import Base, Travelling
from cjdesk.db.models.batches import Answer, Batch, BatchFile, Station, TakenBatch, TakenFile
from cjdesk.db.models.cooperatives import Cooperative, Membership, Team
from cjdesk.db.models.fees import FeeReceipt, SchemeRate, SchemeShare, WaterScheme
from cjdesk.db.models.office import Clerk, Office
from cjdesk.db.models.payroll import BankList, PayLine, Payment, PayRun
from cjdesk.db.models.people import BankAccount, Household, Person, PersonCategory, ResettlementSite
from cjdesk.db.models.posts import Agreement, Assignment, Attendance, Insurance, Post, Suspension
from cjdesk.db.models.reference import (
    BankTemplate,
    CategoryKind,
    Division,
    Fund,
    Policy,
    PostType,
    Quota,
    ReferenceLoad,
    Rule,
    Standard,
)

__all__ = [
    "Agreement",
    "Answer",
    "Assignment",
    "Attendance",
    "AuditEntry",
    "BankAccount",
    "BankList",
    "BankTemplate",
    "Base",
    "Batch",
    "BatchFile",
    "CategoryKind",
    "Clerk",
    "Cooperative",
    "Division",
    "FeeReceipt",
    "Fund",
    "Household",
    "Insurance",
    "Membership",
    "Office",
    "PayLine",
    "PayRun",
    "Payment",
    "Person",
    "PersonCategory",
    "Policy",
    "Post",
    "PostType",
    "Quota",
    "ReferenceLoad",
    "ResettlementSite",
    "Rule",
    "SchemeRate",
    "SchemeShare",
    "Standard",
    "Station",
    "Suspension",
    "TakenBatch",
    "TakenFile",
    "Team",
    "Travelling",
    "WaterScheme",
]
