"""What the package and its topics show of themselves: names that are public, and what is loaded only when asked for."""

import difflib
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable
from types import ModuleType
from typing import TypeVar

Class = TypeVar("Class", bound=type)


def public(cls: Class) -> Class:
    """Name a class, with what is defined in it, after its topic and not after the topic's part that defines it.

    So it pickles under the name by which it is imported, and its parts may change.
    """
    topic = cls.__module__.rpartition(".")[0]
    for value in (cls, *vars(cls).values()):
        value = getattr(value, "__func__", value)  # of a class method
        if inspect.isfunction(value) or value is cls:
            value.__module__ = topic
    return cls


def command_of(topic: str) -> tuple[Callable[[str], Callable], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` for the face of a topic, so that its ``main`` is loaded when asked for.

    So ``python -m`` runs the program as a module of its own, and who uses the functions alone loads no parser.
    """

    def attribute(name: str) -> Callable:
        if name != "main":
            raise AttributeError(f"module {topic!r} has no attribute {name!r}")
        return importlib.import_module(f"{topic}.__main__").main

    return attribute, lambda: [*vars(sys.modules[topic]), "main"]


def topics_of(package: str) -> tuple[Callable[[str], ModuleType], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` for a package, so that each topic is loaded when it is asked for."""

    def names() -> list[str]:
        found = pkgutil.iter_modules(sys.modules[package].__path__)
        return sorted(module.name for module in found if not module.name.startswith("_"))

    def topic(name: str) -> ModuleType:
        if name in names():
            return importlib.import_module(f"{package}.{name}")
        close = difflib.get_close_matches(name, names(), n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise AttributeError(f"module {package!r} has no attribute {name!r}{hint}")

    return topic, lambda: sorted({*vars(sys.modules[package]), *names()})
