"""The oracle: one frozen backbone that answers many runs at once.

Requests are cut into pairs of one row and one prompt. Pairs are independent, so any of the
same kind may share a forward and a backward. `Oracle.work` does one round: every owner gets
its quantum of pairs, what one owner does not use goes to the others, oldest request first;
the pairs are sorted by length and cut into micro-batches by a token budget.
"""

from collections import deque
from collections.abc import Callable
from itertools import count
from typing import get_args

import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.microbatch import MicroBatch, cut
from promptstudio.backbones.pending import Kind, Pending, Ticket
from promptstudio.backbones.requests import Reply, Request, validate
from promptstudio.backbones.rounds import Mode, plan_round
from promptstudio.core.errors import BackboneError


class NoRoomError(BackboneError):
    """A single pair does not fit into the device's memory; ``ticket`` is given up."""

    def __init__(self, message: str, ticket: Ticket) -> None:
        super().__init__(message)
        self.ticket = ticket


class Oracle:
    """Answers requests of many owners from one backbone.

    Parameters
    ----------
    mode
        ``packed``: pairs of different requests share micro-batches. Sums are then taken in
        an order that depends on the company: in float32 losses agree within 1e-5, gradients
        within the precision that the model leaves them (6e-5 of the largest entry was seen).
        ``in_turn``: each request has micro-batches of its own, so its answer is the same
        to the last bit whatever else runs.
    token_budget
        Padded tokens of a micro-batch, see `promptstudio.backbones.calibrate`.
    quantum
        Pairs that every owner gets in a round.
    sort
        Sort pairs by length; False only to measure what sorting brings.

    Attributes
    ----------
    forwards
        Micro-batches answered so far.
    halvings
        How often the token budget was halved because memory ran out.
    """

    def __init__(
        self,
        backbone: Backbone,
        *,
        mode: Mode = "packed",
        token_budget: int = 1024,
        quantum: int = 32,
        sort: bool = True,
    ) -> None:
        self.backbone = backbone
        self.mode = mode
        self.token_budget = token_budget
        self.forwards = 0
        self.halvings = 0
        self._quantum = quantum
        self._sort = sort
        self._numbers = count()
        self._queue: list[Pending] = []
        self._ready: list[tuple[Ticket, Reply]] = []

    @property
    def token_budget(self) -> int:
        """Padded tokens of a gradient micro-batch, after any halvings."""
        return self._budgets["gradient"]

    @token_budget.setter
    def token_budget(self, tokens: int) -> None:
        self._budgets = dict.fromkeys(get_args(Kind), tokens)

    @property
    def pending(self) -> int:
        """The number of requests whose reply has not been handed out yet."""
        return len(self._queue) + len(self._ready)

    def submit(self, request: Request, owner: str) -> Ticket:
        """Take in a request; its reply comes out of a later `work`.

        Raises
        ------
        BackboneError
            If the backbone can not answer it: wrong shapes, an empty target, too many tokens.
        """
        validate(request, self.backbone)
        ticket = Ticket(next(self._numbers), owner)
        part = Pending.of(request, ticket, self.backbone, sort=self._sort)
        self._queue.append(part)
        self._hand_over()
        return ticket

    def cancel(self, owner: str) -> None:
        """Forget all requests of an owner, answered or not."""
        self._queue = [part for part in self._queue if part.ticket.owner != owner]
        self._ready = [pair for pair in self._ready if pair[0].owner != owner]

    def work(self, should_stop: Callable[[], bool] | None = None) -> list[tuple[Ticket, Reply]]:
        """Do one round and return the replies that are complete.

        ``should_stop`` is asked before every micro-batch; pairs not reached stay pending.

        Raises
        ------
        NoRoomError
            If one pair alone exceeds the device's memory. Its request is dropped; all
            others stay.
        """
        plan = plan_round(
            self._queue,
            mode=self.mode,
            budgets=self._budgets,
            quantum=self._quantum,
            sort=self._sort,
        )
        batches = deque(plan)
        try:
            while batches and not (should_stop is not None and should_stop()):
                self._advance(batches)
        finally:
            for batch in reversed(batches):
                for part, index in reversed(batch.pairs):
                    part.todo.insert(0, index)
            self._hand_over()
        ready, self._ready = self._ready, []
        return ready

    def answer(self, request: Request) -> Reply:
        """Submit a request and work until it is answered. Other replies wait for `work`."""
        ticket = self.submit(request, owner="")
        waiting: list[tuple[Ticket, Reply]] = []
        while True:
            for other, reply in self.work():
                if other == ticket:
                    self._ready = waiting + self._ready
                    return reply
                waiting.append((other, reply))

    def _advance(self, batches: deque[MicroBatch]) -> None:
        """Run the first micro-batch, or put smaller ones into its place."""
        batch = batches[0]
        budget = self._budgets[batch.kind]
        if len(batch.pairs) > 1 and batch.tokens > budget:
            batches.popleft()
            batches.extendleft(reversed(list(cut(batch.pairs, budget))))
        elif self._run(batch):
            self.forwards += 1
            batches.popleft()
        elif len(batch.pairs) > 1:
            self.halvings += 1
            self._budgets[batch.kind] = max(1, min(budget, batch.tokens) // 2)
        else:
            self._give_up(batch, batches)

    def _run(self, batch: MicroBatch) -> bool:
        """Answer a micro-batch; False if memory ran out, and then nothing has changed."""
        try:
            batch.run(self.backbone)
        except torch.OutOfMemoryError:
            fits = False
        else:
            fits = True
        if not fits and self.backbone.device.type == "cuda":
            torch.cuda.empty_cache()
        return fits

    def _give_up(self, batch: MicroBatch, batches: deque[MicroBatch]) -> None:
        batches.popleft()
        part = batch.pairs[0][0]
        self._queue.remove(part)
        for other in batches:
            other.pairs[:] = [pair for pair in other.pairs if pair[0] is not part]
        raise NoRoomError(
            f"A single row of {batch.tokens} tokens does not fit into the memory of "
            f"'{self.backbone.device}'. Shorten the inputs, or choose a smaller model or the CPU.",
            part.ticket,
        )

    def _hand_over(self) -> None:
        """Move the requests without open pairs to the replies that are ready."""
        self._ready.extend((part.ticket, part.reply()) for part in self._queue if not part.left)
        self._queue = [part for part in self._queue if part.left]
