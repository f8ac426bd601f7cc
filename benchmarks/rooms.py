"""The rooms of planilla, counted: how many, on how many floors, with how many arrows.

`python -m benchmarks.rooms`; `--inside` counts the rooms in rooms too.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

import grimp

ROOTS = ("planilla", "schemas", "flows", "benchmarks", "sample_data")
AT_THE_TOP = {"planilla.cli", "planilla.__main__"}
Arrow = tuple[str, str]


def rooms_of(graph: grimp.ImportGraph, *, inside: bool) -> Mapping[str, str]:
    """The room of each module; a loose one, and what is outside of planilla, is its own."""
    packages = {name for name in graph.modules if graph.find_children(name)}
    rooms = {}
    for name in graph.modules:
        room = name if name in packages or name.count(".") == 1 else name.rpartition(".")[0]
        root = name.partition(".")[0]
        rooms[name] = root if root != "planilla" else _shortened(room, inside=inside)
    return rooms


def _shortened(room: str, *, inside: bool) -> str:
    return room if inside else ".".join(room.split(".")[:2])


def arrows_of(graph: grimp.ImportGraph, rooms: Mapping[str, str]) -> Set[Arrow]:
    """Which room imports which."""
    found = {
        (rooms[module], rooms[imported])
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    return {(importer, imported) for importer, imported in found if importer != imported}


def floors_of(arrows: Iterable[Arrow]) -> Mapping[str, int]:
    """On which floor each room stands: one above the highest of those it imports.

    Rooms that import each other in a circle have no floor of their own; the arrow that
    closes the circle is left out, and `mutual` tells of it.
    """
    below: dict[str, set[str]] = defaultdict(set)
    for importer, imported in arrows:
        below[importer].add(imported)
        below.setdefault(imported, set())
    floors: dict[str, int] = {}

    def floor(room: str, above: Set[str]) -> int:
        if room not in floors:
            under = (floor(r, above | {room}) for r in below[room] if r not in above)
            floors[room] = 1 + max(under, default=0)
        return floors[room]

    for room in sorted(below):
        floor(room, {room})
    return floors


def main() -> None:
    """Print the counts, and the rooms of each floor from the top down."""
    graph = grimp.build_graph(*ROOTS, cache_dir=None)
    rooms = rooms_of(graph, inside="--inside" in sys.argv)
    arrows = arrows_of(graph, rooms)
    floors = floors_of(arrows)
    loose = {name for name in graph.modules if name.count(".") == 1 and name in rooms.values()}
    loose -= {name for name in graph.modules if graph.find_children(name)} | AT_THE_TOP
    loose = {name for name in loose if name.startswith("planilla.")}
    mutual = {tuple(sorted(one)) for one in arrows if one[::-1] in arrows}
    print(f"{len(floors)} rooms on {max(floors.values())} floors, {len(arrows)} arrows")
    print(f"{len(loose)} loose modules, {len(mutual)} pairs that import each other")
    for pair in sorted(mutual):
        print("   ", " <-> ".join(pair))
    for number in sorted(set(floors.values()), reverse=True):
        on_it = sorted(r.removeprefix("planilla.") for r, n in floors.items() if n == number)
        print(f"{number:3}  {' '.join(on_it)}")


if __name__ == "__main__":
    main()
