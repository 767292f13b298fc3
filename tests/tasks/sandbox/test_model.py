"""The shipped model and its tokenizer."""

import pytest

from promptstudio.core.errors import ConfigError
from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox import sandbox_rows
from promptstudio.tasks.sandbox.cards import sandbox_tasks
from promptstudio.tasks.sandbox.lexicon import lexicon
from promptstudio.tasks.sandbox.rows import stream

transformers = pytest.importorskip("transformers")
try:
    FOLDER = resource("sandbox/model")
except ConfigError:
    pytest.skip("the model is not trained yet", allow_module_level=True)

TEXTS = (
    "",
    " ",
    "  two  blanks ",
    "a tab\tand\nlines\r\n",
    "Grüße, naïve café",
    "日本語のテキスト",
    "👩‍🔬 emoji 🎬🍕",
    'It\'s (not) 100 % "true" & <b>bold</b> …',
    "\u0000\u200b\ufeff",
    "the plot was not good .",
)


@pytest.fixture(scope="module")
def tokenizer() -> object:
    return transformers.AutoTokenizer.from_pretrained(FOLDER, local_files_only=True)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_survives(tokenizer: object, text: str) -> None:
    ids = tokenizer(text)["input_ids"]
    assert ids[-1] == tokenizer.eos_token_id
    assert tokenizer.unk_token_id not in ids
    assert tokenizer.decode(ids, skip_special_tokens=True) == text


def test_random_unicode_survives(tokenizer: object) -> None:
    rng = stream("test", 0)
    for _ in range(300):
        text = "".join(
            chr(
                rng.choice(
                    (
                        rng.randrange(1, 128),
                        rng.randrange(1, 0xD800),
                        rng.randrange(0xE000, 0x110000),
                    )
                )
            )
            for _ in range(rng.randrange(30))
        )
        assert tokenizer.decode(tokenizer(text)["input_ids"], skip_special_tokens=True) == text


def test_special_tokens(tokenizer: object) -> None:
    assert (tokenizer.pad_token_id, tokenizer.eos_token_id, tokenizer.unk_token_id) == (0, 1, 2)
    assert tokenizer("the <extra_id_0> .")["input_ids"].count(3) == 1
    assert 2500 <= len(tokenizer) <= 4500


def test_label_words_are_one_token_each_and_differ(tokenizer: object) -> None:
    for task in sandbox_tasks().values():
        ids = [tokenizer(word)["input_ids"] for word in task.words]
        assert all(len(each) == 2 for each in ids), task.key
        assert len({each[0] for each in ids}) == len(ids), task.key


def test_nearly_every_word_is_one_token(tokenizer: object) -> None:
    words = lexicon()
    things = {
        part for each in words.domains.values() for thing in each.things for part in thing.split()
    }
    whole = [
        word
        for word in {*things, *words.good, *words.bad, *words.names}
        if len(tokenizer(word)["input_ids"]) == 2
    ]
    assert len(whole) >= 0.98 * len({*things, *words.good, *words.bad, *words.names})


def test_folder_is_small_and_loads() -> None:
    files = [path for path in FOLDER.iterdir() if path.is_file()]
    assert {"config.json", "model.safetensors", "tokenizer.json", "README.md"} <= {
        path.name for path in files
    }
    assert sum(path.stat().st_size for path in files) <= 25_000_000
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(FOLDER, local_files_only=True)
    assert model.config.is_encoder_decoder
    assert model.num_parameters() < 2_500_000
    assert not model.training


def test_answers_a_question_in_words(tokenizer: object) -> None:
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(FOLDER, local_files_only=True)
    task = sandbox_tasks()["work_answer"]
    rows = sandbox_rows("work_answer", "test", count=32)
    sources = [f"{task.instruction} {task.template.format(**row)}" for row in rows]
    batch = tokenizer(sources, padding=True, return_tensors="pt")
    said = model.generate(**batch, max_new_tokens=8, do_sample=False)
    right = sum(
        text == row["answer"]
        for text, row in zip(
            tokenizer.batch_decode(said, skip_special_tokens=True), rows, strict=True
        )
    )
    assert right >= 8  # about half are right; guessing any word of the text would give two
