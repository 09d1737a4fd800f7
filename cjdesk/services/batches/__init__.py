"""Reporting to the county: make a batch, hand it out, take the answer in, and know where each one stands."""

from cjdesk.services.batches.answers import RECEIVE, Reason, Received, receive
from cjdesk.services.batches.covers import Cover, Paper, cover, covered
from cjdesk.services.batches.keys import card, card_file, county, county_or_none, own, speaker, trust
from cjdesk.services.batches.make import Made, make, make_all
from cjdesk.services.batches.runs import not_ready, reportable_runs, runs_to_report
from cjdesk.services.batches.status import (
    ENDED,
    EXPORT,
    KIND_NAMES,
    OPEN,
    BatchRow,
    Exported,
    content,
    export,
    handed_out,
    status,
    waiting,
)

__all__ = [
    "ENDED",
    "EXPORT",
    "KIND_NAMES",
    "OPEN",
    "RECEIVE",
    "BatchRow",
    "Cover",
    "Exported",
    "Made",
    "Paper",
    "Reason",
    "Received",
    "card",
    "card_file",
    "content",
    "county",
    "county_or_none",
    "cover",
    "covered",
    "export",
    "handed_out",
    "make",
    "make_all",
    "not_ready",
    "own",
    "receive",
    "reportable_runs",
    "runs_to_report",
    "speaker",
    "status",
    "trust",
    "waiting",
]
