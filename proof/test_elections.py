"""Two real elections by Equal Shares, counted again: exactly what was chosen comes out."""

import time

import pytest

from domain.ballots import pabulib
from domain.ballots.equal_shares import equal_shares
from proof.figures import load, table
from tests.e2e.stack import ROOT

BALLOTS = ROOT / "tests" / "data" / "ballots"


@pytest.mark.parametrize(("name", "projects", "cost"), [("assen_2024", 9, 76_700), ("swiecie_2023", 17, 1_040_337)])
def test_an_election_comes_out_as_it_did(name: str, projects: int, cost: int) -> None:
    text = (BALLOTS / f"{name}.pb").read_text()
    field = pabulib.read(text)
    began = time.process_time()
    count = equal_shares(field)
    bought = {one.project for one in count.bought}
    figures = {"ballots": len(field.ballots), "projects": len(bought), "cost": field.cost_of(bought)}
    figures |= {"processor time (s)": round(time.process_time() - began, 1), "load": load()}
    table(name, figures)
    chosen = {line.split(";")[0] for line in text.split("VOTES")[0].splitlines() if line.endswith(";1")}
    assert bought == chosen
    assert (len(bought), field.cost_of(bought)) == (projects, cost)
