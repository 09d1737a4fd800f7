"""The stand-alone checker as a module, beside the product's own engine."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from cjdesk.db.types import canonical
from cjdesk.domain.pay.inputs import Duty, Pay

PATH = Path(__file__).parents[2] / "resources" / "proof_checker.py"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("proof_checker", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECKER = loaded()


def recomputed(duty: Duty) -> dict[str, Any]:
    """What the checker makes of a duty as it is frozen."""
    frozen = json.loads(canonical(duty))
    assert CHECKER.unknown_inputs(frozen) == []
    result: dict[str, Any] = CHECKER.recomputed(frozen)
    return result


def agrees(duty: Duty, pay: Pay) -> None:
    """Both engines give every amount, every day count and every flag alike."""
    mine = recomputed(duty)
    theirs = {name: getattr(pay, name) for name in mine if name != "flags"}
    assert {name: mine[name] for name in theirs} == theirs
    assert mine["flags"] == list(pay.flags)
