"""From what was found to the rows, the sheets and the notices of a check's workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from planilla.check.ask import Answers
from planilla.check.findings import Findings, right_letter
from planilla.check.kept_answers import Fact, NotTold
from planilla.check.questions import About, Cost, named, receiver
from planilla.common.calendar import BUENOS_AIRES
from planilla.model.asked import AskedComprobante
from planilla.reading.loaded import Loaded
from planilla.reading.make_fault import Faults
from planilla.service.estado import Alertas, Consumo
from planilla.service.padron import CreditInvoice, Registration
from planilla.writing.report import Estado, Report, RowResult, Table
from schemas.faults import Fault

NOT_SENT = "No se envió nada: se controló."
METHODS = {
    About.ALERTAS: "estado de ARCA",
    About.CONSUMO: "cupo del plan",
    About.AFIP_INFO: "CUIT de clientes",
    About.REQUIERE_FEC: "factura de crédito (FCE)",
}
ASKED = "Preguntas al servicio: {asked} ({which}); {counted} cuentan contra el plan."
NOTHING_ASKED = "No se preguntó nada al servicio."
KEPT = (
    "De controles anteriores se usaron {kept} respuestas: las de clientes valen 7 días; las demás, "
    "el día."
)
LOST = "{lost} preguntas quedaron sin respuesta: controle el archivo otra vez."
TROUBLE = "ARCA no está en orden: {trouble}"
MAINTENANCE = "Mantenimiento anunciado: del {start} al {end}. {title}"
SHORT = "El plan tiene {left} comprobantes disponibles, y los de este control son {wanted}."
LEFT = "El plan tiene {left} comprobantes disponibles de {quota}."
HEADINGS = (
    "CUIT", "Nombre en ARCA", "Condición en ARCA", "condicion_iva", "Letra (de un RI)", "Estado",
    "Apócrifo", "FCE",
)  # fmt: skip
YES_OR_NO = {True: "sí", False: "no", None: ""}


def amended(
    report: Report,
    loaded: Loaded,
    found: Sequence[tuple[AskedComprobante, Findings]],
    notices: Sequence[str],
    known: Mapping[str, Fact],
) -> Report:
    """The report of a file with what was found; a comprobante's faults stand at its first row."""
    faults = Faults(loaded.sheet, loaded.places)
    rows = dict(report.rows)
    new: list[Fault] = []
    for one, findings in found:
        first = one.rows[0]
        for wrong in findings.wrong:
            heading = faults.heading(wrong.column)
            value = faults.shown(first, wrong.column)
            new.append(Fault(first, heading, value, wrong.code, wrong.message, wrong.fix))
        for row in one.rows:
            rows[row] = _row(rows[row], findings)
    table = _receivers([one for one, _ in found], known)
    return replace(
        report,
        rows=rows,
        faults=tuple(sorted((*report.faults, *new), key=lambda fault: fault.row)),
        notices=(*notices, *report.notices),
        tables=(*report.tables, *([table] if table.rows else [])),
        checked=True,
    )


def _row(row: RowResult, findings: Findings) -> RowResult:
    notes = (*findings.notes, *row.observaciones)
    if not findings.wrong:
        return replace(row, observaciones=notes)
    told = tuple(f"{w.column}: {w.message} {w.fix}" for w in findings.wrong)
    errores = (*told, *row.errores)
    return replace(row, estado=Estado.INVALIDO, errores=errores, observaciones=notes)


def notices(cost: Cost, answers: Answers, wanted: Mapping[str, int]) -> list[str]:
    """What was asked, what it cost, and what was heard of the service and the plan."""
    return [*_of_cost(cost, answers), *_of_state(answers.known, wanted)]


def _of_cost(cost: Cost, answers: Answers) -> Iterator[str]:
    sent = {about: count for about, count in answers.sent.items() if count}
    if sent:
        which = ", ".join(f"{METHODS[about]}: {sent[about]}" for about in About if about in sent)
        yield ASKED.format(asked=sum(sent.values()), which=which, counted=answers.counted)
    else:
        yield NOTHING_ASKED
    if cost.kept:
        yield KEPT.format(kept=cost.kept)
    if answers.lost:
        yield LOST.format(lost=len(answers.lost))


def _of_state(known: Mapping[str, Fact], wanted: Mapping[str, int]) -> Iterator[str]:
    state = known.get(named(About.ALERTAS, ""))
    if isinstance(state, Alertas):
        if state.trouble is not None:
            yield TROUBLE.format(trouble=state.trouble)
        for window in state.maintenance:
            start, end = (
                f"{moment.astimezone(BUENOS_AIRES):%d/%m/%Y %H:%M}"
                for moment in (window.start, window.end)
            )
            yield MAINTENANCE.format(start=start, end=end, title=window.title).strip()
    for account, count in wanted.items():
        plan = known.get(named(About.CONSUMO, account))
        if isinstance(plan, Consumo):
            text = SHORT if plan.disponibles < count else LEFT
            yield text.format(left=plan.disponibles, wanted=count, quota=plan.cupo)


def _receivers(comprobantes: Sequence[AskedComprobante], known: Mapping[str, Fact]) -> Table:
    """Each receiver once, as ARCA has it."""
    once: dict[str, str] = {}
    for one in comprobantes:
        if cuit := receiver(one):
            once.setdefault(cuit, one.account)
    rows = tuple(_line(cuit, account, known) for cuit, account in once.items())
    return Table("Clientes en ARCA", HEADINGS, rows)


def _line(cuit: str, account: str, known: Mapping[str, Fact]) -> tuple[str | None, ...]:
    fact = known.get(named(About.AFIP_INFO, account, cuit))
    required = known.get(named(About.REQUIERE_FEC, account, cuit))
    fec = YES_OR_NO[required.required] if isinstance(required, CreditInvoice) else ""
    if not isinstance(fact, Registration):
        said = f"(sin respuesta: {fact.words})" if isinstance(fact, NotTold) else "(sin respuesta)"
        values = (cuit, said, "", "", "", "", "", fec)
    else:
        values = (
            cuit,
            fact.razon_social,
            fact.condicion,
            fact.condicion_iva,
            right_letter(fact.condicion_iva),
            "; ".join(fact.blocked) or fact.estado,
            YES_OR_NO[fact.apocryphal],
            fec,
        )
    return tuple(value or None for value in values)
