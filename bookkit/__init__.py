"""What builds and proves the book: ``python -m bookkit`` lists the commands.

``page`` reads a page, ``order`` the order of pages, ``gates`` hold promises, ``extensions`` are loaded by Sphinx,
``kernels`` run the cells, ``patches`` mend other projects, ``commands`` are what people call.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
LOOK = {"MATPLOTLIBRC": str(BOOK / "matplotlibrc"), "MPLBACKEND": "agg"}  # of figures, as environment of what draws
