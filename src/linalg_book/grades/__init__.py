"""Grades: a weighted sum is a dot product, and a class is a matrix times a vector.  Chapter :ref:`ch-grades`.

`weighted_sum` and `class_grades` compute with arrays.  The rest is the grade calculator, which computes the same with
exact fractions, so that rounding follows the rule on paper::

    python -m linalg_book.grades marks.csv --weights homework=40,midterm=25,final=35
"""

from linalg_book._faces import command_of
from linalg_book.grades.exact import MarkTable, exact_grades, parse_weights, round_half_up
from linalg_book.grades.files import read_marks, write_grades
from linalg_book.grades.report import format_grades
from linalg_book.grades.weighted import class_grades, weighted_sum

__all__ = [
    "weighted_sum", "class_grades", "exact_grades", "round_half_up",
    "parse_weights", "MarkTable", "read_marks", "write_grades", "format_grades", "main",
]  # fmt: skip

__getattr__, __dir__ = command_of(__name__)  # main, the program
