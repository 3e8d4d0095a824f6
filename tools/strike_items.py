"""Strike the items that a page now claims from ``tests/data/open_items.txt``.  It never puts one back."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "book" / "_ext")]

from promises.coverage import OPEN_ITEMS, still_open  # noqa: E402


def main():
    real = still_open()
    listed = OPEN_ITEMS.read_text(encoding="utf8").split() if OPEN_ITEMS.exists() else real
    left = [item for item in real if item in listed]
    OPEN_ITEMS.write_text("".join(f"{item}\n" for item in left), encoding="utf8")
    print(f"{len(left)} items are open, {len(listed) - len(left)} were struck")
    lost = [item for item in real if item not in listed]
    for item in lost:
        print(f"{item} is no longer claimed by any page, and the list does not take it back", file=sys.stderr)
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main())
