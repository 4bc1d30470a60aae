"""Ids that follow from names."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from domain.derived import derived_id


@given(st.uuids(), st.text())
def test_it_is_what_the_standard_library_gives(namespace: UUID, name: str) -> None:
    assert derived_id(namespace, name) == uuid5(namespace, name).hex
