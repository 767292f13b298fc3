"""Sharing, fairness, stopping, memory: none of it changes an answer."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.network import Network
from promptstudio.backbones.oracle import NoRoomError, Oracle
from promptstudio.backbones.requests import Generate, Generated, Request, Score, Scored
from promptstudio.methods.contract import Answer, Ask, Row


def finish(oracle: Oracle, asked: dict[Any, Request]) -> dict[Any, Any]:
    """Submit requests by name (owner, or owner and more) and work until all are answered."""
    names = {
        oracle.submit(request, name if isinstance(name, str) else name[0]): name
        for name, request in asked.items()
    }
    replies: dict[Any, Any] = {}
    while oracle.pending:
        replies |= {names[ticket]: reply for ticket, reply in oracle.work()}
    return replies


def many_asks(build: Any) -> dict[Any, Ask]:
    """Asks of three owners: other sizes, numbers of prompts, virtual tokens and kinds."""
    return {
        "a": build.ask(40, prompts=4, seed=1),
        ("b", 1): build.ask(1, seed=2),
        ("b", 2): build.ask(23, prompts=23, virtual=5, seed=3),
        ("c", 1): build.ask(9, prompts=2, seed=4, product=build.prompts(2, seed=8)),
        ("c", 2): build.ask(6, seed=5, need_grads=False),
    }


def assert_close(reply: Answer, alone: Answer) -> None:
    assert torch.allclose(reply.losses, alone.losses, rtol=1e-5)
    scale = float(alone.grads.abs().max()) if alone.grads.numel() else 0.0
    assert torch.allclose(reply.grads, alone.grads, rtol=1e-4, atol=1e-5 * scale)


@pytest.mark.parametrize("budget", [1, 60, 200, 10_000])
def test_packed_equals_one_by_one(backbone: Backbone, build: Any, budget: int) -> None:
    asks = many_asks(build)
    replies = finish(Oracle(backbone, token_budget=budget, quantum=7), asks)
    single = Oracle(backbone, mode="in_turn", token_budget=1)
    assert replies.keys() == asks.keys()
    for name, ask in asks.items():
        alone = single.answer(ask)
        assert isinstance(alone, Answer)
        assert_close(replies[name], alone)
    assert single.forwards == sum(len(ask.row) for ask in asks.values())


def test_packing_takes_fewer_forwards(backbone: Backbone, build: Any) -> None:
    asks = {str(i): build.ask(4, seed=i) for i in range(8)}
    packed, in_turn = Oracle(backbone), Oracle(backbone, mode="in_turn")
    finish(packed, asks)
    finish(in_turn, asks)
    assert (packed.forwards, in_turn.forwards) == (1, 8)


@pytest.mark.parametrize("mode", ["packed", "in_turn"])
def test_sorting_by_length_saves_forwards(backbone: Backbone, build: Any, mode: Any) -> None:
    short = Row(task="toy", input_ids=(4,), target_ids=(5, 1))
    long = Row(task="toy", input_ids=(4,) * 30, target_ids=(5, 1))
    ask = Ask.mean_loss(build.prompts(1), [[short, long] * 8])
    settings: dict[str, Any] = {"mode": mode, "token_budget": 140, "quantum": 100}
    sorted_first, as_they_come = (Oracle(backbone, sort=sort, **settings) for sort in (True, False))
    sorted_first.answer(ask)
    as_they_come.answer(ask)
    assert sorted_first.forwards == 3  # four long pairs of 35 tokens, twice; eight of 6
    assert as_they_come.forwards == 4


def test_packing_sorts_across_requests(backbone: Backbone, build: Any) -> None:
    short = Row(task="toy", input_ids=(4,), target_ids=(5, 1))
    long = Row(task="toy", input_ids=(4,) * 30, target_ids=(5, 1))
    oracle = Oracle(backbone, token_budget=140)
    for owner in "ab":
        oracle.submit(Ask.mean_loss(build.prompts(1), [[long, short] * 4]), owner)
    oracle.work()
    assert (oracle.forwards, oracle.pending) == (3, 0)


def test_in_turn_answers_are_the_same_bits_in_any_company(backbone: Backbone, build: Any) -> None:
    ask = build.ask(50, prompts=3, seed=1)
    settings: dict[str, Any] = {"mode": "in_turn", "token_budget": 120}
    alone = Oracle(backbone, **settings).answer(ask)
    crowd = finish(Oracle(backbone, quantum=3, **settings), {"x": build.ask(9), "a": ask})
    assert isinstance(alone, Answer)
    assert torch.equal(crowd["a"].losses, alone.losses)
    assert torch.equal(crowd["a"].grads, alone.grads)


@pytest.mark.parametrize("mode", ["packed", "in_turn"])
def test_a_small_request_does_not_wait_for_a_large_one(
    backbone: Backbone, build: Any, mode: Any
) -> None:
    oracle = Oracle(backbone, mode=mode, token_budget=200)
    oracle.submit(build.ask(500), "large")
    small = oracle.submit(build.ask(1), "small")
    assert [ticket for ticket, _ in oracle.work()] == [small]
    assert oracle.pending == 1


@pytest.mark.parametrize("mode", ["packed", "in_turn"])
def test_every_owner_advances_by_its_quantum(backbone: Backbone, build: Any, mode: Any) -> None:
    oracle = Oracle(backbone, mode=mode, token_budget=1, quantum=4)
    for owner in "abc":
        oracle.submit(build.ask(20), owner)
    oracle.submit(build.ask(20), "c")
    oracle.work()
    assert oracle.forwards == 12
    assert [part.left for part in oracle._queue] == [16, 16, 16, 20]


@pytest.mark.parametrize("mode", ["packed", "in_turn"])
def test_what_one_owner_leaves_over_goes_to_the_oldest(
    backbone: Backbone, build: Any, mode: Any
) -> None:
    oracle = Oracle(backbone, mode=mode, token_budget=1, quantum=4)
    for owner, rows in (("a", 9), ("b", 1), ("c", 9)):
        oracle.submit(build.ask(rows), owner)
    oracle.work()
    assert {part.ticket.owner: part.left for part in oracle._queue} == {"a": 2, "c": 5}


def test_the_last_micro_batch_is_filled_up(backbone: Backbone, build: Any) -> None:
    oracle = Oracle(backbone, token_budget=10_000, quantum=2)
    oracle.submit(build.ask(30), "a")
    oracle.work()
    assert (oracle.forwards, oracle.pending) == (1, 0)


@pytest.mark.parametrize("mode", ["packed", "in_turn"])
def test_stop_is_answered_before_the_next_micro_batch(
    backbone: Backbone, build: Any, mode: Any
) -> None:
    oracle = Oracle(backbone, mode=mode, token_budget=60, quantum=100)
    ask = build.ask(60, prompts=2)
    oracle.submit(ask, "a")
    assert oracle.work(lambda: oracle.forwards == 2) == []
    assert oracle.forwards == 2
    assert oracle.work(lambda: True) == []
    assert oracle.forwards == 2
    ((_, reply),) = oracle.work()
    assert isinstance(reply, Answer)
    alone = Oracle(backbone, mode="in_turn", token_budget=1).answer(ask)
    assert isinstance(alone, Answer)
    assert_close(reply, alone)


def test_a_cancelled_owner_leaves_the_others_alone(backbone: Backbone, build: Any) -> None:
    oracle = Oracle(backbone, token_budget=60, quantum=5)
    oracle.submit(build.ask(40), "a")
    kept = oracle.submit(build.ask(3, seed=4), "b")
    oracle.work(lambda: oracle.forwards == 1)
    oracle.submit(build.ask(0), "a")
    assert oracle.pending == 3
    oracle.cancel("a")
    assert oracle.pending == 1
    ((ticket, reply),) = oracle.work()
    assert ticket == kept
    assert isinstance(reply, Answer)
    alone = Oracle(backbone).answer(build.ask(3, seed=4))
    assert isinstance(alone, Answer)
    assert_close(reply, alone)
    assert oracle.work() == []


def test_an_empty_request_is_answered_at_once(backbone: Backbone, build: Any) -> None:
    oracle = Oracle(backbone)
    reply = oracle.answer(build.ask(0))
    assert isinstance(reply, Answer)
    assert reply.losses.shape == (0,)
    assert reply.grads.shape == (1, 3, 16)
    assert (oracle.forwards, oracle.pending) == (0, 0)


def test_answer_keeps_the_replies_of_others_for_work(backbone: Backbone, build: Any) -> None:
    oracle = Oracle(backbone)
    ticket = oracle.submit(build.ask(2), "other")
    oracle.answer(build.ask(50, seed=2))
    assert [other for other, _ in oracle.work()] == [ticket]


def test_a_diverged_prompt_does_not_touch_its_neighbours(backbone: Backbone, build: Any) -> None:
    broken = build.ask(5, seed=1)
    broken = replace(broken, prompts=torch.full_like(broken.prompts, float("nan")))
    healthy = build.ask(5, seed=2)
    oracle = Oracle(backbone)
    replies = finish(oracle, {"broken": broken, "healthy": healthy})
    assert oracle.forwards == 1
    assert replies["broken"].losses.isnan().all()
    assert replies["broken"].grads.isnan().all()
    alone = Oracle(backbone).answer(healthy)
    assert isinstance(alone, Answer)
    assert_close(replies["healthy"], alone)


@dataclass
class SmallMemory:
    """A network whose encoder runs out of memory above a number of positions."""

    inner: Network
    room: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def encode(self, embeds: Tensor, mask: Tensor | None) -> Tensor:
        if embeds.shape[0] * embeds.shape[1] > self.room:
            raise torch.OutOfMemoryError
        return self.inner.encode(embeds, mask)


def with_memory(backbone: Backbone, room: int) -> Backbone:
    return replace(backbone, network=SmallMemory(backbone.network, room))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["packed", "in_turn"])
def test_memory_running_out_halves_the_budget_and_keeps_the_answer(
    backbone: Backbone, build: Any, mode: Any
) -> None:
    asks = many_asks(build)
    replies = finish(Oracle(backbone, mode=mode), asks)
    oracle = Oracle(with_memory(backbone, 70), mode=mode, token_budget=1024)
    for name, reply in finish(oracle, asks).items():
        assert_close(reply, replies[name])
    assert oracle.halvings > 2
    assert 35 <= oracle.token_budget < 140
    halvings = oracle.halvings
    finish(oracle, asks)
    assert oracle.halvings == halvings


def test_one_halving_is_enough_where_half_a_micro_batch_fits(
    backbone: Backbone, build: Any
) -> None:
    row = Row(task="toy", input_ids=(4,) * 5, target_ids=(5, 1))
    oracle = Oracle(with_memory(backbone, 40), token_budget=10_000)
    oracle.answer(Ask.mean_loss(build.prompts(1), [[row] * 8]))  # 8 pairs of 3 + 5 + 2 tokens
    assert (oracle.halvings, oracle.token_budget, oracle.forwards) == (1, 40, 2)


def test_a_row_without_room_is_given_up_alone(backbone: Backbone, build: Any) -> None:
    oracle = Oracle(with_memory(backbone, 10), quantum=100)
    rows = build.rows(40)
    short = [row for row in rows if len(row.input_ids) < 8]
    long = [row for row in rows if len(row.input_ids) >= 8]
    fine = Ask.mean_loss(build.prompts(1), [short])
    lost = oracle.submit(Ask.mean_loss(build.prompts(1), [long]), "lost")
    kept = oracle.submit(fine, "kept")
    with pytest.raises(NoRoomError) as caught:
        oracle.work()
    assert caught.value.ticket == lost
    longest = max((len(row.input_ids), len(row.target_ids)) for row in long)
    assert str(caught.value) == (
        f"A single row of {3 + sum(longest)} tokens does not fit into the memory of 'cpu'. "
        "Shorten the inputs, or choose a smaller model or the CPU."
    )
    ((ticket, reply),) = oracle.work()
    assert (ticket, oracle.pending) == (kept, 0)
    alone = Oracle(backbone).answer(fine)
    assert isinstance(reply, Answer)
    assert isinstance(alone, Answer)
    assert_close(reply, alone)


def test_an_error_in_the_middle_loses_no_pairs(backbone: Backbone, build: Any) -> None:
    calls: list[int] = []

    def fail_once(embeds: Tensor, mask: Tensor | None) -> Tensor:
        calls.append(1)
        if len(calls) == 2:
            raise ZeroDivisionError
        return backbone.network.encode(embeds, mask)

    faulty = SmallMemory(backbone.network, 0)
    faulty.encode = fail_once  # type: ignore[method-assign]
    oracle = Oracle(replace(backbone, network=faulty), token_budget=60)  # type: ignore[arg-type]
    ask = build.ask(30)
    oracle.submit(ask, "a")
    with pytest.raises(ZeroDivisionError):
        oracle.work()
    ((_, reply),) = oracle.work()
    alone = Oracle(backbone).answer(ask)
    assert isinstance(reply, Answer)
    assert isinstance(alone, Answer)
    assert_close(reply, alone)


def test_all_kinds_of_request_go_through_one_oracle(backbone: Backbone, build: Any) -> None:
    ask = build.ask(5)
    pairs = {"prompts": ask.prompts, "rows": ask.rows, "row": ask.row, "prompt": ask.prompt}
    asked: dict[Any, Request] = {
        "a": ask,
        "b": Score(**pairs, candidates=((4, 1), (5, 6, 1))),
        "c": Generate(**pairs, max_new_tokens=3),
        "d": Score(**pairs, candidates=((4, 1),)),
    }
    replies = finish(Oracle(backbone), asked)
    kinds: dict[str, type] = {"a": Answer, "b": Scored, "c": Generated, "d": Scored}
    assert {name: type(reply) for name, reply in replies.items()} == kinds


def test_a_new_budget_can_be_set(backbone: Backbone, build: Any) -> None:
    oracle = Oracle(backbone, token_budget=1024)
    oracle.token_budget = 1
    oracle.answer(build.ask(6))
    assert oracle.forwards == 6
