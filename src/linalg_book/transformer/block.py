"""The learned numbers of a transformer block, by name."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linalg_book._faces import public
from linalg_book._records import Record
from linalg_book._validate import as_array, size


@public
@dataclass(frozen=True, eq=False)
class Block(Record):
    """The learned numbers of one transformer block of width d with an inner width k; two are equal if all numbers are.

    Parameters
    ----------
    W_Q, W_K, W_V, W_O : (d, d) array_like of float
        Projections to queries, keys and values of all heads side by side, and back.
    b_Q, b_K, b_V, b_O : (d,) array_like of float
        Their biases.
    W1, b1, W2, b2 : array_like of float
        Weights of the feed-forward part, shapes (d, k), (k,), (k, d), (d,).
    gain1, bias1, gain2, bias2 : (d,) array_like of float
        Scales and shifts of the two layer norms.
    heads : int
        Number of heads; it divides d.

    Raises
    ------
    ValueError
        If the shapes do not fit, an entry is NaN or infinite, or ``heads`` does not divide d.
    TypeError
        If an entry is no real number, or ``heads`` no whole number.

    Notes
    -----
    A block keeps copies of the arrays, in float64, which nobody can write to.
    """

    W_Q: NDArray
    W_K: NDArray
    W_V: NDArray
    W_O: NDArray
    b_Q: NDArray
    b_K: NDArray
    b_V: NDArray
    b_O: NDArray
    W1: NDArray
    b1: NDArray
    W2: NDArray
    b2: NDArray
    gain1: NDArray
    bias1: NDArray
    gain2: NDArray
    bias2: NDArray
    heads: int

    def __post_init__(self):
        for field in fields(self)[:-1]:
            self._keep(field.name, as_array(getattr(self, field.name), field.name))
        d, k = self.W_Q.shape[-1:] or (0,), self.b1.shape
        shapes = dict.fromkeys(("W_Q", "W_K", "W_V", "W_O"), d + d) | {"W1": d + k, "b1": k, "W2": k + d}
        for field in fields(self)[:-1]:
            wanted, found = shapes.get(field.name, d), getattr(self, field.name).shape
            if found != wanted or len(k) != 1:
                raise ValueError(f"{field.name} must have shape {wanted} beside W_Q and b1, got {found}")
        object.__setattr__(self, "heads", size(self.heads, "heads"))
        if d[0] % self.heads:
            raise ValueError(f"heads must divide the width {d[0]}, got {self.heads}")

    @classmethod
    def from_torch(cls, layer: Any) -> "Block":
        """Take the numbers out of a ``torch.nn.TransformerEncoderLayer``, in double precision.

        Parameters
        ----------
        layer : torch.nn.TransformerEncoderLayer
            A layer with ReLU and biases that normalizes after each part (``norm_first=False``); dropout is left out.

        Returns
        -------
        Block
            Its numbers; PyTorch keeps weights transposed, here rows are tokens and weights stand on the right.

        Raises
        ------
        ValueError
            If the layer bends with anything but ReLU, has no biases, normalizes before each part, or adds another
            number than 1e-5 to the variance: `encoder_block` would compute something else.
        """
        import torch

        bend = layer.activation
        relu = bend in (torch.relu, torch.nn.functional.relu) or isinstance(bend, torch.nn.ReLU)
        same = not layer.norm_first and layer.norm1.eps == layer.norm2.eps == 1e-5
        if not (relu and same and layer.linear1.bias is not None):
            raise ValueError("layer must use ReLU, biases, norm_first=False and layer_norm_eps=1e-5")
        s = {name: value.detach().double().numpy().copy() for name, value in layer.state_dict().items()}
        W_Q, W_K, W_V = (W.T for W in np.split(s["self_attn.in_proj_weight"], 3))
        b_Q, b_K, b_V = np.split(s["self_attn.in_proj_bias"], 3)
        return cls(
            W_Q, W_K, W_V, s["self_attn.out_proj.weight"].T, b_Q, b_K, b_V, s["self_attn.out_proj.bias"],
            s["linear1.weight"].T, s["linear1.bias"], s["linear2.weight"].T, s["linear2.bias"],
            s["norm1.weight"], s["norm1.bias"], s["norm2.weight"], s["norm2.bias"],
            heads=layer.self_attn.num_heads,
        )  # fmt: skip
