"""Published models, the sizes of each once, with the place where they were read; see :ref:`ch-models`."""

import difflib
from datetime import date
from typing import Any

from linalg_book.models.sizes import Latent, Model, Published
from linalg_book.sources import Source

READ = date(2026, 11, 30)
GITHUB = "https://github.com"


def _file(repository, path, commit, place="the file", dated="", **how):
    """Return a file of a repository at a commit."""
    address = f"{GITHUB}/{repository}/blob/{commit}/{path}"
    dated = f"commit {commit[:7]}" + (f", {dated}" if dated else "")
    return Source(document=f"{repository}, {path}", place=place, dated=dated, address=address, read=READ, **how)


GPT2 = _file("openai/gpt-2", "src/model.py", "9b63575ef42771a015060c964af2c3da4cf7c8ab", "default_hparams", "2019")
GPT2_NAMES = _file("openai/gpt-2", "DEVELOPERS.md", "9b63575ef42771a015060c964af2c3da4cf7c8ab", "names of the models")
GPT2_PAPER = Source(
    document="Radford et al., Language Models are Unsupervised Multitask Learners", place="table 2", dated="2019",
    address="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf",
    read=READ, how="quoted", by="karpathy/nanoGPT, model.py",
)  # fmt: skip
LLAMA = _file("meta-llama/llama-models", "models/sku_list.py", "5309637", "arch_args", "Jan 2025")
LLAMA_CARD = _file("meta-llama/llama-models", "models/llama3/MODEL_CARD.md", "a9c89c4", "table of models")
LLAMA_31_CARD = _file("meta-llama/llama-models", "models/llama3_1/MODEL_CARD.md", "a9c89c4", "table of models")
LLAMA_32_CARD = _file("meta-llama/llama-models", "models/llama3_2/MODEL_CARD.md", "a9c89c4", "table of models")
QWEN3 = _file("QwenLM/Qwen3", "Qwen3_Technical_Report.pdf", "7a2f61f", "section 2, tables 1 and 2", "May 2025")
GPT_OSS = _file("openai/gpt-oss", "gpt_oss/torch/model.py", "7b58334", "ModelConfig", "Jul 2026")
GPT_OSS_README = _file("openai/gpt-oss", "README.md", "7b58334", "introduction", "Jul 2026")
DEEPSEEK = _file("deepseek-ai/DeepSeek-V3", "inference/configs/config_671B.json", "9b4e978", "the file", "Aug 2025")
DEEPSEEK_WEIGHTS = _file("deepseek-ai/DeepSeek-V3", "README_WEIGHTS.md", "9b4e978", "main model weights")
DEEPSEEK_README = _file("deepseek-ai/DeepSeek-V3", "README.md", "9b4e978", "introduction")


def _megatron(name):
    """Return NVIDIA's file of arguments for a model; its makers print no width in the report."""
    path = f"examples/post_training/modelopt/conf/{name}.sh"
    return _file("NVIDIA/Megatron-LM", path, "d98e8a6", "arguments", "Aug 2026", how="other")


_GATED: dict[str, Any] = {"positions": False, "biases": False, "gated": True, "rms": True}


def _gpt(name, layers, width, heads, total, sizes):
    published = Published(total=total, source=GPT2_NAMES)
    return Model(
        name=name, layers=layers, width=width, heads=heads, vocabulary=50257, context=1024,
        sources=(sizes,), published=published,
    )  # fmt: skip


def _llama(name, layers, width, heads, inner, total, card, *, context, tied=False):
    """Return a Llama; its inner width is computed from the file's factors by the rule of models/llama3/model.py."""
    return Model(
        name=name, layers=layers, width=width, heads=heads, kv_heads=8, inner=inner, vocabulary=128256,
        context=context, tied=tied, sources=(LLAMA, card), published=Published(total=total, source=card), **_GATED,
    )  # fmt: skip


def _qwen(name, layers, width, heads, kv_heads, inner, total, file, *, active="", **other):
    published = Published(total=total, active=active, source=QWEN3)
    return Model(
        name=name, layers=layers, width=width, heads=heads, kv_heads=kv_heads, head_width=128, inner=inner,
        vocabulary=151936, qk_norm=True, sources=(QWEN3, _megatron(f"Qwen/{file}")), published=published,
        **_GATED, **other,
    )  # fmt: skip


def _oss(name, layers, experts, total, active, *sources):
    published = Published(total=total, active=active, source=GPT_OSS_README)
    return Model(
        name=name, layers=layers, width=2880, heads=64, kv_heads=8, head_width=64, vocabulary=201088, context=131072,
        tied=False, sinks=True, experts=experts, experts_per_token=4, expert_inner=2880, window=128,
        windowed_layers=layers // 2, sources=sources, published=published, **(_GATED | {"biases": True}),
    )  # fmt: skip


_DEEPSEEK_V3 = Model(
    name="DeepSeek-V3", layers=61, width=7168, heads=128, inner=18432, vocabulary=129280, context=131072, tied=False,
    latent=Latent(query=1536, key_value=512, plain=128, rotated=64, value=128),
    experts=256, experts_per_token=8, expert_inner=2048, shared_experts=1, dense_layers=3, router_bias=True,
    sources=(DEEPSEEK, DEEPSEEK_README), published=Published(total="671B", active="37B", source=DEEPSEEK_README),
    **_GATED,
)  # fmt: skip

_EVERY = (
    _gpt("GPT-2 small", 12, 768, 12, "124M", GPT2),
    _gpt("GPT-2 XL", 48, 1600, 25, "1558M", GPT2_PAPER),
    _llama("Llama 3 8B", 32, 4096, 32, 14336, "8B", LLAMA_CARD, context=8192),
    _llama("Llama 3 70B", 80, 8192, 64, 28672, "70B", LLAMA_CARD, context=8192),
    _llama("Llama 3.1 405B", 126, 16384, 128, 53248, "405B", LLAMA_31_CARD, context=131072),
    _llama("Llama 3.2 1B", 16, 2048, 32, 8192, "1.23B", LLAMA_32_CARD, context=131072, tied=True),
    _llama("Llama 3.2 3B", 28, 3072, 24, 8192, "3.21B", LLAMA_32_CARD, context=131072, tied=True),
    _qwen("Qwen3-0.6B", 28, 1024, 16, 8, 3072, "0.6B", "Qwen3-0.6B", context=32768),
    _qwen("Qwen3-8B", 36, 4096, 32, 8, 12288, "8B", "Qwen3-8B", context=131072, tied=False),
    _qwen("Qwen3-30B-A3B", 48, 2048, 32, 4, 6144, "30B", "Qwen3-30B-A3B", active="3B", context=131072, tied=False,
          experts=128, experts_per_token=8, expert_inner=768),
    _qwen("Qwen3-235B-A22B", 94, 4096, 64, 4, 12288, "235B", "Qwen3-235B-A22B", active="22B", context=131072,
          tied=False, experts=128, experts_per_token=8, expert_inner=1536),
    _DEEPSEEK_V3,
    _oss("gpt-oss-20b", 24, 32, "21B", "3.6B", GPT_OSS, _megatron("openai/gpt-oss-20b")),
    _oss("gpt-oss-120b", 36, 128, "117B", "5.1B", GPT_OSS),
)  # fmt: skip

#: Models by name, by family and size.
#:
#: :meta hide-value:
MODELS: dict[str, Model] = {entry.name: entry for entry in _EVERY}


def model(name: str) -> Model:
    """Return a model of the registry by its name.

    Parameters
    ----------
    name : str
        Name as its makers print it, such as "Llama 3 8B".

    Returns
    -------
    Model
        The model with its sizes.

    Raises
    ------
    KeyError
        If the registry does not hold it, with the names that come near, or all that it holds.

    Examples
    --------
    >>> model("DeepSeek-V3").latent.key_value
    512
    >>> try:
    ...     model("Llama 3.2")
    ... except KeyError as error:
    ...     print(error.args[0])
    no model 'Llama 3.2'; did you mean Llama 3.2 1B or Llama 3.2 3B?
    """
    if name not in MODELS:
        near = [known for known in MODELS if name and known.casefold().startswith(name.casefold())]
        near = near or difflib.get_close_matches(name, MODELS, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"the registry holds: {', '.join(MODELS)}"
        raise KeyError(f"no model {name!r}; {hint}")
    return MODELS[name]
