"""The registry of devices: each figure once, with its unit, its source and the day it was read.

Chapters that quote a peak or a bandwidth take it from here; :ref:`ch-hardware` shows it and says how to add a device.
A peak is that of the fastest units a device has for dense products of the format: matrix units, where there are any.
"""

from linalg_book.hardware.devices import DEVICES, device
from linalg_book.hardware.figures import Factor, Figure
from linalg_book.hardware.processor import Device

__all__ = ["DEVICES", "Device", "Factor", "Figure", "device"]
