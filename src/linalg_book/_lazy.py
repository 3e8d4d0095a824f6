"""What is loaded only when it is asked for."""

import importlib
import sys
from collections.abc import Callable


def command_of(topic: str) -> tuple[Callable[[str], Callable], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` for the face of a topic, so that its ``main`` is loaded when asked for.

    So ``python -m`` runs the program as a module of its own, and who uses the functions alone loads no parser.
    """

    def attribute(name: str) -> Callable:
        if name != "main":
            raise AttributeError(f"module {topic!r} has no attribute {name!r}")
        return importlib.import_module(f"{topic}.__main__").main

    return attribute, lambda: [*vars(sys.modules[topic]), "main"]
