"""Which model several prompts share."""

import pytest

from promptstudio.core.prompts import shared_model
from promptstudio.core.spec import BackboneSpec

ONE = BackboneSpec(source="owner/name", revision="abc")


@pytest.mark.parametrize("change", [{"source": "owner/other"}, {"revision": None}])
def test_prompts_of_other_weights_share_no_model(change: dict[str, str | None]) -> None:
    assert shared_model([ONE, ONE.model_copy(update=change)]) is None


def test_prompts_before_and_behind_the_input_share_no_model() -> None:
    assert shared_model([ONE, ONE.model_copy(update={"prompt_position": "append"})]) is None


def test_the_first_model_stands_for_all_however_it_is_computed() -> None:
    other = ONE.model_copy(update={"device": "cpu", "dtype": "bfloat16"})
    assert shared_model([ONE, other]) == ONE
    assert shared_model([other, ONE]) == other


def test_a_model_that_is_not_known_is_shared_with_none() -> None:
    assert shared_model([ONE, None]) is None
    assert shared_model([None, None]) is None
    assert shared_model([]) is None
