"""A sentence for every code about ids that only the API takes; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

OFFICE_API: Mapping[str, str] = {
    "advice.unknown": N_("Nobody asked you for this advice. Take the id from the list of advice."),
    "colleague.unknown": N_("Nobody of the house has this id. Take it from the list of people."),
    "sign.none": N_("This idea has not been through a co-signature."),
}
