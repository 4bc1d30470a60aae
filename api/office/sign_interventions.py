"""What the office may do with a co-signature under way; all of it by one happening, each with a form of its own."""

from api.forms import Form
from api.office.intervention import Intervention
from api.office.readers import Content, Reader, every, yes_or_no
from domain.case import Case
from domain.definition import ProcessDefinition
from domain.happenings import SignOffChanged
from domain.signing.chain import running
from kit.i18n import N_


def _change(change: str, *needed: str) -> Reader:
    """The change, the step it is about, and the fields it needs."""

    def read(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
        given: Content = {"change": change, **{name: form.one(name) for name in ("reason", "above_limit")}}
        given["step"] = item or form.one("step_before")[:80]
        for name in needed:
            given[name] = form.one(name)
        return every(lambda: _blocking(form, change), given, (*needed, "reason"))

    return read


def _blocking(form: Form, change: str) -> Content:
    return {"blocking": yes_or_no(form, "blocking")} if change in ("insert", "replace") else {}


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
