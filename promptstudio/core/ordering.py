"""The order of a queue in which nothing stands before what it needs."""

from collections.abc import Iterable, Mapping


def in_order(wanted: Iterable[str], needs: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the identities of a queue: the wanted ones first, each behind what it needs.

    Parameters
    ----------
    wanted
        Identities in the order wished for; what is not in the queue is left out.
    needs
        The queue in its present order: for each job the one that it needs, or None.
    """
    placed: dict[str, None] = {}

    def place(job_id: str) -> None:
        if job_id in needs and job_id not in placed:
            place(needs[job_id] or "")
            placed[job_id] = None

    for job_id in (*wanted, *needs):
        place(job_id)
    return tuple(placed)
