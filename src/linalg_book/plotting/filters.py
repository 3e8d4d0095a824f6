"""Pictures of the chapter on filters: photographs side by side."""

import base64
import io
import re

import numpy as np

from linalg_book.plotting.picture import Picture

__all__ = ["plot_photographs"]


class _Photographs(Picture):
    """A picture whose photographs travel as JPEG, a fraction of Matplotlib's PNG."""

    def svg(self):
        svg = re.sub(r'data:image/png;base64,([^"]*)', _to_jpeg, super().svg())
        return re.sub(r' style="image-rendering:[^"]*"', "", svg)  # browsers enlarge smoothly unless told not to


def _to_jpeg(match):
    from PIL import Image

    file = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(match[1]))) as image:
        image.convert("RGB").save(file, "JPEG", quality=80, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def _small(image, width):
    """Shrink an 8-bit picture to a width in pixels; a page needs no more."""
    from PIL import Image

    file = Image.fromarray(np.asarray(image))
    return np.asarray(file.resize((width, round(file.height * width / file.width)), Image.Resampling.LANCZOS))


def plot_photographs(images, subject, *, columns=2, interactive=None) -> Picture:
    """Draw 8-bit pictures in a grid, each under its name; gray ones where an array has two axes.

    Parameters
    ----------
    images : dict of str to (H, W, 3) or (H, W) ndarray of uint8
        The pictures, all of one shape of frame.
    subject : str
        What they show, for the description.
    columns : int
        How many stand side by side.
    interactive : str, optional
        The script of ``_static`` that brings the figure to life.

    Returns
    -------
    Picture
        The grid.
    """
    import matplotlib.pyplot as plt

    rows = -(-len(images) // columns)
    height, width = next(iter(images.values())).shape[:2]
    figure, axes = plt.subplots(
        rows, columns, squeeze=False, figsize=(4.8, rows * (4.8 / columns * height / width + 0.25))
    )
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, (name, image) in zip(axes.flat, images.items(), strict=False):
        ax.imshow(_small(image, 384 // columns), cmap="gray", vmin=0, vmax=255, interpolation="none")
        ax.set_title(name)
    means = {name: " ".join(f"{v:.0f}" for v in np.atleast_1d(np.mean(i, (0, 1)))) for name, i in images.items()}
    alt = f"{subject}, {len(images)} times: " + "; ".join(f"{name}, mean color {mean}" for name, mean in means.items())
    return _Photographs(figure, alt + ".", interactive=interactive)
