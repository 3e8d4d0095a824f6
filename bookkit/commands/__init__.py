"""The commands of ``python -m bookkit``."""
