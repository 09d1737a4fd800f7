"""``python -m cjdesk`` is the same as ``cjdesk``."""

import sys

from cjdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
