"""An exported PEFT folder predicts on the whole test split what PromptStudio reported."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import torch

from promptstudio.core.spec import EvaluationSpec, MethodSpec
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
