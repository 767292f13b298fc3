"""Make the sandbox model's tokenizer from the words of the world.

Byte-level BPE: every text survives, whatever a person types. A blank is put before the text and
taken away again, so that a word is the same token at the start of a text and inside it.

    python packaging/sandbox/tokenizer.py FOLDER
"""

import json
import re
import sys
from pathlib import Path
from typing import Final

from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import PreTrainedTokenizerFast  # noqa: TID253

from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox.cards import sandbox_tasks
from promptstudio.tasks.sandbox.lexicon import Lexicon, lexicon

SENTINELS: Final = 8
VOCABULARY: Final = 4224
_WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s{}|]+")


def word_forms(words: Lexicon) -> list[str]:
    """Return every form of every word that the world, its tasks and instructions can say."""
    texts = [resource(f"sandbox/{name}.toml").read_text("utf-8") for name in _DATA]
    texts = ["\n".join(line for line in text.splitlines() if line[:1] != "#") for text in texts]
    texts += [" ".join((task.template, task.instruction, *task.words)) for task in _TASKS]
    verbs = [verb for each in words.domains.values() for pair in each.verbs for verb in pair]
    verbs += [*words.likes, *words.dislikes, "see", "find"]
    for verb in verbs:
        texts += [words.third_person(verb), words.past(verb), words.participle(verb)]
    texts += [words.plural(agent) for each in words.domains.values() for agent in each.agents]
    texts += ["did does do will not was is be who what when where tell me the and but although"]
    return sorted({form for text in texts for form in _WORD.findall(text.lower())})


_DATA: Final = ("lexicon", "phrasings")
_TASKS: Final = tuple(sandbox_tasks().values())


def _common(words: Lexicon) -> list[str]:
    """Return words to count twice, so that they come whole when room is short."""
    texts = [*words.good, *words.bad, *words.likes, *words.dislikes, *words.adjectives]
    texts += [*words.degree, *words.names, *words.counts, "although", *words.senses]
    texts += [time for times in words.times.values() for time in times]
    for each in words.domains.values():
        texts += [*each.good, *each.bad, *each.agents, *each.aspects, *each.inside, *each.outside]
        texts += [
            *each.things,
            *each.kind_of.values(),
            *(verb for pair in each.verbs for verb in pair),
        ]
    texts += [word for task in _TASKS for word in task.words]
    return [form for text in texts for form in _WORD.findall(text)]


def build() -> PreTrainedTokenizerFast:
    """Train the tokenizer; the same words always give the same one."""
    bpe = Tokenizer(models.BPE())
    bpe.normalizer = normalizers.Prepend(" ")
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.Sequence([decoders.ByteLevel(), decoders.Strip(" ", 1, 0)])
    sentinels = [f"<extra_id_{number}>" for number in range(SENTINELS)]
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        min_frequency=1,
        show_progress=False,
        special_tokens=["<pad>", "</s>", "<unk>", *sentinels],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
    )
    bpe.train_from_iterator([*word_forms(lexicon()), *_common(lexicon())], trainer)
    bpe.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        pad_token="<pad>",  # noqa: S106
        eos_token="</s>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
        additional_special_tokens=sentinels,
        model_max_length=512,
        clean_up_tokenization_spaces=False,
        model_input_names=["input_ids", "attention_mask"],
    )


def save(tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Write the tokenizer so that older and newer readers know its class."""
    tokenizer.save_pretrained(folder)
    config = folder / "tokenizer_config.json"
    settings = json.loads(config.read_text("utf-8"))
    settings.pop("backend", None)
    settings["tokenizer_class"] = "PreTrainedTokenizerFast"
    config.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    tokenizer = build()
    save(tokenizer, folder)
    forms = word_forms(lexicon())
    split = [form for form in forms if len(tokenizer(form)["input_ids"]) > 2]
    print(f"{len(tokenizer)} tokens, {len(forms)} word forms, {len(split)} in pieces: {split[:40]}")
