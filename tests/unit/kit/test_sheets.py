"""Tables for other programs: no text becomes a formula, no number a text; everything comes back as it was."""

import csv
import io
import json

import pytest

from kit.sheets import Column, Table, as_csv, as_json, as_sav, as_xlsx, harmless, spss_possible

EVIL = ["=1+1", "+49 40 123", "-5", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', 'Ä; "ß"', "a\nb", ""]
TABLE = Table(
    "results",
    [
        Column("=text", "Was <gesagt> wurde"),
        Column("number", "Zahl", "scale", numeric=True),
        Column("step", "Stufe", "ordinal", numeric=True, values={1: "gar nicht", 5: "völlig"}),
    ],
    [
        [text, number, step]
        for text, number, step in zip(EVIL, [-5, -0.5, None, 3, 1, 2, 3, 4, 5, 6], [1, 5] * 5, strict=True)
    ],
)


@pytest.mark.parametrize("text", EVIL[:6])
def test_a_text_that_begins_a_formula_is_held_back(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("separator", [";", ","])
def test_csv_comes_back_with_harmless_texts_and_real_numbers(separator: str) -> None:
    raw = as_csv(TABLE, ";" if separator == ";" else ",")
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=separator)
    assert head == ["'=text", "number", "step"]
    assert [row[0] for row in rows] == [harmless(text) for text in EVIL]
    assert [row[1] for row in rows][:3] == ["-5", "-0.5", ""]


def test_xlsx_comes_back_as_texts_and_numbers() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([TABLE])))
    rows = list(book["results"].iter_rows())
    assert rows[0][0].value == "=text"
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}
    assert rows[1][1].value == -5
    assert rows[1][1].data_type == "n"
    assert [row[0].value for row in rows[1:5]] == EVIL[:4]
    meaning = [[cell.value for cell in row] for row in book["columns"].iter_rows()]
    assert ["results", "step", "Stufe", "1 = gar nicht; 5 = völlig"] in meaning


def test_json_comes_back_as_it_was() -> None:
    told = json.loads(as_json(TABLE))
    assert [row["=text"] for row in told["rows"]] == EVIL
    assert told["rows"][0]["number"] == -5
    assert told["columns"][2]["values"] == {"1": "gar nicht", "5": "völlig"}


@pytest.mark.skipif(not spss_possible(), reason="The extra “spss” is not installed: pip install pandas pyreadstat")
def test_spss_comes_back_with_labels_and_levels() -> None:
    import pyreadstat

    from tests.unit.kit.temporary import written

    with written(as_sav(TABLE), ".sav") as path:
        data, meta = pyreadstat.read_sav(str(path))
    assert list(data.columns) == ["v__text", "number", "step"]
    assert meta.column_names_to_labels["step"] == "Stufe"
    assert meta.variable_value_labels["step"] == {1.0: "gar nicht", 5.0: "völlig"}
    assert meta.variable_measure == {"v__text": "nominal", "number": "scale", "step": "ordinal"}
    assert data["number"].tolist()[0] == -5
    assert data["number"].isna().tolist()[2]
    assert data["v__text"].tolist()[0] == "=1+1"
