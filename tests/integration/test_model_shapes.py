"""Models of the sizes that papers use: one step of a study fits into the memory that is stated.

The weights are random: what is measured is room, not skill. The tokenizer is the real one.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch

from promptstudio.core.events import Status
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME

pytest.importorskip("resource", reason="the peak of a process's memory is read with `resource`")

MIB = 2**20


class Shape(NamedTuple):
    """A published size; ``parameters`` as the model's card has them, ``most`` MiB of memory."""

    settings: dict[str, int]
    parameters: int
    most: int


SHAPES = {
    "t5-small": Shape(
        {"d_model": 512, "d_ff": 2048, "num_layers": 6, "num_heads": 8}, 60_506_624, 1400
    ),
    "t5-base": Shape(
        {"d_model": 768, "d_ff": 3072, "num_layers": 12, "num_heads": 12}, 222_903_552, 2800
    ),
}
"""Float32 weights take 231 and 850 MiB. They are in memory twice at most, while they are read,
beside half a gigabyte of libraries and what one micro-batch computes."""

STUDY = """
name = "shape"
target_tasks = ["hotel_sentiment"]
shots = 4

[backbone]
source = '{source}'
device = "cpu"

[evaluation]
validation_rows = 4
test_rows = 4

[[methods]]
key = "prompt_tuning"
config = {{ steps = 1, batch_size = 4, num_virtual_tokens = 100 }}
"""
CHILD = """
import json, resource, sys
from promptstudio.cli.app import run

code = run(["run", sys.argv[1], "--workspace", sys.argv[2], "--in-process"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"code": code, "peak": peak if sys.platform == "darwin" else peak * 1024}))
"""


def write_model(shape: Shape, folder: Path, tokenizer: Path) -> None:
    from transformers import T5Config, T5ForConditionalGeneration

    config = T5Config(
        vocab_size=32128, decoder_start_token_id=0, num_decoder_layers=None, **shape.settings
    )
    model = T5ForConditionalGeneration(config)
    assert sum(parameter.numel() for parameter in model.parameters()) == shape.parameters
    model.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "spiece.model"):
        shutil.copy(tokenizer / name, folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_one_step_of_a_study_fits_into_memory(name: str, tmp_path: Path, shared: Path) -> None:
    shape = SHAPES[name]
    torch.set_num_threads(1)
    torch.manual_seed(0)
    write_model(shape, tmp_path / "model", shared / "models" / "t5-tokenizer")
    study = tmp_path / "study.toml"
    study.write_text(STUDY.format(source=tmp_path / "model"))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(study), str(tmp_path / "work")],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["code"] == 0, done.stderr
    with RunReader(tmp_path / "work" / STORE_NAME) as reader:
        (record,) = reader.runs()
        assert (record.status, record.step) == (Status.FINISHED, 1)
    peak = found["peak"] / MIB
    print(f"{name}: {peak:.0f} MiB")  # noqa: T201 - pytest shows it with -s
    assert peak <= shape.most
    assert peak >= 4 * shape.parameters / MIB  # else it is not the model that was measured
