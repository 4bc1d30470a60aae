"""Names of files from elsewhere: no path, no trick, no surprise for whoever saves them."""

import pytest

from kit.file_names import disposition, safe_name


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("Plan.PDF", "Plan.pdf"),
        ("Straßenplan Süd (neu).pdf", "Straßenplan Süd (neu).pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\anna\\Plan.pdf", "Plan.pdf"),
        ("report.exe", "report.exe.pdf"),
        ("rechnung\u202efdp.exe", "rechnung fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("a\x00b.pdf", "a b.pdf"),
        ('a"b;c.pdf', "a_b;c.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        (".pdf", "attachment.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "attachment.pdf"),
        ("...", "attachment.pdf"),
        ("nul.pdf", "_nul.pdf"),
        ("con", "_con.pdf"),
        ("Plan.pdf.", "Plan.pdf"),
        ("A\u0308pfel.pdf", "Äpfel.pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless(given: str, expected: str) -> None:
    assert safe_name(given, (".pdf",)) == expected


def test_an_end_of_its_kind_stays_and_the_usual_one_comes_for_none() -> None:
    assert safe_name("a.csv", (".txt", ".csv", ".md")) == "a.csv"
    assert safe_name("a.html", (".txt", ".csv", ".md")) == "a.html.txt"


@pytest.mark.parametrize("given", ["😀" * 255, "x" * 5_000, "👩‍👩‍👧‍👦" * 80 + ".pdf", "ä" * 255 + ".pdf"])
def test_a_long_name_fits_every_system(given: str) -> None:
    name = safe_name(given, (".pdf",))
    assert name.endswith(".pdf")
    assert 5 < len(name) <= 101
    assert len(name.encode()) <= 255


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Plan.pdf", "attachment; filename=\"Plan.pdf\"; filename*=UTF-8''Plan.pdf"),
        ("Süd.pdf", "attachment; filename=\"Sud.pdf\"; filename*=UTF-8''S%C3%BCd.pdf"),
        ("😀.pdf", "attachment; filename=\"attachment.pdf\"; filename*=UTF-8''%F0%9F%98%80.pdf"),
        ("a;b'c.pdf", "attachment; filename=\"a_b_c.pdf\"; filename*=UTF-8''a%3Bb%27c.pdf"),
    ],
)
def test_a_download_is_saved_under_its_name(name: str, expected: str) -> None:
    assert disposition(name) == expected
