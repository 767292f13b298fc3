"""Everything that the oracle answers: first-order questions, label scores, free text."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.core.errors import BackboneError
from promptstudio.methods.contract import Answer, Ask, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Asks how likely each candidate answer is.

    ``prompts`` (M, P, D); ``row``, ``prompt`` (N,) index ``rows`` and ``prompts``;
    ``candidates`` are K token sequences, each with its end-of-sequence token. ``input_shift``
    (M, T, D) as in `Ask`.
    """

    prompts: Tensor
    rows: Sequence[Row]
    row: Tensor
    prompt: Tensor
    candidates: tuple[tuple[int, ...], ...]
    input_shift: Tensor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """``log_likelihood`` (N, K): sum over the candidate's tokens, in nats."""

    log_likelihood: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Generate:
    """Asks what the model writes, taking the likeliest token each time.

    ``prompts`` (M, P, D); ``row``, ``prompt`` (N,) index ``rows`` and ``prompts``;
    ``input_shift`` (M, T, D) as in `Ask`.
    """

    prompts: Tensor
    rows: Sequence[Row]
    row: Tensor
    prompt: Tensor
    max_new_tokens: int
    input_shift: Tensor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """``token_ids`` of the N answers, without the end-of-sequence token."""

    token_ids: tuple[tuple[int, ...], ...]


Request = Ask | Score | Generate
Reply = Answer | Scored | Generated


def validate(request: Request, backbone: Backbone) -> None:
    """Refuse a request that the backbone can not answer.

    Raises
    ------
    BackboneError
        Naming what does not fit: shapes, indices, an empty target or candidate, a row that is
        too long for the model.
    """
    _validate_prompts(request.prompts, backbone)
    _validate_indices(request)
    if request.input_shift is not None:
        _validate_beside(request.input_shift, "The shift of the input", request, backbone)
    match request:
        case Ask():
            _validate_ask(request, backbone)
        case Score():
            if not request.candidates or not all(request.candidates):
                raise BackboneError(
                    "Label scoring needs at least one candidate, and each must have a token. "
                    "Check the label words of the task."
                )
            _validate_room(max(map(len, request.candidates)), "A candidate answer", backbone)
        case Generate():
            if request.max_new_tokens < 1:
                raise BackboneError("Generation needs room for at least one new token.")
            _validate_room(request.max_new_tokens, "The answer asked for", backbone)
    _validate_inputs(request, backbone)


def check_room(
    rows: Sequence[Row],
    num_virtual_tokens: int,
    backbone: Backbone,
    *,
    candidates: Sequence[Sequence[int]] = (),
) -> None:
    """Refuse rows of a task that are too long for the model beside a prompt.

    A job is told so before it begins, rather than by the first request that holds such a row.
    ``candidates`` are the answers that every row is scored on.

    Raises
    ------
    BackboneError
        Naming the task and the room that its longest row takes.
    """
    scored = max(map(len, candidates), default=0)
    is_causal, task = backbone.network.is_causal, rows[0].task
    read = [num_virtual_tokens + len(row.input_ids) for row in rows]
    written = [max(scored, len(row.target_ids)) for row in rows]
    together = [sum(pair) for pair in zip(read, written, strict=True)] if is_causal else read
    with_answer = " and answer" if is_causal else ""
    what = f"The longest row of the task '{task}' with its prompt{with_answer}"
    _validate_room(max(together), what, backbone)
    _validate_room(max(written), f"The longest answer of the task '{task}'", backbone)


def longest_output(request: Request, row: Row) -> int:
    """Return the most tokens that one answer to a row has."""
    match request:
        case Ask():
            return len(row.target_ids)
        case Score():
            return max(map(len, request.candidates))
        case Generate():
            return request.max_new_tokens


def _validate_inputs(request: Request, backbone: Backbone) -> None:
    virtual = request.prompts.shape[1]
    objective = request.objective if isinstance(request, Ask) else None
    teacher = 0 if objective is None else objective.teachers.shape[1]
    for index in sorted(set(request.row.tolist())):
        row = request.rows[index]
        what = f"Row {index} of the task '{row.task}' with its prompt"
        if not virtual and not row.input_ids:
            raise BackboneError(f"{what} is empty. Check the template of the task.")
        read = max(virtual, teacher) + len(row.input_ids)
        if backbone.network.is_causal:
            _validate_room(read + longest_output(request, row), f"{what} and answer", backbone)
        else:
            _validate_room(read, what, backbone)


def _validate_prompts(prompts: Tensor, backbone: Backbone) -> None:
    if prompts.dim() != 3:
        raise BackboneError(
            f"Prompts come as (prompts, virtual tokens, width), not as {tuple(prompts.shape)}."
        )
    if prompts.shape[2] != backbone.token_dim:
        raise BackboneError(
            f"The prompt is {prompts.shape[2]} wide, but the model '{backbone.name}' has token "
            f"width {backbone.token_dim}. The prompt belongs to another model."
        )


def _validate_beside(tensor: Tensor, what: str, request: Request, backbone: Backbone) -> None:
    """Refuse a tensor that has not one entry of the right width for every prompt."""
    expected = f"({len(request.prompts)}, any length, {backbone.token_dim})"
    shape = tuple(tensor.shape)
    if len(shape) != 3 or shape[0] != len(request.prompts) or shape[2] != backbone.token_dim:
        raise BackboneError(f"{what} must have the shape {expected}, not {shape}.")
    if not shape[1]:
        raise BackboneError(f"{what} must have one token at least.")


def _validate_indices(request: Request) -> None:
    if request.row.dim() != 1 or request.row.shape != request.prompt.shape:
        raise BackboneError(
            f"A request pairs rows and prompts one to one, but has {request.row.numel()} row and "
            f"{request.prompt.numel()} prompt indices."
        )
    limits = (
        ("row", request.row, len(request.rows)),
        ("prompt", request.prompt, len(request.prompts)),
    )
    for what, index, limit in limits:
        if len(index) and (int(index.min()) < 0 or int(index.max()) >= limit):
            raise BackboneError(f"A request names a {what} that it does not bring ({limit} there).")


def _validate_ask(ask: Ask, backbone: Backbone) -> None:
    if ask.weight.shape != ask.row.shape:
        raise BackboneError(f"A request has {len(ask.row)} pairs but {ask.weight.numel()} weights.")
    if ask.product is not None and ask.product.shape != ask.prompts.shape:
        raise BackboneError(
            f"A Hessian-vector product needs a vector of the prompts' shape "
            f"{tuple(ask.prompts.shape)}, not {tuple(ask.product.shape)}."
        )
    has_more = ask.input_shift is not None or ask.objective is not None or ask.need_neurons
    if ask.product is not None and has_more:
        raise BackboneError(
            "A Hessian-vector product is of the plain loss: ask for it without a shift of the "
            "input, distillation or neurons."
        )
    if ask.need_neurons and not backbone.network.has_neurons:
        raise BackboneError(
            f"The model '{backbone.name}' has feed-forward layers of a kind that PromptStudio can "
            "not look into, so it has no neurons to compare. Choose another similarity."
        )
    if ask.objective is not None:
        _validate_beside(ask.objective.teachers, "The teachers", ask, backbone)
    for index in sorted(set(ask.row.tolist())):
        row = ask.rows[index]
        if not row.target_ids:
            raise BackboneError(
                f"Row {index} of the task '{row.task}' has an empty target, so it has no loss. "
                "Check the label words or the answer column of the task."
            )
        _validate_room(len(row.target_ids), f"The target of row {index} of '{row.task}'", backbone)


def _validate_room(tokens: int, what: str, backbone: Backbone) -> None:
    limit = backbone.max_positions
    if limit is not None and tokens > limit:
        raise BackboneError(
            f"{what} has {tokens} tokens, but the model '{backbone.name}' takes {limit}. "
            "Lower the lengths in the backbone settings, or use fewer virtual tokens."
        )
