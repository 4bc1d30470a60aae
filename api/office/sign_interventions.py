"""What the office may do with a co-signature under way; all of it by one happening, each with a form of its own."""

from api.errors import FieldError, Invalid
from api.forms import Form
from api.office.intervention import Intervention
from api.office.readers import Content, Reader, every, yes_or_no
from domain.case import Case
from domain.definition import ProcessDefinition
from domain.happenings import SignOffChanged
from domain.signing.chain import running
from kit.i18n import N_

AT_THE_END = "end"
ENDS_LINKS = ("remove", "replace", "stop")  # of whoever has the step


def _change(change: str, *needed: str) -> Reader:
    """The change, the step it is about, and the fields it needs."""

    def read(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
        given: Content = {"change": change, **{name: form.one(name) for name in ("reason", "above_limit")}}
        place = form.one("step_before")
        given["step"] = item or ("" if place == AT_THE_END else place[:80])
        if change in ENDS_LINKS:
            given["tell"] = form.one("tell") == "yes"
        for name in needed:
            given[name] = form.one(name)
        return every(lambda: _choices(form, change), given, (*needed, "reason"))

    return read


def _choices(form: Form, change: str) -> Content:
    wrong = [FieldError("step_before", "input.choice")] if change == "insert" and not form.one("step_before") else []
    found: Content = {}
    if change in ("insert", "replace"):
        try:
            found["blocking"] = yes_or_no(form, "blocking")
        except Invalid as invalid:
            wrong += invalid.errors
    if wrong:
        raise Invalid(wrong)
    return found


def _under_way(case: Case, definition: ProcessDefinition) -> bool:
    return running(case) is not None


SIGN_OFF = (
    Intervention(
        "sign-insert",
        SignOffChanged,
        N_("Put a step into the co-signature"),
        N_("The step is in the co-signature."),
        _under_way,
        _change("insert", "title", "person"),
    ),
    Intervention(
        "sign-stop",
        SignOffChanged,
        N_("Stop the co-signature"),
        N_("The co-signature is stopped."),
        _under_way,
        _change("stop"),
    ),
    Intervention(
        "sign-replace",
        SignOffChanged,
        N_("Name somebody else to sign"),
        N_("Somebody else is to sign the step."),
        _under_way,
        _change("replace", "person"),
        item=True,
    ),
    Intervention(
        "sign-remove",
        SignOffChanged,
        N_("Take a step out of the co-signature"),
        N_("The step is out of the co-signature."),
        _under_way,
        _change("remove"),
        item=True,
    ),
    Intervention(
        "sign-again",
        SignOffChanged,
        N_("Have somebody sign once more"),
        N_("They are asked once more after whoever has it now."),
        _under_way,
        _change("again"),
        item=True,
    ),
)
