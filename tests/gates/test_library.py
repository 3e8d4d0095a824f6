"""The form of the library: imports in reading order, small modules that load fast, a chapter and a test for each."""

from bookkit import ROOT
from bookkit.gates import labels, modules
from bookkit.problems import assert_none


def test_modules_import_earlier_chapters_only():
    assert_none(modules.order_problems(ROOT))


def test_topics_keep_to_their_rooms():
    assert_none(modules.room_problems(ROOT))


def test_importing_is_quick_and_loads_neither_matplotlib_nor_torch():
    assert_none(modules.import_problems(ROOT))


def test_modules_and_functions_are_small_and_say_what_is_public():
    assert_none(modules.size_problems(ROOT))


def test_each_module_has_its_chapter_and_its_tests():
    assert_none(labels.module_problems(ROOT))
