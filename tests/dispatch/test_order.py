"""The order hands out operations in an order that can never be wrong."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planilla.dispatch.what_goes_next import Item, Order, TurnEnd
from planilla.model.operation import Lane, Scope

DAY = date(2026, 11, 20)
items = st.lists(
    st.tuples(st.sampled_from("ABQ"), st.integers(0, 2), st.sampled_from(list(TurnEnd))),
    min_size=1,
    max_size=12,
)


def _item(
    number: int, lane: str, fecha: date = DAY, *, needs: int | None = None, queued: bool = False
) -> Item:
    """An operation of a lane; its scope is what stands before the bar."""
    scope = Scope(lane.partition("|")[0])
    needed = frozenset() if needs is None else frozenset({needs})
    return Item(number, scope, Lane(lane), fecha, needs=needed, queued=queued)


def _board(scopes: dict[str, list[Item]]) -> Order:
    board = Order()
    for scope, found in scopes.items():
        board.add(Scope(scope), found)
    return board


@given(st.lists(items, min_size=1, max_size=3), st.randoms())
def test_no_lane_overlaps_and_no_date_passes_something_unsettled(
    drawn: list[list[tuple[str, int, TurnEnd]]], dice: object
) -> None:
    verdicts: dict[int, TurnEnd] = {}
    scopes: dict[str, list[Item]] = {}
    for place, found in enumerate(drawn):
        for lane, day, verdict in found:
            fecha = DAY + timedelta(days=day)
            item = _item(len(verdicts), f"s{place}|{lane}", fecha, queued=lane == "Q")
            verdicts[item.id] = verdict
            scopes.setdefault(item.scope, []).append(item)
    board = _board(scopes)
    working: list[Item] = []
    over: list[Item] = []
    while True:
        taken = board.take()
        if taken is not None:
            item = taken
            assert item.lane not in {w.lane for w in working}
            beside = [w for w in working if w.scope == item.scope]
            assert not beside or not any(i.queued for i in (item, *beside))
            earlier = [i for i in scopes[item.scope] if i.fecha < item.fecha]
            assert all(i in over and verdicts[i.id] is TurnEnd.SETTLED for i in earlier)
            before = [i for i in scopes[item.scope] if i.lane == item.lane and i.id < item.id]
            assert all(i in over for i in before if i.fecha == item.fecha)
            working.append(item)
        if not working:
            break
        if taken is None or dice.random() < 0.5:  # type: ignore[attr-defined]
            ended = working.pop(dice.randrange(len(working)))  # type: ignore[attr-defined]
            over.append(ended)
            board.finish(ended, verdicts[ended.id])
    assert all(board.finished(Scope(scope)) for scope in scopes)
    if all(v is TurnEnd.SETTLED for v in verdicts.values()):
        assert len(over) == len(verdicts)


def test_a_note_waits_until_the_other_one_has_left_its_turn() -> None:
    invoice = _item(1, "s|FACTURA")
    note = _item(2, "s|NOTA", needs=1)
    board = _board({"s": [note, invoice]})
    assert board.take() == invoice
    assert board.take() is None
    board.finish(invoice, TurnEnd.SETTLED)
    assert board.take() == note


def test_the_queue_goes_after_what_is_issued_at_once_and_by_itself() -> None:
    queued = _item(1, "s|cola", queued=True)
    at_once = [_item(2, "s|FACTURA A"), _item(3, "s|FACTURA B")]
    elsewhere = _item(4, "t|FACTURA A")
    board = _board({"s": [queued, *at_once], "t": [elsewhere]})
    assert [board.take(), board.take(), board.take(), board.take()] == [*at_once, elsewhere, None]
    board.finish(at_once[0], TurnEnd.SETTLED)
    assert board.take() is None
    board.finish(at_once[1], TurnEnd.STOPPED)
    assert board.take() == queued


def test_a_note_that_is_issued_at_once_lets_the_invoice_it_needs_be_queued_first() -> None:
    invoice = _item(1, "s|cola", queued=True)
    note = _item(2, "s|NOTA", needs=1)
    board = _board({"s": [invoice, note]})
    assert board.take() == invoice
    assert board.take() is None
    board.finish(invoice, TurnEnd.SETTLED)
    assert board.take() == note


def test_the_longest_point_of_sale_goes_first() -> None:
    short = [_item(1, "short|A")]
    long = [_item(n, "long|A") for n in (2, 3)]
    taken = _board({"short": short, "long": long}).take()
    assert taken is not None
    assert taken.scope == "long"
