"""Where the built programs begin: as ``python -m cjdesk``."""

from __future__ import annotations

import sys

from cjdesk.cli import main

sys.exit(main())
