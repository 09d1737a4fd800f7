"""Proving a locked run to an auditor."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class RunNotLocked(UserError):
    """{number} of {month} is “{state}”; only locked runs can be proven. Lock it first, or choose another post type."""

    code = "RUN_NOT_LOCKED"


class ProofNeedsFolder(UserError):
    """{month} has {count} runs and a proof file holds one. Name a folder or a .zip, or one post type with --post."""

    code = "PROOF_NEEDS_FOLDER"
