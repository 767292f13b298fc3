"""An exported PEFT folder predicts on the whole test split what PromptStudio reported."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import torch

from promptstudio.core.spec import EvaluationSpec, MethodSpec, TextSpec
from promptstudio.planning import prepare
from promptstudio.takeaway import base_model, take_away
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.splits import make_splits
from tests.integration.conftest import Bench, quick_study

TASK = "hotel_sentiment"


def test_peft_predicts_the_whole_test_split_as_reported(
    open_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = open_bench()
    study = quick_study(
        "prompt_tuning",
        target_tasks=(TASK,),
        methods=(MethodSpec(key="prompt_tuning", config={"steps": 20, "batch_size": 8}),),
        evaluation=EvaluationSpec(every=20, validation_rows=16),
    )
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    run_id = prepared.jobs[-1].job_id
    reported = bench.supervisor.reader.run(run_id)
    folder = tmp_path / "peft"
    take_away(bench.supervisor.reader, run_id, "peft", folder, workspace=bench.workspace)

    facts = json.loads((folder / "promptstudio.json").read_text())
    card = load_catalogue().cards[TASK]
    examples = make_splits(card, shots=8, split_seed=0).test
    texts = [example.text for example in examples]
    predicted = peft_predictions(folder, base_model(study.backbone), texts, facts["verbalizer"])
    right = sum(p == e.label for p, e in zip(predicted, examples, strict=True))
    assert len(examples) >= 300
    assert right / len(examples) == reported.test["accuracy"]


CARD = """
key = "asked"
title = "Asked"
kind = "classification"
metric = "accuracy"
template = "{[about {topic}: ]}{text|cut} ({stars?})"
[source]
type = "file"
path = "rows.jsonl"
[labels]
no = "bad"
yes = "good"
"""


def test_the_model_card_tells_what_a_marked_template_means(
    open_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = open_bench()
    tasks = bench.workspace / "tasks"
    tasks.mkdir()
    (tasks / "asked.toml").write_text(CARD)
    rows = [{"text": f"the film {n} was fine", "label": ("no", "yes")[n % 2]} for n in range(60)]
    (tasks / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    study = quick_study(
        "prompt_tuning",
        target_tasks=("asked",),
        text=TextSpec(label_words="numeric", task_prefix=True),
    )
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    reader, run_id = bench.supervisor.reader, prepared.jobs[-1].job_id

    take_away(reader, run_id, "peft", tmp_path / "peft", workspace=bench.workspace)
    card = (tmp_path / "peft/README.md").read_text()
    assert "tokenizer('asked about {topic}: {text} ({stars})', return" in card
    assert "in class order: `0`, `1`." in card
    limit = study.backbone.max_input_tokens
    for note in (
        "- `{stars}` may be missing or empty; then nothing stands in its place.",
        "- `about {topic}: ` is left out as a whole where `{topic}` is missing or empty.",
        f"- Inputs longer than {limit} tokens were shortened: `{{text}}` lost words from the end",
    ):
        assert note in card
    assert "changed since the run" not in card

    (tasks / "asked.toml").write_text(CARD.replace("about", "on"))
    take_away(reader, run_id, "npz", tmp_path / "npz", workspace=bench.workspace)
    assert "have changed since the run; this is" in (tmp_path / "npz/README.md").read_text()
    (tasks / "rows.jsonl").unlink()
    take_away(reader, run_id, "safetensors", tmp_path / "gone", workspace=bench.workspace)
    assert "its card may have changed since" in (tmp_path / "gone/README.md").read_text()


def peft_predictions(folder: Path, base: str, texts: list[str], words: list[str]) -> list[int]:
    """Score label words with the exported folder, as its model card tells a stranger to."""
    from peft import PeftModel
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(base)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning)
        model = AutoModelForSeq2SeqLM.from_pretrained(base)
        model = PeftModel.from_pretrained(model, str(folder)).eval()
    predicted: list[int] = []
    for start in range(0, len(texts), 64):
        inputs = tokenizer(texts[start : start + 64], return_tensors="pt", padding=True)
        scores = []
        for word in words:
            labels = tokenizer([word] * len(inputs["input_ids"]), return_tensors="pt").input_ids
            with torch.no_grad():
                logits = model(**inputs, labels=labels).logits
            log = logits.log_softmax(-1).gather(-1, labels[..., None])[..., 0]
            scores.append(log.sum(-1))
        predicted += torch.stack(scores, -1).argmax(-1).tolist()
    return predicted
