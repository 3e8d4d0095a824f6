"""What Sphinx loads to make the site; each file says what it is for."""

import os

# what saves time, and nothing else: BOOK_PLAIN=1 builds the same site without; first, since they save from then on
SAVING = ["bookkit.patches.no_rubbish", "bookkit.kernels.warm"]
MENDING = [f"bookkit.patches.{name}" for name in ("chapter_numbers", "katex_server", "search_index", "whole_lines")]
OWN = (  # each says what it is for
    "folds listing orientation home lighten reach spoken freshness rooms lists concordance margins redirects "
    "status gallery search bitbybit"
).split()


def with_ours(theirs):
    """The extensions of others with those of the book, in the order in which they are loaded."""
    plain = bool(os.environ.get("BOOK_PLAIN"))
    last = [*MENDING, *(f"bookkit.extensions.{name}" for name in OWN)]
    return [*theirs, *last] if plain else [*SAVING, *theirs, "bookkit.kernels.ahead", *last]
