"""From a study to jobs ready to be queued: cards found, data fingerprinted, graph expanded."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from promptstudio.analysis.published import tables
from promptstudio.backbones.folder import check_folder, local_folder
from promptstudio.core.errors import IF_NEWER, ConfigError
from promptstudio.core.expansion import expand
from promptstudio.core.ids import digest, new_id
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec, Job, StudySpec, load_study
from promptstudio.methods.registry import methods
from promptstudio.tasks.cards import fingerprint, load_catalogue
from promptstudio.tasks.preflight import check_study

_HASHED_BYTES: Final = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A study with its identity and its jobs in order."""

    study_id: str
    study: StudySpec
    jobs: tuple[Job, ...]


def prepare(study: StudySpec, workspace: Path, *, study_id: str | None = None) -> Prepared:
    """Check a study against the methods and tasks that are there, and expand it.

    Raises
    ------
    ConfigError
        If a method, a setting, a task, a folder or a table of published figures is unknown.
    BackboneError
        If the folder of the backbone is not there, or its files are no model or broken.
    TaskError
        If a task's card or data file is missing or broken, a class has too few rows, or tasks
        can not share label words.
    """
    for folder in study.task_folders:
        if not Path(folder).is_dir():
            raise ConfigError(f"There is no folder '{folder}' with task cards.")
    cards, problems = load_catalogue(*card_folders(study, workspace))
    swept = (task for names in study.sweep.get("source_tasks", ()) for task in names)
    wanted = dict.fromkeys((*study.source_tasks, *study.target_tasks, *swept))
    for task in wanted:
        if task not in cards:
            near = [text for text in problems if task in text]
            hint = near[0] if near else f"`promptstudio tasks` lists the known tasks. {IF_NEWER}"
            raise ConfigError(f"There is no task '{task}'. {hint}")
    tables(study.published)  # what is not there is told now rather than beside the scores
    _check_backbone(study.backbone)
    fingerprints = {task: fingerprint(cards[task]) for task in wanted}
    check_study(study, cards)
    study_id = study_id or new_id("study")
    jobs = expand(
        study,
        study_id=study_id,
        methods=methods(),
        fingerprints=fingerprints,
        weights=weights_fingerprint,
    )
    return Prepared(study_id=study_id, study=study, jobs=jobs)


def card_folders(study: StudySpec | None, workspace: Path) -> list[Path]:
    """Return the user's folders of task cards: the workspace's, then the study's own."""
    own = [Path(folder) for folder in study.task_folders] if study else []
    return [workspace / "tasks", *own]


def weights_fingerprint(backbone: BackboneSpec) -> str:
    """Return 12 hexadecimal digits that change with the files of a backbone in a folder.

    Small files count by their content, large ones by size and time of change. A backbone of
    the hub is known by its name and revision alone.
    """
    shipped = backbone.source == "sandbox"
    folder = resource("sandbox/model") if shipped else Path(backbone.source).expanduser()
    files = sorted(folder.glob("*.safetensors")) + sorted(folder.glob("*.json"))
    return digest([[file.name, _content(file)] for file in files]) if files else ""


def _check_backbone(backbone: BackboneSpec) -> None:
    """Refuse a folder that holds no usable model; one of the hub is looked for by the worker."""
    folder = local_folder(backbone.source)
    if folder is not None:
        check_folder(folder)


def _content(file: Path) -> str:
    facts = file.stat()
    if facts.st_size > _HASHED_BYTES:
        return f"{facts.st_size} {facts.st_mtime_ns}"
    return hashlib.sha256(file.read_bytes()).hexdigest()


def find_study(name: str) -> StudySpec:
    """Return a study by file path or by the name of a built-in one.

    Raises
    ------
    ConfigError
        If there is neither such a file nor such a built-in study.
    """
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        return load_study(path)
    built_in = sorted(file.stem for file in resource("studies").glob("*.toml"))
    if name in built_in:
        return load_study(resource(f"studies/{name}.toml"))
    raise ConfigError(
        f"There is no study file '{name}' and no built-in study of that name. "
        f"Built-in studies: {', '.join(built_in)}."
    )
