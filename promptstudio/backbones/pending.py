"""A request on its way through the oracle: what is still to do, what is already known."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.requests import (
    Generate,
    Generated,
    Reply,
    Request,
    Score,
    Scored,
    longest_output,
)
from promptstudio.methods.contract import Answer, Ask, Row

Kind = Literal["gradient", "product", "loss", "score", "text"]


class More(NamedTuple):
    """What a request asks for beyond the plain loss: lengths, weights, and whether.

    ``shift`` and ``teacher`` are 0 where there is none.
    """

    shift: int = 0
    teacher: int = 0
    logits: float = 0.0
    hidden: float = 0.0
    neurons: bool = False


Group = tuple[Kind, int, int, More]
"""What pairs share that share a micro-batch: kind, P, candidates or new tokens, and more."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers of n pairs.

    ``values`` (n,), (n, K) or n texts; ``grads`` (n, P, D); ``shift_grads`` (n, T, D);
    ``neurons`` (n, L, F).
    """

    values: Tensor | list[tuple[int, ...]]
    grads: Tensor | None = None
    shift_grads: Tensor | None = None
    neurons: Tensor | None = None

    def part(self, start: int, stop: int) -> "Answered":
        """Return the answers of some of the pairs."""
        every = (self.grads, self.shift_grads, self.neurons)
        rest = (None if each is None else each[start:stop] for each in every)
        return Answered(self.values[start:stop], *rest)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The claim on one reply. Numbers count up within an oracle."""

    number: int
    owner: str


@dataclass(slots=True, eq=False, kw_only=True)
class Pending:
    """A request with its pairs laid out one by one, and buffers on the backbone's device.

    ``todo`` lists the pairs not handed out yet; ``left`` counts those without an answer.
    ``lengths`` are (input, output) tokens per pair.
    """

    ticket: Ticket
    request: Request
    group: Group
    rows: list[Row]
    prompt: list[int]
    lengths: list[tuple[int, int]]
    todo: list[int]
    left: int
    prompts: Tensor
    weight: Tensor
    product: Tensor
    shift: Tensor
    teachers: Tensor
    values: Tensor
    grads: Tensor
    shift_grads: Tensor
    neurons: list[Tensor | None]
    texts: list[tuple[int, ...]]

    @staticmethod
    def of(request: Request, ticket: Ticket, backbone: Backbone, *, sort: bool) -> "Pending":
        """Lay out a valid request; with ``sort`` its longest pairs come first."""
        rows = [request.rows[index] for index in request.row.tolist()]
        lengths = [(len(row.input_ids), _output_tokens(request, row, backbone)) for row in rows]
        todo = list(range(len(rows)))
        if sort:
            todo.sort(key=lengths.__getitem__, reverse=True)
        exact = torch.float64 if backbone.dtype == torch.float64 else torch.float32
        kind = _kind(request)
        shape = request.prompts.shape if kind in ("gradient", "product") else (0,)
        ask = request if isinstance(request, Ask) else None
        columns = (len(request.candidates),) if isinstance(request, Score) else ()
        nothing = torch.zeros(0, device=backbone.device)
        more = _more(request)
        shift, teachers = (_moved(each, backbone) for each in _tensors(request))
        return Pending(
            ticket=ticket,
            request=request,
            group=(kind, request.prompts.shape[1], _share(request), more),
            rows=rows,
            prompt=request.prompt.tolist(),
            lengths=lengths,
            todo=todo,
            left=len(todo),
            prompts=request.prompts.detach().to(backbone.device, backbone.dtype),
            weight=nothing if ask is None else ask.weight.to(backbone.device, exact),
            product=nothing
            if ask is None or ask.product is None
            else ask.product.detach().to(backbone.device, backbone.dtype),
            shift=shift,
            teachers=teachers,
            values=torch.zeros((len(rows), *columns), device=backbone.device, dtype=exact),
            grads=torch.zeros(shape, device=backbone.device, dtype=exact),
            shift_grads=torch.zeros_like(shift, dtype=exact),
            neurons=[None] * len(rows),
            texts=[()] * len(rows),
        )

    def accept(self, pairs: list[int], found: Answered) -> None:
        """Write down the answers of some pairs."""
        if isinstance(found.values, Tensor):
            self.values[pairs] = found.values.to(self.values.dtype)
        else:
            for pair, text in zip(pairs, found.values, strict=True):
                self.texts[pair] = text
        for total, grads in ((self.grads, found.grads), (self.shift_grads, found.shift_grads)):
            if grads is not None:
                prompt = torch.tensor([self.prompt[pair] for pair in pairs], device=grads.device)
                total.index_add_(0, prompt, grads.to(total.dtype))
        if found.neurons is not None:
            for pair, each in zip(pairs, found.neurons, strict=True):
                self.neurons[pair] = each.cpu()
        self.left -= len(pairs)

    def reply(self) -> Reply:
        """Return the complete reply, on the CPU. Gradients not asked for are zero."""
        match self.request:
            case Ask():
                grads = self.grads.cpu()
                if not self.request.need_grads:
                    grads = torch.zeros(self.prompts.shape, dtype=grads.dtype)
                known = [each for each in self.neurons if each is not None]
                return Answer(
                    losses=self.values.cpu(),
                    grads=grads,
                    shift_grads=None
                    if self.request.input_shift is None
                    else self.shift_grads.cpu(),
                    neurons=torch.stack(known) if self.request.need_neurons else None,
                )
            case Score():
                return Scored(log_likelihood=self.values.cpu())
            case Generate():
                return Generated(token_ids=tuple(self.texts))


def _more(request: Request) -> More:
    shift, teachers = _tensors(request)
    found = More(
        shift=0 if shift is None else shift.shape[1],
        teacher=0 if teachers is None else teachers.shape[1],
        neurons=isinstance(request, Ask) and request.need_neurons,
    )
    objective = request.objective if isinstance(request, Ask) else None
    if objective is None:
        return found
    return found._replace(logits=objective.logits, hidden=objective.hidden)


def _tensors(request: Request) -> tuple[Tensor | None, Tensor | None]:
    """Return the shift (M, T, D) and the teachers (M, P', D) of a request."""
    objective = request.objective if isinstance(request, Ask) else None
    return request.input_shift, None if objective is None else objective.teachers


def _moved(tensor: Tensor | None, backbone: Backbone) -> Tensor:
    if tensor is None:
        return torch.zeros(0, device=backbone.device)
    return tensor.detach().to(backbone.device, backbone.dtype)


def _kind(request: Request) -> Kind:
    match request:
        case Ask():
            if not request.need_grads:
                return "loss"
            return "gradient" if request.product is None else "product"
        case Score():
            return "score"
        case Generate():
            return "text"


def _share(request: Request) -> int:
    match request:
        case Ask():
            return 0
        case Score():
            return len(request.candidates)
        case Generate():
            return request.max_new_tokens


def _output_tokens(request: Request, row: Row, backbone: Backbone) -> int:
    """Return the tokens behind the first reading of a row; a causal model rereads it."""
    longest = longest_output(request, row)
    if not isinstance(request, Score):
        return longest
    again = request.prompts.shape[1] + len(row.input_ids) if backbone.network.is_causal else 0
    return longest + (len(request.candidates) - 1) * (longest + again)
