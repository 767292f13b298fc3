import numpy as np

from promptstudio.analysis.particles import extent, map_of, paths, place_table, shared_title
from promptstudio.analysis.series import Series


def series(*points: tuple[float, float]) -> Series:
    made = Series()
    for x, y in points:
        made.append(x, y)
    return made


NUMBERS = {
    "particle_x/0": series((1, 0.0), (3, 1.0), (5, 2.0)),
    "particle_y/0": series((1, 5.0), (3, 6.0), (5, -7.0)),
    "particle_x/1": series((3, 9.0)),
    "particle_y/1": series((3, 8.0)),
    "particle_x/2": series((1, 9.0)),
    "loss": series((1, 100.0)),
}


def test_maps_are_pairs_of_prefixes() -> None:
    found = map_of(("loss", "particle_x", "particle_y", "only_x"))
    assert found == {"particle": ("particle_x", "particle_y")}


def test_a_map_is_called_by_what_its_titles_share() -> None:
    assert shared_title("Particles, across", "Particles, up") == "Particles"
    assert shared_title("Across", "Up") == "Across"


def test_a_path_ends_where_the_particle_is_at_a_step() -> None:
    first, second = paths(NUMBERS, "particle_x", "particle_y", 4, tail=5)
    assert (first.name, second.name) == ("0", "1")
    np.testing.assert_array_equal(first.places, [[0, 5], [1, 6]])
    np.testing.assert_array_equal(second.places, [[9, 8]])


def test_a_tail_has_so_many_earlier_places() -> None:
    first, _ = paths(NUMBERS, "particle_x", "particle_y", 5, tail=1)
    np.testing.assert_array_equal(first.places, [[1, 6], [2, -7]])


def test_particles_not_yet_reported_are_left_out() -> None:
    assert [p.name for p in paths(NUMBERS, "particle_x", "particle_y", 2)] == ["0"]
    assert not paths(NUMBERS, "particle_x", "particle_y", 0)


def test_the_extent_covers_all_steps() -> None:
    assert extent(NUMBERS, "particle_x", "particle_y") == (0, 9, -7, 8)
    assert extent(NUMBERS, "nothing_x", "nothing_y") is None


def test_places_are_told_in_words() -> None:
    table = place_table("Map", paths(NUMBERS, "particle_x", "particle_y", 5))
    assert table.rows == (("0", "2", "-7"), ("1", "9", "8"))
