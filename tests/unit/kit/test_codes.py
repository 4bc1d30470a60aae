"""A code survives being written down and typed again."""

from kit.codes import LENGTH, new_code, read_code, spelt


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert len({new_code() for _ in range(100)}) == 100
    for typed in (code, spelt(code), spelt(code).upper(), f"  {spelt(code).replace('-', ' ')} \n"):
        assert read_code(typed) == code
    assert read_code("O1l8-oooo-oooo-oooo-oooo") == "ollboooooooooooooooo"
    for wrong in ("", code[:-1], code + "a", "ä" * 20, "９" * 20):
        assert read_code(wrong) == ""
