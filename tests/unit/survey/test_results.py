"""Results of a wave: the distribution first, honest intervals, and nobody who stands out."""

from dataclasses import replace

import pytest

from domain.survey.comparing import differences, others
from domain.survey.counting import number_classes
from domain.survey.figures import EVERYBODY, UNIT, Figure, Part, Results, Withheld
from domain.survey.intervals import Arrow, Drawn, Frame
from domain.survey.modes import Mode
from domain.survey.questions import Number
from domain.survey.results import Gathered, Shown, figures_for, texts_of
from tests.unit.survey.results import HEARD, JOIN, SIDE, TOWN, Said, form, gathered, many, option, question


def of(results: Results, key: str, part: Part = EVERYBODY) -> Figure:
    found = results.part(part)
    assert found is not None
    told = found.figure(key)
    assert told is not None
    return told


def shown(given: Gathered) -> Shown:
    return Shown(figures_for(given), frozenset(answer.id for answer in given.answers))


# Kinds of questions


def test_a_share_is_told_with_wilsons_interval() -> None:
    answers = [*many(81, side="inside"), *many(182, first=81, side="outside")]
    bar = of(figures_for(gathered(answers)), "side").bar("inside")
    assert bar is not None
    assert (bar.share.count, bar.share.answered) == (81, 263)
    assert bar.share.interval is not None
    assert (round(bar.share.interval.low, 4), round(bar.share.interval.high, 4)) == (0.2553, 0.3662)


def test_a_scale_shows_every_step_before_its_mean() -> None:
    answers = [Said(f"a{n}", values={"heard": step}) for n, step in enumerate([1, 4, 4, 5, 5, 5])]
    told = of(figures_for(gathered(answers)), "heard")
    assert [bar.share.count for bar in told.bars] == [1, 0, 0, 2, 3]
    assert told.mean is not None
    assert told.mean.value == 4.0


def test_five_of_five_is_not_plus_minus_nought() -> None:
    told = of(figures_for(gathered(many(5, heard=5))), "heard")
    assert told.mean is not None
    assert told.mean.interval is None
    assert told.bars[-1].share.interval is not None
    assert round(told.bars[-1].share.interval.low, 3) == 0.566


def test_recommending_is_told_as_a_score_with_its_interval() -> None:
    told = of(figures_for(gathered(many(8, join=10))), "join")
    assert told.score is not None
    assert told.score.value == 100.0
    assert told.score.interval is not None
    assert round(told.score.interval.low, 1) == 38.5


def test_half_a_third_and_a_sixth_give_33() -> None:
    answers = [*many(162, join=9), *many(108, first=162, join=8), *many(54, first=270, join=0)]
    told = of(figures_for(gathered(answers)), "join")
    assert told.score is not None
    assert round(told.score.value, 1) == 33.3


def test_a_ranking_tells_first_places_and_mean_places_of_enough_people() -> None:
    ranking = question("order", "ranking", options=[option("bus"), option("bike"), option("car")])
    answers = [*many(6, order=("bus", "bike")), *[replace(a, id=f"b{a.id}") for a in many(4, order=("car", "bus"))]]
    told = of(figures_for(gathered(answers, ranking)), "order")
    bus, bike, car = told.bars
    assert [bus.share.count, bike.share.count, car.share.count] == [6, 0, 4]
    assert bus.place == pytest.approx(1.4)
    assert bike.place == 2.0
    assert car.place is None  # four people


def test_several_choices_may_add_up_to_more_than_all() -> None:
    several = question("why", "multiple", options=[option("slow"), option("late")])
    answers = [Said(f"a{n}", values={"why": ("slow", "late") if n < 5 else ("late",)}) for n in range(8)]
    told = of(figures_for(gathered(answers, several)), "why")
    assert [(bar.share.count, bar.share.answered) for bar in told.bars] == [(5, 8), (8, 8)]


def test_numbers_are_told_in_classes_and_quarters_never_one_by_one() -> None:
    age = question("age", "number", minimum=0, maximum=100)
    answers = [Said(f"a{n}", values={"age": value}) for n, value in enumerate([18, 20, 30, 40, 50, 97])]
    told = of(figures_for(gathered(answers, age)), "age")
    assert [bar.share.count for bar in told.bars] == [0, 3, 1, 1, 0, 1]
    assert told.spread is not None
    assert (told.spread.low, told.spread.median, told.spread.high) == (22.5, 35.0, 47.5)


@pytest.mark.parametrize(
    ("low", "high", "edges"),
    [(1, 4, (1, 2, 3, 4, 5)), (0, 100, (0, 16, 33, 50, 67, 84, 101)), (3, 3, (3, 4))],
)
def test_classes_of_whole_numbers_have_whole_edges(low: int, high: int, edges: tuple[int, ...]) -> None:
    asked = Number.model_validate(question("n", "number", minimum=low, maximum=high))
    assert number_classes(asked) == edges


def test_dates_are_told_by_month() -> None:
    day = question("since", "date")
    answers = [Said(f"a{n}", values={"since": f"2026-0{1 + n % 2}-1{n}"}) for n in range(6)]
    told = of(figures_for(gathered(answers, day)), "since")
    assert [(bar.key, bar.share.count) for bar in told.bars] == [("2026-01", 3), ("2026-02", 3)]


def test_a_box_is_counted_of_all_who_handed_in() -> None:
    answers = [*many(6, ok=True), *many(4, first=6)]
    told = of(figures_for(gathered(answers, question("ok", "consent"))), "ok")
    assert (told.bars[0].share.count, told.bars[0].share.answered) == (6, 10)


def test_a_closed_group_narrows_intervals_of_questions_put_to_all() -> None:
    frame = Frame(Drawn.CENSUS, 40)
    told = figures_for(gathered(many(38, heard=4, side="inside"), frame=frame))
    wide = figures_for(gathered(many(38, heard=4, side="inside")))
    assert told.corrected
    assert not wide.corrected
    narrow_bar, wide_bar = of(told, "side").bars[0], of(wide, "side").bars[0]
    assert narrow_bar.share.interval is not None
    assert wide_bar.share.interval is not None
    assert narrow_bar.share.interval.width < wide_bar.share.interval.width


# What stays hidden


def test_fewer_than_the_threshold_are_not_even_counted() -> None:
    told = figures_for(gathered(many(4, heard=5)))
    assert (told.answered, told.withheld, told.parts) == (None, Withheld.TOO_FEW, ())


def test_anonymous_answers_give_nothing_before_the_close() -> None:
    told = figures_for(gathered(many(30, heard=5), closed=False))
    assert (told.answered, told.withheld, told.parts) == (None, Withheld.RUNNING, ())


def test_a_question_that_few_answered_is_hidden() -> None:
    answers = [*many(20, heard=5), *many(3, first=20, heard=1, why="Es dauert")]
    everybody = figures_for(gathered(answers)).everybody
    assert everybody is not None
    assert everybody.figure("heard") is not None
    assert everybody.figure("why") is None


def test_a_small_unit_is_hidden_and_another_one_with_it() -> None:
    answers = [*many(9, "north", heard=4), *many(3, "south", heard=1)]
    told = figures_for(gathered(answers, units=TOWN))
    assert [one.part for one in told.parts] == [EVERYBODY, Part(UNIT, "town")]
    assert set(told.hidden) >= {Part(UNIT, "north"), Part(UNIT, "south")}


def test_a_unit_is_hidden_for_the_question_that_few_of_another_answered() -> None:
    """North and south may be shown; but two of the south alone would follow from a question both answered."""
    answers = [*many(9, "north", heard=4), *many(6, "south", side="inside"), *many(2, "south", first=6, heard=1)]
    told = figures_for(gathered(answers, units=TOWN))
    north = told.part(Part(UNIT, "north"))
    assert north is not None
    assert north.figure("heard") is None


def test_a_part_where_nobody_is_looks_like_one_with_few() -> None:
    told = figures_for(gathered(many(9, side="inside")))
    assert Part("side", "outside") in told.hidden


def test_texts_are_shown_from_ten_on_and_in_no_order_of_arrival() -> None:
    few = [Said(f"a{n}", values={"heard": 1, "why": f"Text {n}"}) for n in range(9)]
    assert texts_of(gathered(few), "why") is None
    answers = [Said(f"a{n}", values={"heard": 1, "why": f"Text {9 - n}"}) for n in range(10)]
    told = texts_of(gathered(answers), "why")
    assert told is not None
    assert [text for _, text in told][:2] == ["Text 0", "Text 1"]
    assert texts_of(gathered(answers), "heard") is None


def test_texts_wait_for_the_close_in_every_mode() -> None:
    answers = [Said(f"a{n}", values={"heard": 1, "why": f"Text {n}"}) for n in range(30)]
    assert texts_of(gathered(answers, mode=Mode.NAMED, closed=False), "why") is None


# Over time


def test_named_figures_change_only_when_enough_new_answers_came() -> None:
    first = gathered(many(6, heard=5), mode=Mode.NAMED, closed=False)
    before = (shown(first),)
    four_more = replace(first, answers=many(10, heard=5), before=before)
    assert figures_for(four_more).answered == 6
    five_more = replace(first, answers=many(11, heard=5), before=before)
    assert figures_for(five_more).answered == 11


def test_the_close_shows_no_few_latecomers() -> None:
    first = gathered(many(6, heard=5), mode=Mode.NAMED, closed=False)
    closed = replace(first, answers=many(8, heard=5), before=(shown(first),), closed=True)
    assert figures_for(closed).answered == 6


def test_an_answer_that_went_away_changes_nothing_that_was_shown() -> None:
    first = gathered(many(8, heard=5), mode=Mode.NAMED, closed=False)
    without_one = replace(first, answers=many(20, first=1, heard=5), before=(shown(first),))
    assert figures_for(without_one).answered == 8


def test_final_figures_stay() -> None:
    last = shown(gathered(many(8, heard=5)))
    assert figures_for(gathered(many(30, heard=5), before=(last,))).answered == 8


# Differences


def test_a_difference_is_stated_only_where_its_interval_excludes_nought() -> None:
    far = figures_for(gathered([*many(40, side="inside", heard=5), *many(40, first=40, side="outside", heard=1)]))
    (sure,) = differences(of(far, "heard", Part("side", "inside")), of(far, "heard", Part("side", "outside")))
    assert sure.arrow is Arrow.NONE  # all said the same: nothing is sure
    mixed = [
        Said(f"{side}{n}", values={"side": side, "heard": step})
        for side, steps in (("inside", [5, 5, 4, 5, 4, 5, 5, 4]), ("outside", [1, 2, 1, 2, 2, 1, 1, 1]))
        for n, step in enumerate(steps)
    ]
    told = figures_for(gathered(mixed, SIDE, HEARD, JOIN))
    (sure,) = differences(of(told, "heard", Part("side", "inside")), of(told, "heard", Part("side", "outside")))
    assert (sure.measure, sure.arrow) == ("mean", Arrow.UP)


def test_a_part_is_compared_with_everybody_else() -> None:
    answers = [*many(8, side="inside", heard=5), *many(7, first=8, side="outside", heard=2)]
    told = figures_for(gathered(answers))
    rest = others(of(told, "heard"), of(told, "heard", Part("side", "inside")))
    assert rest is not None
    assert [bar.share.count for bar in rest.bars] == [0, 7, 0, 0, 0]
    assert rest.mean is not None
    assert rest.mean.value == 2.0


def test_what_people_say_of_themselves_splits_figures_but_not_itself() -> None:
    answers = [*many(8, side="inside", heard=5), *many(7, first=8, side="outside", heard=2)]
    inside = figures_for(gathered(answers)).part(Part("side", "inside"))
    assert inside is not None
    assert [figure.question for figure in inside.figures] == ["heard"]
    assert form().question("side") is not None
