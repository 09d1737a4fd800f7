"""``python -m cjdesk``."""

from __future__ import annotations

import sys

from cjdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
