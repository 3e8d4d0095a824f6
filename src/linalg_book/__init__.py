"""Matrix operations for machine learning, one module a chapter."""

from linalg_book import _faces

__version__ = "0.1.0"

__getattr__, __dir__ = _faces.topics_of(__name__)  # the topics, each when it is asked for
