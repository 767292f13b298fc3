"""What the documents show must be true of the program."""

import re
import tomllib
from pathlib import Path

import pytest

from promptstudio.core.spec import StudySpec
from promptstudio.methods.registry import methods
from promptstudio.tasks.cards import build_card, load_cards

CHECKOUT = Path(__file__).resolve().parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
TOML = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
DOCUMENTS = [
    CHECKOUT / "README.md",
    CHECKOUT / "CHANGELOG.md",
    *(CHECKOUT / "packaging").rglob("*.md"),
    *(CHECKOUT / "resources").rglob("*.md"),
]


def test_the_readme_shows_cards_and_studies_that_are_valid() -> None:
    blocks = [tomllib.loads(text) for text in TOML]
    cards = [build_card(block, "README.md") for block in blocks if "template" in block]
    studies = [StudySpec.model_validate(b) for b in blocks if "methods" in b]
    assert (len(cards), len(studies), len(blocks)) == (1, 4, 5)
    known = load_cards(CHECKOUT / "resources" / "tasks").keys() | {cards[0].key}
    for study in studies:
        assert known >= {*study.source_tasks, *study.target_tasks}
        assert {method.key for method in study.methods} <= methods().keys()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+?)\)", text):
        if "://" not in target:
            assert (document.parent / target).exists(), target
