"""The sizes of a language model, as its makers publish them; part of :ref:`ch-models`."""

from dataclasses import dataclass

from linalg_book._faces import public
from linalg_book._validate import size, whole
from linalg_book.sources import Source

WHOLE = ("heads", "kv_heads", "head_width", "inner", "experts", "experts_per_token", "expert_inner", "shared_experts")
WHOLE += ("dense_layers", "window", "windowed_layers")


@public
@dataclass(frozen=True, kw_only=True)
class Latent:
    """Sizes of latent attention, whose keys and values are made from one short vector a token.

    Parameters
    ----------
    query : int
        Entries of the short vector from which all queries are made.
    key_value : int
        Entries of the short vector from which all keys and values are made; it is what the cache keeps.
    plain : int
        Entries of a query or a key of one head that are not rotated.
    rotated : int
        Entries that are; all heads share one rotated key, which the cache keeps, too.
    value : int
        Entries of a value of one head.

    Raises
    ------
    TypeError
        If a size is no whole number.
    ValueError
        If a size is less than 1.
    """

    query: int
    key_value: int
    plain: int
    rotated: int
    value: int

    def __post_init__(self):
        for name in ("query", "key_value", "plain", "rotated", "value"):
            object.__setattr__(self, name, size(getattr(self, name), name))


@public
@dataclass(frozen=True, kw_only=True)
class Published:
    """What the makers of a model print of its size.

    Parameters
    ----------
    total : str
        Number of parameters, as printed, such as "671B".
    source : Source
        Where they print it.
    active : str, optional
        Number of parameters that one token uses, as printed; empty where none is.
    """

    total: str
    source: Source
    active: str = ""


@public
@dataclass(frozen=True, kw_only=True)
class Model:
    """Sizes of a language model; the defaults are those of the GPT-2 kind.

    Parameters
    ----------
    layers : int
        Number of blocks.
    width : int
        Entries of a token, d.
    vocabulary : int
        Number of different tokens, rows of the table of embeddings.
    context : int
        Longest text, in tokens.
    heads : int, default 1
        Heads of the queries.
    kv_heads : int, optional
        Heads of keys and values, which divide the heads; as many by default.
    head_width : int, optional
        Entries of a query, key or value of one head; ``width / heads``, rounded down, by default.
    inner : int, optional
        Inner width of the feed-forward part; 4 d by default.
    tied : bool, default True
        Whether the table of embeddings also scores the words at the end.
    positions : bool, default True
        Whether each position has a learned vector.
    biases : bool, default True
        Whether the products of the blocks have biases.
    gated : bool, default False
        Whether the feed-forward part has a gate, a third matrix.
    rms : bool, default False
        Whether the norms are RMS norms, with gains alone, and not layer norms, with gains and biases.
    qk_norm : bool, default False
        Whether queries and keys of a head have norms, with gains.
    sinks : bool, default False
        Whether each head has a learned score of attending nowhere.
    experts : int, default 0
        Number of experts of a layer that a router chooses from; 0 for one dense feed-forward part.
    experts_per_token : int, default 0
        How many of them each token is sent to.
    expert_inner : int, default 0
        Inner width of an expert.
    shared_experts : int, default 0
        Experts that every token goes through besides.
    dense_layers : int, default 0
        First layers that have a dense feed-forward part instead of experts.
    router_bias : bool, default False
        Whether the router has a bias where the other products have none.
    latent : Latent, optional
        Sizes of latent attention, in place of ``kv_heads`` and ``head_width``.
    window : int, default 0
        Tokens back to which windowed layers look; 0 for no window.
    windowed_layers : int, default 0
        Number of layers that have the window.
    name : str, default ""
        Name of a published model.
    sources : tuple of Source, default ()
        Where its sizes were read.
    published : Published, optional
        What its makers print of its number of parameters; each model of the registry has it.

    Raises
    ------
    TypeError
        If a size is no whole number.
    ValueError
        If a size is too small, or two sizes do not fit each other.
    """

    layers: int
    width: int
    vocabulary: int
    context: int
    heads: int = 1
    kv_heads: int = None  # type: ignore[assignment]  # until __post_init__ fills it in, as the next two
    head_width: int = None  # type: ignore[assignment]
    inner: int = None  # type: ignore[assignment]
    tied: bool = True
    positions: bool = True
    biases: bool = True
    gated: bool = False
    rms: bool = False
    qk_norm: bool = False
    sinks: bool = False
    experts: int = 0
    experts_per_token: int = 0
    expert_inner: int = 0
    shared_experts: int = 0
    dense_layers: int = 0
    router_bias: bool = False
    latent: Latent | None = None
    window: int = 0
    windowed_layers: int = 0
    name: str = ""
    sources: tuple[Source, ...] = ()
    published: Published | None = None

    def __post_init__(self):
        for name in ("layers", "width", "vocabulary", "context", "heads"):
            object.__setattr__(self, name, size(getattr(self, name), name))
        if self.latent is not None and any(given is not None for given in (self.kv_heads, self.head_width)):
            raise ValueError("kv_heads and head_width have no meaning beside latent; leave them out")
        defaults = {"kv_heads": self.heads, "head_width": max(1, self.width // self.heads), "inner": 4 * self.width}
        for name, default in defaults.items():
            given = getattr(self, name)
            object.__setattr__(self, name, default if given is None else size(given, name))
        for name in WHOLE:
            if whole(getattr(self, name), name) < 0:
                raise ValueError(f"{name} must not be negative, got {getattr(self, name)}")
            object.__setattr__(self, name, int(getattr(self, name)))
        self._fit()

    def _fit(self):
        """Refuse sizes that do not fit each other."""
        if self.heads % self.kv_heads:
            raise ValueError(f"kv_heads must divide heads, got {self.kv_heads} and {self.heads}")
        if self.experts and not 1 <= self.experts_per_token <= self.experts:
            raise ValueError(f"experts_per_token must be from 1 to {self.experts}, got {self.experts_per_token}")
        if self.experts and not self.expert_inner:
            raise ValueError("expert_inner must be given with experts, got 0")
        for name in ("dense_layers", "windowed_layers"):
            if getattr(self, name) > self.layers:
                raise ValueError(f"{name} must be at most {self.layers}, the layers, got {getattr(self, name)}")
        if bool(self.window) != bool(self.windowed_layers):
            raise ValueError(f"window and windowed_layers go together, got {self.window} and {self.windowed_layers}")

    @property
    def grouping(self) -> int:
        """How many heads of queries share one head of keys and values."""
        return self.heads // self.kv_heads

    @property
    def query_width(self) -> int:
        """Entries of the queries of all heads together, which need not be the width."""
        if self.latent is not None:
            return self.heads * (self.latent.plain + self.latent.rotated)
        return self.heads * self.head_width

    @property
    def value_width(self) -> int:
        """Entries of the weighted means of all heads together."""
        return self.heads * (self.head_width if self.latent is None else self.latent.value)
