"""What a reader can unfold: which cells are folded away by themselves, and what is said at a fold."""

from types import SimpleNamespace

import pytest
from myst_nb.sphinx_ import HideCodeCellNode

from bookkit.cells import only_imports
from bookkit.extensions import folds


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("import numpy as np\n\nfrom linalg_book import tex\n", True),
        ("import numpy as np\nnp.set_printoptions(precision=3)\n", True),
        ("import numpy as np\nA = np.eye(2)\n", False),
        ("import numpy as np\nnp.eye(2)\n", False),
        ("import numpy as\n", False),
        ("# soon\n", False),
    ],
)
def test_only_imports_tells_cells_that_are_folded_away(source, folded):
    assert only_imports(source) is folded


@pytest.mark.parametrize(
    ("builder", "hide", "said"),
    [
        ("html", "Hide <it>", '<span class="collapsed">Show</span><span class="expanded">Hide &lt;it&gt;</span>'),
        ("html", "Show", '<span class="always">Show</span>'),
        ("epub", "Hide it", '<span class="always">Show</span>'),
    ],
)
def test_fold_of_code_has_a_prompt_for_each_state_but_one_in_an_epub(builder, hide, said):
    translator = SimpleNamespace(body=[], builder=SimpleNamespace(name=builder))
    folds.visit_code(translator, HideCodeCellNode(prompt_show="Show", prompt_hide=hide, classes=["above-input"]))
    assert translator.body == [f'<details class="hide above-input">\n<summary>{said}</summary>\n']
