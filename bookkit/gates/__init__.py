"""What the tests hold: each gate takes a page or the project and lists its problems."""

PAGE_GATES = {  # modules whose ``problems`` takes a page, and what they promise of it
    "numbers": "each number is computed or cited",
    "runs": "numbers that stand together do so in a cell",
    "arithmetic": "each equation between numbers holds",
    "holds": "each statement about the cells holds",
    "matrices": "each matrix is an array of its chapter",
    "equations": "each equation is a definition or tested",
    "coverage": "each claim on an item holds",
    "labels": "labels follow the stem",
    "listings": "functions are shown whole, and fit",
    "cell_form": "cells are short and plain",
    "figures": "each figure has a name, a caption and a text",
    "wording": "words are well chosen",
    "chapters": "chapters have their form",
    "results": "each result has a name",
    "pointers": "pointers to later chapters wait for them",
}
