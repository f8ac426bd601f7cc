"""A batch: from files to operations, outcomes and result workbooks. The sequence, once.

    load ─► plan ─► ask ─► dispatch (a batch of scopes at a time) ─► documents ─► report

What is asked for is described by an `Errand`; `flows` run the same steps, each
as a Prefect task. A step takes and gives nothing but what it is named after:
the rows stay here.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from planilla.admission.known_or_new import Verdict
from planilla.batch.batch_kind import BatchKind
from planilla.batch.job import FileRun, Job, Stands, where_written
from planilla.batch.preflight.state_and_quota import Preflight
from planilla.batch.register_file import register
from planilla.batch.row_results import conclude, write
from planilla.batch.run_result import FileOutcome, Outcome, check_writable
from planilla.batch.unknown_columns import hold_unknown
from planilla.common.errors import InputError, LedgerError, PlanillaError
from planilla.common.uncollected import uncollected
from planilla.dispatch.dispatcher import Dispatcher, Patience
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.waits import Times
from planilla.ledger.chunks import chunks
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.operation import Scope, State, account_of, place_of
from planilla.reading.loaded import Loaded
from planilla.reading.process.read_file import in_a_thread
from planilla.service.pace import LOT_TIMES
from planilla.settings.connection import Connect, Services, connector
from planilla.settings.open_ledger import ledger_exists, open_ledger
from planilla.settings.settings import Settings
from planilla.writing.result_path import result_path

if TYPE_CHECKING:
    from planilla.pdf.fetch import Fetcher

Step = Callable[[str, Callable[[], Awaitable[Mapping[str, int]]]], Awaitable[Mapping[str, int]]]


async def plainly(
    _name: str, work: Callable[[], Awaitable[Mapping[str, int]]]
) -> Mapping[str, int]:
    """Run a step as it is."""
    return await work()


async def work(
    job: Job,
    settings: Settings,
    batch_kind: BatchKind,
    step: Step = plainly,
    watch: Callable[[Batch], None] = lambda _: None,
    stands: Stands = where_written,
) -> Outcome:
    """Run a job; `step` clothes each step, `watch` is told of progress.

    `stands` says where the results are moved to afterwards: their links start there.

    Raises `PlanillaError` kinds for what keeps the whole run from beginning.
    What goes wrong later is in the outcome.
    """
    async with Batch(job, settings, batch_kind, watch, stands) as run:
        await step("load", run.load)
        await step("plan", run.plan)
        if not job.dry_run and run.trouble is None:
            batches = run.batches()
            await step("ask", run.ask)
            named = [
                step(f"lanes {n} of {len(batches)}", partial(run.dispatch, batch))
                for n, batch in enumerate(batches, start=1)
            ]
            await asyncio.gather(*named)
            await step("documents", run.documents)
        await step("report", run.report)
        outcome = run.outcome()
    if not job.dry_run:
        from planilla.batch.notify import notify  # as _prepare

        await notify(settings, batch_kind.name, outcome)
    return outcome


class Batch:
    """The state of one run; its public methods are the steps."""

    def __init__(
        self,
        job: Job,
        settings: Settings,
        batch_kind: BatchKind,
        watch: Callable[[Batch], None] = lambda _: None,
        stands: Stands = where_written,
    ) -> None:
        self.job = job
        self.settings = settings
        self.batch_kind = batch_kind
        self.files = [FileRun(path) for path in job.files]
        self.trouble: PlanillaError | None = None
        self.finished_turns = 0
        self.all_turns = 0
        self.carried = 0
        self._watch = watch
        self._stands = stands
        self._ledger: Ledger | None = None
        self._dispatcher: Dispatcher | None = None
        self._fetcher: Fetcher | None = None
        self._breaker = Breaker(settings.retry_seconds, settings.budget_seconds)
        self._quota = Quota()
        self._preflight = Preflight(self._breaker, self._quota, settings.longest_request_seconds)
        self._services: Services | None = None
        self._wanted: Counter[str] = Counter()
        self._outcomes: list[FileOutcome] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._fetcher is not None:
            await self._fetcher.close()
        if self._services is not None:
            await self._services.close()
        if self._ledger is not None:
            self._ledger.close()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._dispatcher is not None and self._dispatcher.stopping

    def stop(self) -> None:
        """Begin nothing more; what was sent is waited for."""
        if self._dispatcher is not None:
            self._dispatcher.stop()

    # Steps

    async def load(self) -> Mapping[str, int]:
        """Read and judge every file; one that cannot be read stops only itself."""
        if not self.job.dry_run or ledger_exists(self.settings):
            self._ledger = await asyncio.to_thread(open_ledger, self.settings)
        for file in self.files:
            try:
                with uncollected():
                    file.loaded = await in_a_thread(
                        self.batch_kind.load,
                        file.path,
                        self.settings,
                        self._ledger,
                        online=not self.job.dry_run,
                    )
                await asyncio.to_thread(
                    hold_unknown,
                    file,
                    file.loaded,
                    self.batch_kind.kind,
                    self.settings,
                    self._ledger,
                )
            except InputError as problem:
                file.problem = problem
        return {
            "asked": sum(len(loaded.asked) for _, loaded in self._loaded()),
            "faults": sum(len(f.faults) for f in self.files),
        }

    async def plan(self) -> Mapping[str, int]:
        """Work out all that will be asked of the service, refuse what is wrong, write it down."""
        taken: set[Path] = set()
        for file, _ in self._loaded():
            file.result = result_path(file.path, self.job.out, taken)
            taken.add(file.result)
            if not self.job.dry_run:
                await asyncio.to_thread(check_writable, file.result)
        if self._ledger is not None and not self.job.dry_run:
            self._prepare(connector(self.settings, self._ledger), self._ledger)
        brake = self.batch_kind.brake(self.settings)
        for file, loaded in self._loaded():
            others = [other for _, other in self._loaded()]
            await asyncio.to_thread(
                register, file, loaded, others, self.batch_kind, self.job, brake, self._ledger
            )
        for file in self.files:
            file.planned()
            if not self.job.dry_run:  # a check looks into them
                file.let_go()
        counts = Counter(one.verdict for file in self.files for one in file.followed)
        return {verdict.value: counts[verdict] for verdict in Verdict}

    def batches(self) -> list[list[Scope]]:
        """The points of sale to work, dealt into batches of about the same length."""
        if self._ledger is None:
            return []
        lengths, others = {}, list[int]()
        self._wanted.clear()
        for scope in self._scopes():
            found = self._ledger.operations.states(scope)
            news = self._ledger.queue.count(scope)
            if news or any(state is not State.REVIEW for _, state in found):
                lengths[scope] = len(found)
                others += [one for one, state in found if state is not State.REVIEW]
                if self._ledger.issuers.asking(*place_of(scope)) is not None:
                    unsent = [one for one, state in found if state is State.PENDING]
                    self._wanted[account_of(scope)] += len(unsent)
        ours = set(self._ids())
        self.all_turns = sum(lengths.values())
        self.carried = sum(one not in ours for one in others)  # of a review a person has it
        ordered = sorted(lengths, key=lambda scope: (-lengths[scope], scope))
        hands = min(len(ordered), self.settings.concurrency)
        return [ordered[start::hands] for start in range(hands)]

    async def ask(self) -> Mapping[str, int]:
        """Whether the service is in order, and whether the plan suffices for what is to be sent."""
        services, ledger = self._services, self._ledger
        if services is None or ledger is None:
            return {}
        await self._preflight.ask(
            self._wanted,
            lambda account: services.of(ledger.issuers.account(account).name),
            needs_afip=self.batch_kind.needs_afip,
            issues=self.batch_kind.kind is Kind.ISSUE,
        )
        return {"to send": sum(self._wanted.values())}

    async def dispatch(self, scopes: Sequence[Scope]) -> Mapping[str, int]:
        """Work some points of sale until nothing more can go."""
        if self._dispatcher is None:
            return {}
        self._watch(self)
        await self._dispatcher.run(scopes)
        self.trouble = self.trouble or self._dispatcher.trouble
        return {"turns": self.finished_turns}

    async def documents(self) -> Mapping[str, int]:
        """Have every PDF that is still missing, also those of earlier runs."""
        if self._fetcher is None or self._ledger is None:
            return {}
        try:
            return await self._fetched(self._fetcher, self._ledger)
        except LedgerError as error:
            self.trouble = self.trouble or error  # the results and the message are still due
            return {}

    async def report(self) -> Mapping[str, int]:
        """Write each file's result workbook from what the ledger says."""
        for file, loaded in self._loaded():
            shown, outcome = await asyncio.to_thread(
                conclude,
                loaded,
                file.followed,
                file.faults,
                self._ledger,
                self.settings,
                file.source_id,
                file.stood,
                file.columns,
                asks_anew=file.asks_anew,
            )
            self.trouble = self.trouble or outcome.problem
            self._outcomes.append(outcome)
            if file.result is not None and not self.job.dry_run:
                stands = self._stands(self.outcome())
                as_csv = self.settings.result_format.wants_csv(file.path)
                outcome = await asyncio.to_thread(
                    write, shown, outcome, file.result, stands, as_csv=as_csv
                )
                self.trouble = self.trouble or outcome.problem
                self._outcomes[-1] = outcome
        return {
            estado.value: count
            for outcome in self._outcomes
            for estado, count in outcome.rows.items()
        }

    def outcome(self) -> Outcome:
        """What became of the run."""
        dispatcher = self._dispatcher
        return Outcome(
            files=tuple(self._outcomes),
            unread=tuple(f.problem for f in self.files if f.problem is not None),
            trouble=self.trouble,
            dry_run=self.job.dry_run,
            busy=tuple(sorted(dispatcher.busy)) if dispatcher else (),
            outage=self._breaker.reason if dispatcher and self._breaker.exhausted else "",
            resume_at=self._breaker.until if dispatcher and self._breaker.exhausted else None,
            carried=self.carried,
            stopped=self.stopped,
        )

    # Inside the steps

    def _loaded(self) -> list[tuple[FileRun, Loaded]]:
        return [(file, file.loaded) for file in self.files if file.loaded is not None]

    def _prepare(self, connect: Connect, ledger: Ledger) -> None:
        """Everything that speaks to the service in this run."""
        from planilla.pdf.fetch import Fetcher  # it brings httpx, which a dry run does without

        settings = self.settings
        self._services = Services(connect)
        self._fetcher = Fetcher(ledger, settings, connect)
        self._fetcher.start()
        times = Times(
            settings.settle_seconds,
            settings.request_seconds,
            settings.retry_seconds,
            lot=LOT_TIMES * settings.timeout_seconds,
        )
        handler = self.batch_kind.handler(
            ledger, self._breaker, times, settings, self._fetcher, self._quota
        )
        patience = Patience(settings.concurrency, settings.budget_seconds)
        self._dispatcher = Dispatcher(
            ledger, handler, self._breaker, connect, patience, self._turn_over
        )

    async def _fetched(self, fetcher: Fetcher, ledger: Ledger) -> Mapping[str, int]:
        """Have everything that has a PDF, and count once each of them has been tried."""
        ids = self._ids()
        if self.job.leftovers and self.batch_kind.kind is Kind.ISSUE:
            ids += await asyncio.to_thread(ledger.leftovers.pdfs)
        await fetcher.want_missing(ids)
        await fetcher.drain()
        found = Counter[bool]()
        for some in chunks(ids):
            documents = await asyncio.to_thread(ledger.documents.of, some)
            found.update(one.path is not None for one in documents.values())
        return {"on disk": found[True], "missing": found[False]}

    def _turn_over(self) -> None:
        self.finished_turns += 1
        self._watch(self)

    def _scopes(self) -> set[Scope]:
        """The points of sale that were asked for, by what the ledger has of them."""
        if self._ledger is None:
            return set()
        ids = self._ids()
        asked = self._ledger.operations.scopes(ids)
        if not self.job.leftovers:
            return asked
        return asked | self._ledger.leftovers.scopes(self.batch_kind.kind)

    def _ids(self) -> list[int]:
        return [one for file in self.files for one in file.ids]
