"""Questions about prompts, against the model of transformers asked by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from safetensors.torch import save_file
from torch import Tensor

from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.core.commands import COMMANDS, SAID, Refused, Said
from promptstudio.core.errors import BackboneError, LibraryError, TaskError
from promptstudio.core.questions import Neighbours, NeighboursFound, ReadBack, Tried, Try, Verified
from promptstudio.core.spec import BackboneSpec
from promptstudio.engine import worker
from promptstudio.engine.questions import answer
from promptstudio.engine.worker import WorkerCore
from promptstudio.export.context import ExportContext
from promptstudio.export.prompts import export_prompt
from tests.export.conftest import make_record

TEXT = "review: the soup was awful"
LABELS = ("good", "bad", "very good")
SPEC = BackboneSpec(device="cpu")


@pytest.fixture(scope="module")
def sandbox() -> Backbone:
    return load_backbone(SPEC)


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., str]:
    def write(name: str, **tensors: Tensor) -> str:
        path = tmp_path / f"{name}.safetensors"
        save_file({key: value.contiguous() for key, value in tensors.items()}, path)
        return str(path)

    return write


def prompt_of(backbone: Backbone, seed: int, *size: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    scale = backbone.vocabulary.std()
    return scale * torch.randn(*size, backbone.token_dim, generator=generator)


def read_by_hand(backbone: Backbone, prompt: Tensor, shift: Tensor | None = None) -> Tensor:
    ids = torch.tensor([backbone.tokenizer.encode(TEXT)])
    words = backbone.network.model.get_input_embeddings()(ids)[0]
    if shift is not None:
        words[: len(shift)] += shift
    return torch.cat([prompt, words])[None]


def likely(backbone: Backbone, embeds: Tensor) -> Tensor:
    """Probabilities of the labels, from a loss of transformers for each."""
    logs = []
    for word in LABELS:
        target = torch.tensor([backbone.tokenizer.encode(word)])
        loss = backbone.network.model(inputs_embeds=embeds, labels=target).loss
        logs.append(-loss.double() * target.numel())
    return torch.stack(logs).softmax(0)


def written(backbone: Backbone, embeds: Tensor, most: int) -> str:
    ids = backbone.network.model.generate(
        inputs_embeds=embeds, max_new_tokens=most, do_sample=False, num_beams=1
    )
    return backbone.tokenizer.decode(ids[0].tolist(), skip_special_tokens=True)


@torch.no_grad()
def test_labels_and_text_are_those_of_the_model_asked_by_hand(
    sandbox: Backbone, put: Callable[..., str]
) -> None:
    prompt, members = prompt_of(sandbox, 0, 5), prompt_of(sandbox, 1, 3, 4)
    left, right = torch.eye(2), prompt_of(sandbox, 4, 2)
    files = {
        "plain": put("plain", prompt_embeddings=prompt),
        "none": "",
        "cloud": put("cloud", prompt_embeddings=members),
        "run's cloud": put("own", prompt_embeddings=members.mean(0), members=members),
        "shifted": put("s", prompt_embeddings=prompt, shift_left=left, shift_right=right),
    }
    question = Try(backbone=SPEC, prompts=files, text=TEXT, labels=LABELS, max_new_tokens=6)
    found = answer(question, sandbox)
    assert isinstance(found, Tried)
    assert found.request_id == question.request_id
    assert not found.cut
    assert list(found.outcomes) == list(files)

    alone = {
        "plain": read_by_hand(sandbox, prompt),
        "none": read_by_hand(sandbox, prompt[:0]),
        "shifted": read_by_hand(sandbox, prompt, left @ right),
    }
    expected = {name: likely(sandbox, embeds) for name, embeds in alone.items()}
    parts = [likely(sandbox, read_by_hand(sandbox, member)) for member in members]
    expected["cloud"] = expected["run's cloud"] = torch.stack(parts).mean(0)
    merged = read_by_hand(sandbox, members.mean(0))
    for name, outcome in found.outcomes.items():
        assert tuple(outcome.probabilities) == LABELS
        # float32 sums in another order: far below what tells two prompts apart
        assert list(outcome.probabilities.values()) == pytest.approx(
            expected[name].tolist(), abs=1e-5
        )
        assert outcome.text == written(sandbox, alone.get(name, merged), 6), name
    assert expected["plain"] != pytest.approx(expected["none"].tolist(), abs=1e-3)


def test_without_labels_there_is_text_alone_and_a_long_text_is_cut(sandbox: Backbone) -> None:
    short = BackboneSpec(device="cpu", max_input_tokens=8)
    question = Try(backbone=short, prompts={"none": ""}, text=TEXT * 9, max_new_tokens=2)
    found = answer(question, sandbox)
    assert isinstance(found, Tried)
    assert found.cut
    assert found.outcomes["none"].probabilities == {}


def test_nearest_tokens_and_norms_are_those_of_a_double_loop(
    sandbox: Backbone, put: Callable[..., str]
) -> None:
    prompt = prompt_of(sandbox, 5, 3)
    prompt[2] = 3 * sandbox.vocabulary[sandbox.eos_id]  # a token that stands for no text
    prompt[1] = 7 * sandbox.vocabulary[sandbox.tokenizer.encode("food")[0]]
    question = Neighbours(backbone=SPEC, prompt=put("p", prompt_embeddings=prompt), count=4)
    found = answer(question, sandbox)
    assert isinstance(found, NeighboursFound)
    words = [i for i in range(len(sandbox.vocabulary)) if i not in sandbox.special_ids]
    for row, near in zip(prompt, found.tokens, strict=True):
        cosines = {
            word: float(F.cosine_similarity(row.double(), sandbox.vocabulary[word].double(), dim=0))
            for word in words
        }
        best = sorted(cosines, key=lambda word: -cosines[word])[:4]
        assert [one.token for one in near] == [sandbox.tokenizer.decode([word]) for word in best]
        assert [one.similarity for one in near] == pytest.approx(
            [cosines[word] for word in best], abs=1e-6
        )
    assert found.tokens[1][0].similarity == pytest.approx(1.0, abs=1e-6)
    assert found.norms == pytest.approx(prompt.double().norm(dim=1).tolist(), rel=1e-6)
    norms = sorted(float(sandbox.vocabulary[word].double().norm()) for word in words)
    low, high = found.vocabulary.low, found.vocabulary.high
    shares = [
        sum(norm <= bound * (1 + 1e-6) for norm in norms) / len(norms) for bound in (low, high)
    ]
    assert shares == pytest.approx([0.05, 0.95], abs=1.5 / len(norms))
    assert low < found.vocabulary.median < high


@pytest.mark.parametrize(
    ("tensors", "sentence"),
    [
        ({"prompt_embeddings": torch.ones(2, 5)}, "The prompt 'a' is 5 wide, but the model"),
        ({"prompt_embeddings": torch.ones(4)}, "has the shape (4,). It must be a table"),
        ({"prompt_embeddings": torch.full((2, 5), torch.nan)}, "of finite numbers"),
        ({"other": torch.ones(2, 5)}, "holds no table 'prompt_embeddings'"),
    ],
)
def test_what_is_no_prompt_for_the_model_is_refused(
    sandbox: Backbone, put: Callable[..., str], tensors: dict[str, Tensor], sentence: str
) -> None:
    question = Try(backbone=SPEC, prompts={"a": put("p", **tensors)}, text=TEXT)
    with pytest.raises(LibraryError) as caught:
        answer(question, sandbox)
    assert sentence in str(caught.value)


def test_a_file_that_is_gone_or_broken_is_told(sandbox: Backbone, tmp_path: Path) -> None:
    path = tmp_path / "p.safetensors"
    question = Neighbours(backbone=SPEC, prompt=str(path))
    with pytest.raises(LibraryError, match=r"is gone\. Choose the prompt again"):
        answer(question, sandbox)
    path.write_bytes(b"no numbers")
    with pytest.raises(LibraryError, match="can not be read"):
        answer(question, sandbox)


def test_words_that_the_model_can_not_tell_apart_are_refused(sandbox: Backbone) -> None:
    question = Try(backbone=SPEC, prompts={"none": ""}, text=TEXT, labels=("good", "good"))
    with pytest.raises(TaskError, match="The label words: this backbone can not tell"):
        answer(question, sandbox)


# -- the worker ----------------------------------------------------------------------------


@pytest.fixture
def core(tmp_path: Path) -> tuple[WorkerCore, list[Said]]:
    said: list[Said] = []
    return WorkerCore(tmp_path, said.append), said


def test_questions_and_answers_survive_their_lines() -> None:
    question = Try(backbone=SPEC, prompts={"none": ""}, text=TEXT, labels=LABELS)
    assert COMMANDS.validate_json(question.model_dump_json()) == question
    refused = Refused(request_id=question.request_id, reason="no")
    assert SAID.validate_json(refused.model_dump_json()) == refused
    again = Try(backbone=SPEC, prompts={"none": ""}, text=TEXT, labels=LABELS)
    assert again.request_id != question.request_id


def test_a_worker_answers_and_keeps_the_model(
    core: tuple[WorkerCore, list[Said]], monkeypatch: pytest.MonkeyPatch
) -> None:
    working, said = core
    loads: list[BackboneSpec] = []
    honest = worker.Resources._load
    monkeypatch.setattr(
        worker.Resources,
        "_load",
        lambda self, spec, weights: loads.append(spec) or honest(self, spec, weights),
    )
    for limit in (64, 128):
        spec = BackboneSpec(device="cpu", max_input_tokens=limit)
        working.handle(Try(backbone=spec, prompts={"none": ""}, text=TEXT, max_new_tokens=1))
    assert [type(one) for one in said] == [Tried, Tried]
    assert len(loads) == 1, "other lengths are no other model"
    assert not working.work(lambda: False)


def test_an_export_is_read_back_though_no_model_is_there(
    core: tuple[WorkerCore, list[Said]], tmp_path: Path
) -> None:
    working, said = core
    record = make_record(np.ones((2, 5), np.float32))
    stored = tmp_path / "stored.safetensors"
    stored.write_bytes(record.data)
    to = tmp_path / "out"
    context = ExportContext(name="mine")
    export_prompt(record, format="npz", to=to, context=context)
    question = ReadBack(folder=str(to), prompt=str(stored), sha256=record.sha256)
    assert COMMANDS.validate_json(question.model_dump_json()) == question
    working.handle(question)
    (to / "prompt.npz").write_bytes(b"broken")
    working.handle(question)
    first, second = said
    assert isinstance(first, Verified)
    assert (first.matches, first.request_id) == (True, question.request_id)
    assert isinstance(second, Refused)
    assert "can not be read" in second.reason


def test_a_refusal_names_the_question_and_a_bug_does_not_end_the_worker(
    core: tuple[WorkerCore, list[Said]], monkeypatch: pytest.MonkeyPatch
) -> None:
    working, said = core
    unknown = Try(backbone=BackboneSpec(source="/nowhere"), prompts={"none": ""}, text=TEXT)
    working.handle(unknown)

    def broken(*_: Any) -> Any:
        raise RuntimeError("odd")

    monkeypatch.setattr(worker, "answer", broken)
    question = Try(backbone=SPEC, prompts={"none": ""}, text=TEXT)
    working.handle(question)
    first, second = said
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert (first.request_id, first.report) == (unknown.request_id, "")
    assert first.reason.startswith("There is no folder '/nowhere'.")
    assert (second.request_id, second.reason) == (question.request_id, "RuntimeError: odd")
    assert "Traceback" in second.report


def test_a_model_is_not_changed_under_running_jobs() -> None:
    resources = worker.Resources()
    with pytest.raises(BackboneError, match="can not be asked while runs use another one"):
        resources.lend(SPEC, may_change=False)
    lent = resources.lend(SPEC, may_change=True)
    assert resources.lend(SPEC, may_change=False) is lent
