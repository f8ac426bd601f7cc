"""Which company each set of credentials is of, found out when a ledger is opened with settings.

A set that tells its CUIT is that company's. One that tells none is what its name was to
the ledger, else the only company there is. A key whose CUIT nobody knows is claimed by
the set of its name, by the only company of the settings, or by the only one that has
its points of sale; one of which settings once said another CUIT by nobody but the set of
its name, since what waits there would be issued in other books.

What is claimed works the scopes and lanes of its company from then on: its operations are
moved there, so that two scopes never work one lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import replace

from sqlalchemy import Connection, Engine, func, select, text, update

from planilla.common.errors import LedgerError, SettingsError
from planilla.ledger.clock import moment
from planilla.ledger.company_keys import Company, Whose
from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.presence import Presence
from planilla.ledger.read_lanes import raise_last
from planilla.ledger.tables import balances, issuers, lanes, leases, operations
from planilla.model.asked import Kind
from planilla.model.issuers import ACCOUNT, Issuers
from planilla.model.operation import Lane, Scope

ARRANGING = 4_217_003  # an advisory lock of our own
Companies = Mapping[str, Company]


def settle(engine: Engine, sets: Issuers, whose: Whose, presence: Presence) -> Issuers:
    """The sets, each with its company's key; what that changes in the ledger is on disk.

    Raises `SettingsError` for a set that may be several companies', and `LedgerError`
    while another process works what has to be moved.
    """
    whose.told = sets.cuits
    with reading(engine) as connection:
        accounts, changed = _arranged(connection, sets, whose)
    if changed:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({ARRANGING})"))
            accounts, changed = _arranged(connection, sets, whose)
            for before, after in changed:
                _write(connection, before, after, presence)
    found = sets.resolved(accounts)
    whose.undecided = found.undecided
    if found.undecided:
        with reading(engine) as connection:
            found.seen = frozenset(whose.points(connection, found.accounts[0]))
    return found


def as_new(sets: Issuers) -> Issuers:
    """The sets as they would be in a new ledger: for a run without one."""
    companies = _companies_of({}, sets, strict=False)
    _, accounts = arrange({}, sets, companies, lambda _: set())
    return sets.resolved(accounts)


Change = tuple[Company | None, Company]


def _arranged(
    connection: Connection, sets: Issuers, whose: Whose
) -> tuple[Mapping[str, str], list[Change]]:
    """Each set's key, and the keys that are not yet on disk as they should be."""
    stored = dict(whose.known(connection))
    known = dict(stored)
    for account in connection.execute(select(operations.c.account).distinct()).scalars():
        known.setdefault(account, Company(account, lead=account))

    def points(key: str) -> Set[int]:
        query = select(operations.c.punto_venta).where(operations.c.account == key).distinct()
        return set(connection.execute(query).scalars())

    companies, accounts = arrange(known, sets, _companies_of(known, sets), points)
    pairs = [(stored.get(key), one) for key, one in companies.items()]
    return accounts, [(before, one) for before, one in pairs if not _stands(before, one)]


def _stands(before: Company | None, after: Company) -> bool:
    """Whether that is on disk already."""
    return before is not None and _values(before) == _values(after)


def _values(one: Company) -> dict[str, str | bool]:
    """What is written of a key: the CUIT that is known, else what was last said."""
    return {"cuit": one.cuit or one.said, "shown": one.shown, "lead": one.lead}


def _companies_of(known: Companies, sets: Issuers, *, strict: bool = True) -> Mapping[str, str]:
    """The CUIT of each set; a blank for all that may be one company whose CUIT nobody knows."""
    nobody = Company("")
    before = {one.name: known.get(one.name, nobody) for one in sets.known}
    found = {
        one.name: one.digits or before[one.name].cuit or before[one.name].said for one in sets.known
    }
    options = {cuit for cuit in found.values() if cuit} | {one.cuit for one in known.values()}
    options -= {""}
    if not all(found.values()) and len(options) > 1 and strict:
        name = next(name for name, cuit in found.items() if not cuit)
        raise SettingsError(
            f"nobody knows which company {_named(name)} is of: there are the CUITs "
            f"{', '.join(sorted(options))}. Say it in issuer_cuit"
        )
    only = next(iter(options)) if len(options) == 1 else ""
    return {name: cuit or only for name, cuit in found.items()}


def _named(name: str) -> str:
    return "planilla" if name == ACCOUNT else f"profile «{name}»"


def arrange(
    known: Companies,
    sets: Issuers,
    company_of: Mapping[str, str],
    points: Callable[[str], Set[int]],
) -> tuple[Companies, Mapping[str, str]]:
    """The keys as they should be, and each set's.

    `company_of` are the sets' CUITs, `points` the points of sale of a key.
    """
    owners = {key: _owner(one, sets, company_of, points) for key, one in known.items()}
    found = dict(known)
    leads: dict[str, str] = {}
    for cuit in dict.fromkeys(company_of.values()):
        own = [one for key, one in known.items() if owners[key] == cuit]
        lead = _lead(own) if own else _new_key(known, leads, cuit, company_of)
        leads[cuit] = lead
        for one in own or [Company(lead)]:
            found[one.key] = replace(one, cuit=one.cuit or cuit, lead=lead)
    return found, {name: leads[cuit] for name, cuit in company_of.items()}


def _owner(
    one: Company,
    sets: Issuers,
    company_of: Mapping[str, str],
    points: Callable[[str], Set[int]],
) -> str | None:
    """The CUIT whose a key is, or None while it may be several companies'."""
    if one.cuit:
        return one.cuit
    if one.key in company_of:
        return company_of[one.key]
    if one.said:
        return one.said
    every = set(company_of.values())
    if len(every) > 1:
        own = points(one.key)
        every = {company_of[s.name] for s in sets.known if any(s.issues_from(p) for p in own)}
    return every.pop() if len(every) == 1 else None


def _lead(own: list[Company]) -> str:
    """The key that already leads the others, else the best known one."""
    followers = [one.lead for one in own]
    return max(
        own,
        key=lambda one: (
            one.lead == one.key,
            followers.count(one.key),
            bool(one.cuit),
            one.key == ACCOUNT,
            [-ord(c) for c in one.key],
        ),
    ).key


def _new_key(
    known: Companies, leads: Mapping[str, str], cuit: str, company_of: Mapping[str, str]
) -> str:
    """What a company is known by from now on that the ledger has not seen."""
    alone = len(set(company_of.values())) == 1
    first = next(name for name, whose in company_of.items() if whose == cuit)
    wanted = [*([ACCOUNT] if alone else []), first, cuit, f"{first}-{cuit}"]
    return next(key for key in wanted if key and key not in known and key not in leads.values())


# On disk


def _write(
    connection: Connection, before: Company | None, after: Company, presence: Presence
) -> None:
    values = _values(after)
    if not insert_new(connection, issuers, {"key": after.key, **values}):
        connection.execute(update(issuers).where(issuers.c.key == after.key).values(**values))
    lead = before.lead if before is not None else after.key
    if lead != after.lead:
        _move(connection, after.key, lead, after.lead, presence)


def _move(connection: Connection, key: str, old: str, new: str, presence: Presence) -> None:
    """Bring a key's operations into other scopes and lanes, which go on where they stood."""
    own = operations.c.account == key
    query = select(operations.c.scope).where(own).distinct()
    scopes = set(connection.execute(query).scalars())
    moved = {s: new + s.removeprefix(old) for s in scopes if s.startswith(f"{old}|")}
    for scope in sorted({*moved, *moved.values()}):
        _take_away(connection, scope, presence)
    for lane, number in _reached(connection, key, old):
        raise_last(connection, Lane(new + lane.removeprefix(old)), number)
    for before, after in moved.items():
        _move_balance(connection, before, after)
    for column in (operations.c.scope, operations.c.lane):
        rest = func.substr(column, len(old) + 1)
        starts = column.startswith(f"{old}|", autoescape=True)
        connection.execute(update(operations).where(own, starts).values({column: new + rest}))


def _take_away(connection: Connection, scope: Scope, presence: Presence) -> None:
    """No process works a scope any more, not even one that was frozen and wakes."""
    live = (leases.c.expires_at > moment(connection)).label("live")
    query = select(leases.c.owner, leases.c.fence, live).where(leases.c.scope == scope)
    row = connection.execute(query).first()
    if row is None:
        return
    if row.live and not presence.is_dead(row.owner):
        raise LedgerError(
            f"another process is working on {scope}, which the settings say is another company's "
            "by now: let it end, then run again"
        )
    ended = {"owner": "moved", "fence": row.fence + 1, "expires_at": moment(connection)}
    connection.execute(update(leases).where(leases.c.scope == scope).values(**ended))


def _reached(connection: Connection, key: str, old: str) -> list[tuple[str, int]]:
    """How far each lane of a key has come: by what was read if the lane was its own."""
    issued = (
        select(operations.c.lane, func.max(operations.c.number))
        .where(
            operations.c.account == key,
            operations.c.kind == Kind.ISSUE,
            operations.c.state == "done",
            operations.c.number.is_not(None),
        )
        .group_by(operations.c.lane)
    )
    found = [(lane, number) for lane, number in connection.execute(issued)]
    if key == old:
        read = select(lanes).where(lanes.c.lane.startswith(f"{old}|", autoescape=True))
        found += [(row.lane, row.last_number) for row in connection.execute(read)]
    return found


def _move_balance(connection: Connection, before: str, after: str) -> None:
    """What a person said was paid elsewhere goes along; what was said there stands."""
    there = select(balances.c.scope).where(balances.c.scope == after)
    if connection.execute(there).first() is None:
        connection.execute(update(balances).where(balances.c.scope == before).values(scope=after))
