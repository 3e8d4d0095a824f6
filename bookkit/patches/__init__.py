"""Changes to other projects, each in a file of its own."""
