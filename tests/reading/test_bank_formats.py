"""OFX, QIF, MT940 and camt.053: what they say, exactly, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planilla.common.errors import UnreadableFile
from planilla.reading.process.read_file import open_grids
from planilla.reconcile.sources import SourceFrame, read_source

OFX = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1>{}</BANKMSGSRSV1></OFX>\n"
ACCOUNT = (
    "<STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>7<ACCTID>{number}</BANKACCTFROM>"
    "<BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS></STMTTRNRS>"
)
ROW = "<STMTTRN><TRNTYPE>X<DTPOSTED>20261116<TRNAMT>{amount}<FITID>{id}<NAME>{name}</STMTTRN>"
CAMT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>'
    "<Acct><Id><IBAN>AR1</IBAN></Id></Acct>{}</Stmt></BkToCstmrStmt></Document>"
)
ENTRY = (
    '<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>{status}</Sts>'
    "<BookgDt><Dt>2026-11-16</Dt></BookgDt>{more}</Ntry>"
)
MT940 = (
    ":20:X\n:25:7/{account}\n:28C:1/1\n:60F:C261115ARS{opening}\n{rows}"
    ":62F:C261117ARS{closing}\n-\n"
)


def read(folder: Path, name: str, text: str, encoding: str = "utf-8") -> SourceFrame:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return read_source(path, yields="payments")


def refused(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile) as told:
        open_grids(path)
    return told.value.message


def ofx(rows: str, number: str = "1", currency: str = "ARS") -> str:
    return OFX.format(ACCOUNT.format(rows=rows, number=number, currency=currency))


def camt(*entries: str) -> str:
    return CAMT.format("".join(entries))


def entry(
    amount: str, side: str = "CRDT", status: str = "BOOK", more: str = "", currency: str = "ARS"
) -> str:
    return ENTRY.format(amount=amount, side=side, status=status, more=more, currency=currency)


def amounts(found: SourceFrame) -> list[Decimal]:
    return found.frame["importe"].to_list()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_an_ofx_is_read_whichever_encoding_it_is_really_in(tmp_path: Path, encoding: str) -> None:
    rows = ROW.format(amount="10.10", id=1, name="Ñandú &amp; Hijos")
    found = read(tmp_path, "x.ofx", ofx(rows), encoding)
    assert found.frame["nombre"].to_list() == ["Ñandú & Hijos"]
    assert amounts(found) == [Decimal("10.10")]


def test_an_ofx_of_xml_says_the_same_as_one_of_sgml(tmp_path: Path) -> None:
    sgml = ofx(ROW.format(amount="10.10", id=1, name="Uno"))
    xml = (
        '<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX><STMTRS><CURDEF>ARS</CURDEF>'
        "<BANKACCTFROM><BANKID>7</BANKID><ACCTID>1</ACCTID></BANKACCTFROM><BANKTRANLIST><STMTTRN>"
        "<DTPOSTED>20261116</DTPOSTED><TRNAMT>10.10</TRNAMT><FITID>1</FITID>"
        "<NAME><![CDATA[Uno]]></NAME></STMTTRN></BANKTRANLIST></STMTRS></OFX>"
    )
    both = [read(tmp_path, f"{n}.ofx", text).frame.drop("id") for n, text in enumerate((sgml, xml))]
    assert both[0].equals(both[1])


def test_two_accounts_of_one_ofx_stay_two_and_dollars_are_dollars(tmp_path: Path) -> None:
    row = ROW.format(amount="5", id=1, name="Uno")
    both = "".join(
        ACCOUNT.format(rows=row, number=number, currency=currency)
        for number, currency in (("1", "ARS"), ("2", "USD"))
    )
    found = read(tmp_path, "x.ofx", OFX.format(both))
    assert found.frame.select("cuenta", "moneda").rows() == [("7 1", "PES"), ("7 2", "DOL")]


def test_an_amount_that_is_missing_or_doubtful_is_a_fault_of_its_row(tmp_path: Path) -> None:
    rows = ROW.format(amount="", id=1, name="A") + ROW.format(amount="1.234", id=2, name="B")
    found = read(tmp_path, "x.ofx", ofx(rows))
    assert [fault.code for fault in found.faults] == ["NO_ES_NUMERO", "AMBIGUO"]
    assert amounts(found) == []


def test_a_card_of_credit_is_no_account_into_which_is_paid(tmp_path: Path) -> None:
    row = "<BANKTRANLIST><STMTTRN><TRNAMT>9</STMTTRN></BANKTRANLIST>"
    text = f"OFXHEADER:100\n\n<OFX><CCSTMTRS>{row}</CCSTMTRS></OFX>"
    assert "tarjeta" in refused(tmp_path, "x.ofx", text)
    assert "tarjeta" in refused(tmp_path, "x.qif", "!Type:CCard\nD1/1/26\nT9\n^\n")


@pytest.mark.parametrize(
    ("days", "read_as"),
    [
        (("16/11/2026", "05/11/2026"), (date(2026, 11, 16), date(2026, 11, 5))),
        (("11/16/2026", "11/05/2026"), (date(2026, 11, 16), date(2026, 11, 5))),
        (("11/16'26", "11/ 5'26"), (date(2026, 11, 16), date(2026, 11, 5))),
        (("05/11/2026", "06/11/2026"), (date(2026, 11, 5), date(2026, 11, 6))),
    ],
)
def test_the_days_of_a_qif_prove_which_stands_first(
    tmp_path: Path, days: tuple[str, str], read_as: tuple[date, date]
) -> None:
    text = "!Account\nNCaja\n^\n!Type:Bank\n" + "".join(f"D{day}\nT1.00\nPX\n^\n" for day in days)
    found = read(tmp_path, "x.qif", text)
    assert tuple(found.frame["fecha"]) == read_as
    assert set(found.frame["cuenta"]) == {"Caja"}


def test_the_last_movement_of_a_qif_needs_no_end(tmp_path: Path) -> None:
    assert amounts(read(tmp_path, "x.qif", "!Type:Bank\nD16/11/2026\nT7.50\nPX")) == [
        Decimal("7.50")
    ]


def test_mt940_reverses_as_swift_says(tmp_path: Path) -> None:
    """RC takes a credit back, RD gives a debit back."""
    rows = "".join(
        f":61:2611161116{mark}{amount},00NTRFNONREF//{n}\n:86:X{n}\n"
        for n, (mark, amount) in enumerate((("C", 9), ("RC", 4), ("D", 3), ("RD", 2)))
    )
    found = read(
        tmp_path, "x.sta", MT940.format(account=1, opening="100,00", rows=rows, closing="104,00")
    )
    assert amounts(found) == [9, 2]
    assert found.out is not None
    assert found.out["importe"].to_list() == [4, 3]
    assert found.faults == ()


def test_the_balances_of_each_account_prove_it(tmp_path: Path) -> None:
    row = ":61:2611161116C10,00NTRFNONREF//1\n:86:X\n"
    good = MT940.format(account=1, opening="1,00", rows=row, closing="11,00")
    wrong = MT940.format(account=2, opening="1,00", rows=row, closing="12,00")
    found = read(tmp_path, "x.sta", good + wrong)
    assert [(fault.code, fault.row) for fault in found.faults] == [("CIERRE", 13)]
    assert found.frame["cuenta"].to_list() == ["7/1", "7/2"]


def test_the_pages_of_an_mt940_prove_themselves_one_by_one(tmp_path: Path) -> None:
    row = ":61:2611161116C10,00NTRFNONREF//{}\n:86:X\n"
    pages = "".join(
        MT940.format(account=1, opening=opening, rows=row.format(n), closing=closing)
        for n, (opening, closing) in enumerate((("1,00", "11,00"), ("11,00", "21,00")))
    )
    found = read(tmp_path, "x.sta", pages)
    assert (len(found.frame), found.faults) == (2, ())


def test_an_mt940_inside_of_swifts_own_blocks_is_read(tmp_path: Path) -> None:
    inner = MT940.format(account=1, opening="1,00", rows=":61:261116C2,00NTRFREF\n", closing="3,00")
    found = read(tmp_path, "x.txt", "{1:F01BANKARBA}{2:I940}{4:\n" + inner + "}\n")
    assert found.frame.select("importe", "referencia").rows() == [(Decimal(2), "REF")]


def test_an_mt940_that_is_not_understood_says_where(tmp_path: Path) -> None:
    text = MT940.format(account=1, opening="1,00", rows=":61:mal\n", closing="1,00")
    assert "cerca de la línea 1" in refused(tmp_path, "x.sta", text)


def test_what_is_pending_in_a_camt_is_no_movement_yet(tmp_path: Path) -> None:
    found = read(tmp_path, "x.xml", camt(entry("5.00"), entry("7.00", status="PDNG")))
    assert amounts(found) == [5]
    assert [note.code for note in found.notes] == ["NO_ES_MOVIMIENTO"]


def test_a_batch_of_a_camt_is_its_parts_where_they_make_up_the_whole(tmp_path: Path) -> None:
    part = (
        "<TxDtls><Refs><EndToEndId>{0}</EndToEndId></Refs><AmtDtls><TxAmt><Amt>{1}</Amt></TxAmt>"
        "</AmtDtls><RltdPties><Dbtr><Nm>{0}</Nm></Dbtr></RltdPties></TxDtls>"
    )
    parts = [part.format("UNO", "3.00"), part.format("DOS", "4.00")]
    whole = entry("7.00", more=f"<NtryDtls>{''.join(parts)}</NtryDtls>")
    found = read(tmp_path, "x.xml", camt(whole))
    assert found.frame.select("nombre", "importe").rows() == [("UNO", 3), ("DOS", 4)]
    unequal = entry("8.00", more=f"<NtryDtls>{''.join(parts)}</NtryDtls>")
    assert amounts(read(tmp_path, "y.xml", camt(unequal))) == [8]


def test_a_camt_says_its_debits_and_its_currency(tmp_path: Path) -> None:
    found = read(tmp_path, "x.xml", camt(entry("5.00", "DBIT"), entry("6.00", currency="USD")))
    assert found.frame.select("importe", "moneda", "cuenta").rows() == [(Decimal(6), "DOL", "AR1")]
    assert found.out is not None
    assert found.out["importe"].to_list() == [5]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.xml", BOMB + camt(entry("&b;")), "tipo de documento propio"),
        ("x.ofx", "OFXHEADER:200\n" + BOMB + "<OFX><STMTRS></STMTRS></OFX>", "documento propio"),
        ("x.xml", camt(entry("5.00"))[:-40], "dañado cerca de la línea 1"),
        ("x.xml", '<?xml version="1.0"?><a><b/></a>', "Es un archivo XML, no una planilla"),
        ("x.xml", camt().replace("camt.053", "camt.054"), "Es un camt.054, no un extracto"),
        ("x.xml", camt(), "ningún movimiento"),
        ("x.ofx", "a;b\n1;2\n", "Se llama «.ofx», pero no es"),
        ("x.sta", "a;b\n1;2\n", "Se llama «.sta», pero no es"),
    ],
)
def test_what_is_hostile_or_none_is_refused_in_a_message(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    assert told in refused(tmp_path, name, text)


def test_a_format_is_known_by_what_stands_in_it_whatever_its_name(tmp_path: Path) -> None:
    row = ROW.format(amount="5", id=1, name="Uno")
    assert read(tmp_path, "banco.txt", ofx(row)).declaration.title == "OFX"
    assert read(tmp_path, "banco.csv", "!Type:Bank\nD1/11/2026\nT5\n^\n").declaration.title == "QIF"
