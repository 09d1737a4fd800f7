"""Draw the golden pages anew: ``python -m tests.golden.make_pages [NAME …]``. Look at each before it is committed."""

from __future__ import annotations

import os
import sys

from tests.printing.golden_pages import FOLDER, drawn, shown
from tests.printing.sample_forms import FORMS


def main(names: list[str]) -> None:
    """Write the pictures of these forms, of all when none is named."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cjdesk.printing import pdf

    pdf.without_window()
    FOLDER.mkdir(exist_ok=True)
    for name in names or FORMS:
        pages = FORMS[name].pages()
        for index in shown(pages):
            path = FOLDER / f"{name}_{index + 1}.png"
            drawn(pages, index).save(str(path))
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
