"""What banks write: each layout gives what came in, never what went out, and who paid it."""

# ruff: noqa: E501 - lines as banks write them
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from planilla.common.errors import InputError
from planilla.reconcile.sources import SourceFrame, read_source

PAYER = "27222222228"
OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>ARS<BANKACCTFROM><BANKID>011<ACCTID>55<ACCTTYPE>CHECKING
</BANKACCTFROM><BANKTRANLIST><DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261014<TRNAMT>845.37<FITID>a1<NAME>LUISA PEÑA<MEMO>TRF 27222222228
</STMTTRN><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261015<TRNAMT>-12.10<FITID>a2<NAME>COMISION</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>9000.00<DTASOF>20261031</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
XML_OFX = """<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="211"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>ARS</CURDEF><BANKACCTFROM><BANKID>011</BANKID>
<ACCTID>55</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261014</DTPOSTED><TRNAMT>845.37</TRNAMT>
<FITID>a1</FITID><NAME>LUISA</NAME><MEMO>TRF 27222222228</MEMO></STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
QIF = "!Type:Bank\nD14/10/2026\nT845.37\nPLUISA\nM27222222228\n^\nD15/10/2026\nT-12.10\nPCOMISION\n^\n"
MT940 = """:20:OCT
:25:011/55
:28C:10/1
:60F:C261013ARS8166,73
:61:2610141014C845,37NTRFNONREF//a1
:86:LUISA 27222222228
:61:2610151015D12,10NMSCNONREF//a2
:86:COMISION
:62F:C261015ARS9000,00
-"""
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>10</Id>
<Ntry><Amt Ccy="ARS">845.37</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-10-14</Dt></BookgDt>
<NtryDtls><TxDtls><RmtInf><Ustrd>27222222228 FC B 2-31</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="ARS">12.10</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2026-10-15</Dt></BookgDt>
</Ntry></Stmt></BkToCstmrStmt></Document>
"""
BBVA = """Fecha;Descripcion;Referencia;Debitos;Creditos;Saldo
15/10/2026;COMISION;71;12,10;;9.000,00
14/10/2026;TRANSFERENCIA 27222222228;70;;845,37;9.012,10
"""
SANTANDER = """Últimos Movimientos
Cuenta corriente en Pesos Nro. 000-000077/7
Fecha;Suc. Origen;Desc. Sucursal;Cod. Operativo;Referencia;Concepto;Importe;Saldo
15/10/2026;0067;Mar del Plata;4633;000000275;Comision;(12,10);9.000,00
14/10/2026;0000;Casa Central;4805;000000111;Transferencia Recibida - De Luisa / 27222222228;845,37;9.012,10
"""
RELEASES = """DATE,SOURCE_ID,EXTERNAL_REFERENCE,RECORD_TYPE,DESCRIPTION,NET_CREDIT_AMOUNT,NET_DEBIT_AMOUNT,\
GROSS_AMOUNT,MP_FEE_AMOUNT,FINANCING_FEE_AMOUNT,SHIPPING_FEE_AMOUNT,TAXES_AMOUNT,COUPON_AMOUNT,\
INSTALLMENTS,PAYMENT_METHOD
2026-10-13T10:00:00.000-03:00,,,initial_available_balance,,100.00,0.00,100.00,0.00,0.00,0.00,0.00,0.00,1,
2026-10-14T10:00:00.000-03:00,81,VTA-9,release,payment,800.00,0.00,845.37,-45.37,0.00,0.00,0.00,0.00,1,visa
2026-10-15T10:00:00.000-03:00,82,,release,payout,0.00,12.10,-12.10,0.00,0.00,0.00,0.00,0.00,1,
2026-10-15T10:00:00.000-03:00,,,total,,900.00,12.10,887.90,0.00,0.00,0.00,0.00,0.00,1,
"""
TEXTS = {
    "OFX": ("a.ofx", OFX),
    "QIF": ("a.qif", QIF),
    "MT940": ("a.sta", MT940),
    "camt.053": ("a.xml", CAMT),
    "Banco BBVA (CSV)": ("a.csv", BBVA),
    "Banco Santander": ("a.csv", SANTANDER),
    "MercadoPago, liquidaciones": ("a.csv", RELEASES),
}
SHEETS: dict[str, list[Sequence[Any]]] = {
    "Banco Credicoop": [
        (None, "Fecha", "Concepto", "Nro.Cpbte.", "Débito", "Crédito", "Saldo", "Cód."),
        (None, "14/10/2026", f"Transf. Inmediata-{PAYER}-VAR-LUISA", 7, None, 845.37, 9012.1, "A"),
        (None, "15/10/2026", "Comisión", None, 12.1, None, 9000, "B"),
        (None, None, "SALDO AL 15/10/2026", None, None, None, 9000, None),
    ],
    "Banco Provincia": [
        ("Banco Provincia",),
        ("Consulta de movimientos extendidos",),
        ("Cuenta: 5000-7/7",),
        (),
        (None, "Fecha", "Importe", "Descripción", "Saldo"),
        (1, "14/10/2026", 845.37, f"TRANSF. {PAYER} LUISA", 9012.1),
        (2, "15/10/2026", -12.1, "COMISION", 9000),
        ("Total", None, "833,27"),
    ],
}


def of_text(folder: Path, name: str, text: str) -> SourceFrame:
    path = folder / name
    path.write_text(text, encoding="cp1252" if name.endswith(".ofx") else "utf-8")
    return read_source(path)


def taken(folder: Path, name: str, text: str) -> bool:
    """Whether a file gives payments, and nothing is said against it."""
    try:
        found = of_text(folder, name, text)
    except InputError:
        return False
    return len(found.frame) > 0 and not found.faults


def told(found: SourceFrame) -> list[tuple[str, str]]:
    rows = found.frame.select("fecha", "importe").iter_rows()
    return [(f"{day:%d/%m/%Y}", f"{amount:.2f}") for day, amount in rows]


def read(title: str, folder: Path) -> SourceFrame:
    if title in TEXTS:
        return of_text(folder, *TEXTS[title])
    book = Workbook()
    for line in SHEETS[title]:
        book.worksheets[0].append(list(line))
    book.save(folder / "a.xlsx")
    return read_source(folder / "a.xlsx")


@pytest.mark.parametrize("title", [*TEXTS, *SHEETS])
def test_what_came_in_is_read_and_what_went_out_is_none(title: str, tmp_path: Path) -> None:
    found = read(title, tmp_path)
    assert found.declaration.title == title
    assert found.kind == "payments"
    assert told(found) == [("14/10/2026", "845.37")]
    assert not found.faults
    assert found.out is None or [str(one) for one in found.out["importe"]] in (["12.10"], [])
    if title != "MercadoPago, liquidaciones":
        assert any(PAYER in (text or "") for text in found.frame["texto"])


def test_both_generations_of_ofx_tell_the_same(tmp_path: Path) -> None:
    (tmp_path / "dos").mkdir()
    first = of_text(tmp_path, "a.ofx", OFX)
    path = tmp_path / "dos" / "a.ofx"
    path.write_text(XML_OFX, encoding="utf-8")
    assert told(read_source(path)) == told(first)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sta", MT940.replace("9000,00", "9000,01")),
        ("a.csv", BBVA.replace("9.012,10", "9.012,11")),
    ],
)
def test_a_statement_whose_own_balances_do_not_follow_is_told(
    name: str, text: str, tmp_path: Path
) -> None:
    found = of_text(tmp_path, name, text)
    sentences = " ".join(one.message for one in found.faults + found.notes)
    assert "saldo" in sentences.lower()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ofx", OFX[: OFX.index("<STMTTRN>")]),
        ("a.ofx", OFX.replace("<TRNAMT>845.37", "<TRNAMT>mucho")),
        ("a.sta", ":20:X\nno es nada"),
        ("a.xml", CAMT.replace("</Stmt>", "")),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]>' + CAMT.partition("?>")[2]),
        ("a.qif", "!Type:Bank\nD14/10/2026\nTmucho\n^\n"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence_and_never_half_read(
    name: str, text: str, tmp_path: Path
) -> None:
    assert not taken(tmp_path, name, text)


def test_two_accounts_with_the_same_line_are_two(tmp_path: Path) -> None:
    names = {
        of_text(tmp_path, "a.ofx", OFX.replace("<ACCTID>55", f"<ACCTID>{account}")).frame["cuenta"][
            0
        ]
        for account in (55, 56)
    }
    assert len(names) == 2
