"""A cache that gives up what was not used for the longest time; :ref:`ch-layout` and :ref:`ch-tiling` count with it."""

from collections import OrderedDict


def least_recently_used(lines, places, sets=1):
    """Say of each line, in order, whether it must be fetched by a cache that gives up what was not used longest."""
    held: list[OrderedDict[int, None]] = [OrderedDict() for _ in range(sets)]  # in each, the line used last at the end
    for line in lines:
        cache = held[line % sets]
        yield line not in cache
        cache[line] = None
        cache.move_to_end(line)
        if len(cache) > places:
            cache.popitem(last=False)
