"""What is done with a claimed file, and where it stands afterwards."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from planilla.batch.batch_kind import BatchKind
from planilla.batch.emit import Emit
from planilla.batch.job import Job
from planilla.batch.pay import Pay
from planilla.batch.resend import Resend
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import Batch, work
from planilla.common.calendar import today
from planilla.common.errors import InputError, InputRefused, PlanillaError, ReaderDied
from planilla.common.exit_codes import COULD_NOT, SOME_OPEN, SOME_WRONG, ExitCode
from planilla.common.exit_codes import DONE as ALL_DONE
from planilla.common.failpoints import reach
from planilla.inbox.claims import Claim
from planilla.inbox.folder import DONE, NOTE, WAITING, WRONG, Folder
from planilla.inbox.questions_beside import QUESTIONS, put
from planilla.inbox.recognise import FileKind, recognise
from planilla.query.query import Query, ask
from planilla.reading.process.read_file import in_a_thread
from planilla.reconcile.job import Reconcile, options_of, rules_of
from planilla.reconcile.sequence import Reconciliations, reconcile
from planilla.review.ask_about_file import write_questions
from planilla.review.read_answers import take_answers
from planilla.settings.foreign_sheets import declared_sheets
from planilla.settings.open_ledger import ledger_exists, open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado

TRIED = "{message} Se probó {times} veces."
REGISTERED = (
    "{message} Se probó {times} veces. Algo de este archivo ya está registrado: no lo cambie ni lo "
    "prepare de nuevo, y avise a quien instaló planilla. No se vuelve a probar solo; para hacerlo, "
    "páselo a la carpeta de entrada."
)
log = logging.getLogger(__name__)
ERRANDS: dict[FileKind, Callable[[], BatchKind]] = {
    FileKind.COMPROBANTES: Emit,
    FileKind.PAGOS: Pay,
    FileKind.REENVIOS: Resend,
}
UNFORESEEN = (
    "No se pudo procesar por una falla del programa ({kind}): avise a quien lo instaló. El archivo "
    "se puede dejar otra vez en la carpeta: lo que ya se hizo no se repite."
)


@dataclass(frozen=True)
class Handled:
    """What became of a dropped file: its kind, exit code, where it stands, and its results."""

    name: str
    kind: FileKind | None
    exit_code: ExitCode
    stands: Path
    results: tuple[Path, ...]
    problem: str = ""

    @property
    def waits(self) -> bool:
        """Whether it is tried again by itself: nothing is to be mended in the file."""
        return self.stands.parent.name == WAITING


async def handle(
    claim: Claim,
    folder: Folder,
    settings: Settings,
    watch: Callable[[Batch], None] = lambda _: None,
) -> Handled | None:
    """Process a claimed file and put it where it belongs; never raises for the file's sake.

    None says that reading it was the end of the reading process, for the first time: the
    claim stays, to be tried once more when nothing else is left. `watch` is shown the
    batch, which can be told to stop.
    """
    out = claim.room / "resultados"
    kind: FileKind | None = None
    problem, code, room, asks = "", COULD_NOT, WRONG, False
    try:
        claim.attempts.begin()
        reach("before-reading")
        declared = declared_sheets(settings.sheets, settings.hoja)
        kind = await in_a_thread(recognise, claim.path, settings.home, declared)
        claim.attempts.end()
        code, room, problem = await _process(kind, claim.path, out, folder, settings, watch)
    except ReaderDied as error:
        claim.attempts.died()
        if not claim.attempts.poisonous:
            return None
        room, problem = await asyncio.to_thread(_poisonous, claim, settings, error)
        asks = True
    except InputError as error:
        problem = error.message
    except InputRefused as error:  # waiting would change nothing
        problem = error.told
    except (PlanillaError, OSError) as error:
        problem, room = str(error), WAITING  # ours to mend, not the file's
    except Exception as error:  # one file must not keep the others from being worked
        log.exception("%s: not foreseen", claim.path.name)
        problem = UNFORESEEN.format(kind=type(error).__name__)
    if problem and (room != WAITING or asks):
        out.mkdir(exist_ok=True)
        note = out / f"{claim.path.name}{NOTE}"
        note.write_text(f"{claim.path.name}: {problem}\n", encoding="utf-8")
    reach("before-filing")
    stands, results = _file_away(claim, folder, settings, room, out)
    return Handled(claim.path.name, kind, code, stands, results, problem)


def _poisonous(claim: Claim, settings: Settings, error: ReaderDied) -> tuple[str, str]:
    """Where a file belongs that nobody can read, and what is to be known of it.

    What is registered has begun, and may be at the service: a person has to look, and
    the file stays what it is until then.
    """
    words = {"message": error.message, "times": claim.attempts.deaths}
    if _is_registered(claim.path, settings):
        return WAITING, REGISTERED.format(**words)
    return WRONG, TRIED.format(**words)


def _is_registered(path: Path, settings: Settings) -> bool:
    """Whether a file with this content is in the ledger; yes, where nobody can say."""
    if not ledger_exists(settings):
        return False
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with open_ledger(settings) as ledger:
            return ledger.files.known(sha256) is not None
    except PlanillaError as error:
        log.warning("%s: %s", path.name, error)
        return True


async def _process(
    kind: FileKind,
    path: Path,
    out: Path,
    folder: Folder,
    settings: Settings,
    watch: Callable[[Batch], None],
) -> tuple[ExitCode, str, str]:
    """The exit code, the room where the file belongs, and what stopped the run if it waits.

    Raises `InputError` kinds when the file cannot be used after all.
    """

    def stands(outcome: Outcome) -> Path:
        return _target(folder, _ended(outcome)[1])

    if kind in ERRANDS:
        job = Job((path,), out)
        outcome = await work(job, settings, ERRANDS[kind](), watch=watch, stands=stands)
        questions = [one for file in outcome.files for one in file.questions]
        if questions:
            book = out / f"{path.name}{QUESTIONS}"
            await asyncio.to_thread(write_questions, questions, book, settings)
        return _ended(outcome)
    if kind is FileKind.LISTA:
        return _ended(await ask(Query((path,), out=out), settings, stands))
    if kind is FileKind.REVISION:
        code = take_answers(settings, path, out)
        return code, DONE if code == ALL_DONE else WRONG, ""
    limits, rules = options_of(settings.reconcile), rules_of(settings.reconcile)
    if kind is FileKind.ELECCIONES:
        made = Reconcile(choices=path, out=out, options=limits, rules=rules)
    else:
        made = Reconcile(payments=(path,), out=out, options=limits, rules=rules)
    return _reconciled(await reconcile(made, settings))


def _reconciled(done: Reconciliations) -> tuple[ExitCode, str, str]:
    """Only what cannot be read is to be mended; what waits for a choice is in the result."""
    each = [one for _, one in done.each]
    for one in each:
        _read(one.unread)
    if any(one.faults for one in each):
        return SOME_WRONG, WRONG, ""
    review = any(len(one.reconciled.matching.review) for one in each)
    return (SOME_OPEN if review else ALL_DONE), DONE, ""


def _ended(outcome: Outcome) -> tuple[ExitCode, str, str]:
    _read(outcome.unread)
    if any(file.questions for file in outcome.files):  # it goes on by itself, once answered
        return outcome.exit_code, WAITING, str(outcome.trouble or outcome.outage)
    if _unfinished(outcome):
        return outcome.exit_code, WAITING, str(outcome.trouble or outcome.outage)
    return outcome.exit_code, DONE if outcome.exit_code == ALL_DONE else WRONG, ""


def _read(unread: Sequence[InputError]) -> None:
    """Raise what was wrong with the one file."""
    if unread:
        raise unread[0]


def _unfinished(outcome: Outcome) -> bool:
    """Whether only time is missing: an outage, a busy point of sale, a PDF; not a person."""
    if outcome.trouble is not None:
        return True
    wrong = outcome.rows[Estado.INVALIDO] + outcome.rows[Estado.RECHAZADO]
    person = outcome.rows[Estado.A_REVISAR]
    return outcome.exit_code == SOME_OPEN and not wrong and not person


def _file_away(
    claim: Claim, folder: Folder, settings: Settings, room: str, out: Path
) -> tuple[Path, tuple[Path, ...]]:
    """Put the results, and then the original, where they belong: until then it is not done."""
    target = _target(folder, room)
    target.mkdir(parents=True, exist_ok=True)
    if room == WAITING:
        os.utime(claim.path)  # it waits from now on, however old the file is
    with FileLock(settings.home.absolute() / "locks" / "inbox.lock"):
        _drop_old_note(folder, claim.path.name, room)
        # of what waits only what asks a person: the rest is not the last word
        made = [one for one in sorted(out.glob("*")) if room != WAITING or _asks(one)]
        results_of_it = [one.name for one in made if not one.name.endswith(QUESTIONS)]
        name = _free_name(target, claim, results_of_it)
        results = []
        for one in made:
            place = target / _named_after(one.name, claim.path.stem, Path(name).stem)
            if not one.name.endswith(QUESTIONS):
                one.replace(place)
            elif not put(one, place):
                continue
            results.append(place)
        reach("during-filing")
        claim.path.replace(target / name)
    claim.give_up()
    return target / name, tuple(results)


def _target(folder: Folder, room: str) -> Path:
    """The folder of a room; what is done has one a day."""
    return folder.root / room / (f"{today():%Y-%m-%d}" if room == DONE else "")


def _asks(made: Path) -> bool:
    return made.name.endswith((NOTE, QUESTIONS))


def _drop_old_note(folder: Folder, name: str, room: str) -> None:
    """What was to be known of a file while it waited for a person, once it no longer does."""
    if not (folder.root / WAITING / name).exists():
        if room != WAITING:
            folder.drop_questions(name)
        (folder.root / WAITING / f"{name}{NOTE}").unlink(missing_ok=True)


def _named_after(result: str, stem: str, new: str) -> str:
    """A result's name by its original's: `banco.conciliacion.resultado.xlsx`."""
    own = result.startswith(f"{stem}.")
    return f"{new}{result.removeprefix(stem)}" if own else f"{new}.{result}"


def _free_name(target: Path, claim: Claim, made: Sequence[str]) -> str:
    """The file's name, or with a number: nothing that stands there is written over.

    Two files that differ in their ending would have one result. What a process that
    died had made of the same file may stand there.
    """
    path = claim.path
    stem, number = path.stem, 1
    originals = {standing.stem.casefold() for standing in target.iterdir()}
    ours = [] if claim.again else made
    while (
        stem.casefold() in originals
        or (target / f"{stem}{path.suffix}").exists()
        or any((target / _named_after(one, path.stem, stem)).exists() for one in ours)
    ):
        number += 1
        stem = f"{path.stem} ({number})"
    return f"{stem}{path.suffix}"
