"""Matrix operations for machine learning, one module a chapter."""

__version__ = "0.1.0"
