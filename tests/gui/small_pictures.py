"""Pictures small enough to keep: half the size, 4 bits per colour, a palette; and how two differ."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

Pixels = npt.NDArray[np.uint8]

STEP = 17
"""Between two neighbouring values of a 4-bit colour."""


def pixels(path: Path) -> Pixels:
    """Return a picture as height × width × (red, green, blue); ValueError: it is none."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    if image.isNull():
        raise ValueError(f"{path} is no picture")
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def halved(whole: Pixels) -> Pixels:
    """Return the mean of each two by two pixels."""
    height, width = whole.shape[0] // 2 * 2, whole.shape[1] // 2 * 2
    blocks = whole[:height, :width].reshape(height // 2, 2, width // 2, 2, 3)
    return np.asarray(blocks.mean(axis=(1, 3)).round(), np.uint8)


def keep(picture: Path, kept: Path) -> None:
    """Write the small form of a picture."""
    small = halved(pixels(picture)) // 16
    codes = (small.astype(np.int64) * np.array([256, 16, 1])).sum(axis=2)
    used, counts = np.unique(codes, return_counts=True)
    palette = used[np.argsort(-counts)][:256]
    colours = np.stack([palette // 256, palette // 16 % 16, palette % 16], axis=1)
    seen = np.stack([used // 256, used // 16 % 16, used % 16], axis=1)
    apart = np.abs(seen[:, None, :] - colours[None, :, :]).sum(axis=2)
    nearest = apart.argmin(axis=1)
    places = np.ascontiguousarray(nearest[np.searchsorted(used, codes)], np.uint8)
    height, width = places.shape
    image = QImage(places.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(
        [0xFF000000 | r * STEP << 16 | g * STEP << 8 | b * STEP for r, g, b in colours.tolist()]
    )
    if not image.save(str(kept), "PNG", 0):
        raise OSError(f"{kept} could not be written")


def unlike(picture: Path, kept: Path, tolerance: int = 48) -> tuple[float, Pixels | None]:
    """Return which part of the picture differs from the kept one (0.0 to 1.0), and where.

    A pixel differs when one of its colours is more than `tolerance` of 255 off: more than what
    the small form rounds away, less than anything a person would notice. Another size is 1.0.
    """
    now, then = halved(pixels(picture)), pixels(kept)
    if now.shape != then.shape:
        return 1.0, None
    off = np.abs(now.astype(np.int16) - then.astype(np.int16)).max(axis=2) > tolerance
    marked = now // 3
    marked[off] = (255, 0, 255)
    return float(off.mean()), marked


def write(marked: Pixels, path: Path) -> None:
    """Write pixels as a picture."""
    height, width, _ = marked.shape
    image = QImage(marked.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888)
    if not image.save(str(path)):
        raise OSError(f"{path} could not be written")
