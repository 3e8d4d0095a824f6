"""Pictures of the book: what the chapters compute, drawn.

One module a topic; each function takes the data it draws and returns a `Picture`, a Matplotlib figure with a
description for readers who cannot see it.  Nothing that a chapter teaches is computed here.  The look is
``book/matplotlibrc``.
"""

from linalg_book.plotting.picture import COLORS, Picture

__all__ = ["COLORS", "Picture"]
