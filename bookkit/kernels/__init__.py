"""How the cells of the pages are run: ahead of Sphinx, in kernels that are forked warm."""
