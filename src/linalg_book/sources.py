"""Where a number was read: document, place, date, and whether its maker's own text was seen.

Shared by the registries, :ref:`ch-hardware` and :ref:`ch-models`.
"""

from dataclasses import dataclass
from datetime import date

__all__ = ["READINGS", "Source"]

#: How a document was read; of the first two, the text of the maker itself was seen.
READINGS = {
    "maker": "the maker's document",
    "stored": "the maker's page, in a copy that others keep",
    "quoted": "the maker's document as others quote it, not read first hand",
    "other": "a document of others",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """The place where a number was read.

    Parameters
    ----------
    document : str
        Title of the document, with its maker.
    place : str
        Page, table, section or file in it.
    dated : str
        Its date, version or commit, or "undated".
    address : str
        Where to look it up: the maker's address, or that of the quotation where only that is known.
    read : datetime.date
        The day on which it was read.
    how : {"maker", "stored", "quoted", "other"}, default "maker"
        How it was read; see `READINGS`.
    by : str, optional
        Who keeps the copy, or who quotes it.

    Raises
    ------
    ValueError
        If a text is empty, the address is none, ``how`` is unknown, or a copy or quotation does not say whose it is.
    """

    document: str
    place: str
    dated: str
    address: str
    read: date
    how: str = "maker"
    by: str = ""

    def __post_init__(self):
        for name in ("document", "place", "dated"):
            if not getattr(self, name).strip():
                raise ValueError(f"{name} of a source must be told, got an empty text")
        if not self.address.startswith("https://"):
            raise ValueError(f"address of a source must begin with https://, got {self.address!r}")
        if self.how not in READINGS:
            raise ValueError(f"how a source was read must be one of {', '.join(READINGS)}, got {self.how!r}")
        if (self.how in {"stored", "quoted"}) != bool(self.by):
            wanted = "nothing" if self.by else "who keeps the copy or quotes it"
            raise ValueError(f"by must say {wanted} where a source was read as {self.how!r}, got {self.by!r}")

    @property
    def first_hand(self) -> bool:
        """Whether the maker's own text was read, in the document itself or in a copy."""
        return self.how in {"maker", "stored"}

    def __str__(self) -> str:
        text = f"{self.document}, {self.place}, {self.dated}"
        return f"{text}, quoted by {self.by}" if self.how == "quoted" else text
