"""A request on its way through the oracle: what is still to do, what is already known."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.requests import Generate, Generated, Reply, Request, Score, Scored
from promptstudio.methods.contract import Answer, Ask, Row

Kind = Literal["gradient", "product", "loss", "score", "text"]
Group = tuple[Kind, int, int]
"""What pairs share that share a micro-batch: kind, P, and candidates or new tokens."""


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
    values: Tensor
    grads: Tensor
    texts: list[tuple[int, ...]]

    @staticmethod
    def of(request: Request, ticket: Ticket, backbone: Backbone, *, sort: bool) -> "Pending":
        """Lay out a valid request; with ``sort`` its longest pairs come first."""
        rows = [request.rows[index] for index in request.row.tolist()]
        lengths = [(len(row.input_ids), _output_tokens(request, row)) for row in rows]
        todo = list(range(len(rows)))
        if sort:
            todo.sort(key=lengths.__getitem__, reverse=True)
        exact = torch.float64 if backbone.dtype == torch.float64 else torch.float32
        kind = _kind(request)
        shape = request.prompts.shape if kind in ("gradient", "product") else (0,)
        ask = request if isinstance(request, Ask) else None
        columns = (len(request.candidates),) if isinstance(request, Score) else ()
        nothing = torch.zeros(0, device=backbone.device)
        return Pending(
            ticket=ticket,
            request=request,
            group=(kind, request.prompts.shape[1], _share(request)),
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
            values=torch.zeros((len(rows), *columns), device=backbone.device, dtype=exact),
            grads=torch.zeros(shape, device=backbone.device, dtype=exact),
            texts=[()] * len(rows),
        )

    def accept(
        self, pairs: list[int], values: Tensor | list[tuple[int, ...]], grads: Tensor | None
    ) -> None:
        """Write down the answers of some pairs: values (n,) or (n, K), grads (n, P, D)."""
        if isinstance(values, Tensor):
            self.values[pairs] = values.to(self.values.dtype)
        else:
            for pair, text in zip(pairs, values, strict=True):
                self.texts[pair] = text
        if grads is not None:
            prompt = torch.tensor([self.prompt[pair] for pair in pairs], device=grads.device)
            self.grads.index_add_(0, prompt, grads.to(self.grads.dtype))
        self.left -= len(pairs)

    def reply(self) -> Reply:
        """Return the complete reply, on the CPU. Gradients not asked for are zero."""
        match self.request:
            case Ask():
                grads = self.grads.cpu()
                if not self.request.need_grads:
                    grads = torch.zeros(self.prompts.shape, dtype=grads.dtype)
                return Answer(losses=self.values.cpu(), grads=grads)
            case Score():
                return Scored(log_likelihood=self.values.cpu())
            case Generate():
                return Generated(token_ids=tuple(self.texts))


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


def _output_tokens(request: Request, row: Row) -> int:
    match request:
        case Ask():
            return len(row.target_ids)
        case Score():
            return len(request.candidates) * max(map(len, request.candidates))
        case Generate():
            return request.max_new_tokens
