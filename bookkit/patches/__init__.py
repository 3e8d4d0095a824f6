"""Changes to other projects, each in a file of its own that says why, and ``PLACE``: what of the other it replaces."""
