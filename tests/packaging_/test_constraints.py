import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def pins(checkout: Path) -> dict[str, SpecifierSet]:
    """Return the pin of every package by its canonical name."""
    text = (checkout / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = [Requirement(line) for line in lines]
    assert len({canonicalize_name(pin.name) for pin in found}) == len(lines)
    return {canonicalize_name(pin.name): pin.specifier for pin in found}


def test_every_line_is_one_exact_public_version(pins: dict[str, SpecifierSet]) -> None:
    for name, specifier in pins.items():
        (pin,) = specifier
        assert pin.operator == "==", name
        assert "+" not in pin.version, f"{name}: a local version exists on some machines only"
        assert "*" not in pin.version, name


def test_every_requirement_is_pinned_within_its_range(
    checkout: Path, pins: dict[str, SpecifierSet]
) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    for text in [*project["dependencies"], *(line for extra in extras for line in extra)]:
        wanted = Requirement(text)
        (pin,) = pins[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(pin.version), text


def test_pins_that_matter(pins: dict[str, SpecifierSet]) -> None:
    assert pins["torch"] == SpecifierSet("==2.13.0")
    (qt,) = pins["pyside6-essentials"]
    assert SpecifierSet(">=6.11.2,<6.12").contains(qt.version), "6.12.0 aborts on Python 3.11"


def test_no_pin_is_for_one_kind_of_machine(pins: dict[str, SpecifierSet]) -> None:
    of_one_gpu = ("cuda", "nvidia", "triton", "pytorch-triton")
    named = [name for name in pins if name.startswith(of_one_gpu) and name != "nvidia-ml-py"]
    assert not named, "torch itself chooses these for each platform"
