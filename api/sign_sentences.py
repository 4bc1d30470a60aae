"""A sentence for every code about co-signature; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

SIGNING: Mapping[str, str] = {
    "sign.no_chain": N_("This idea's process has no co-signature. Put the idea forward without one."),
    "sign.remark_required": N_("Say why: only a signature without a remark needs no words."),
    "sign.remark_missing": N_("Write your remark."),
    "sign.outside_without": N_("This counts only in a co-signature. Tick that as well, or leave this out."),
    "sign.not_earlier": N_("Choose somebody who has signed before you. To whoever comes later it goes by itself."),
    "sign.not_under_way": N_("No co-signature is under way any more. Reload the page to see where the idea is."),
    "sign.step_unknown": N_("There is no such step in this co-signature. Reload the page to see how it stands."),
    "sign.decided": N_("This step is decided and stays as it is. Ask the same person once more instead."),
    "sign.reached": N_("Somebody has this step already. Choose one that is still to come, or the end."),
    "sign.refused": N_(
        "Somebody has refused to sign, and that waits until nobody can object any more. Wait until then, or stop the"
        " co-signature."
    ),
    "sign.nobody_left": N_("Then nobody would sign. Name somebody else for the step, or stop the co-signature."),
    "sign.not_signed": N_("Only somebody who has signed can be asked once more. Reload the page to see who has."),
    "sign.asked_already": N_("This person is to be asked once more already. Reload the page to see when."),
    "sign.title_missing": N_("Say what the step is called, for example the office that signs."),
    "sign.person_missing": N_("Choose who is to sign."),
    "sign.gone": N_("This person no longer works here. Choose somebody else."),
    "sign.outside": N_("Only people of the administration sign. Choose somebody else."),
    "sign.submitter": N_("Nobody signs their own idea. Choose somebody else."),
    "sign.biased": N_("This person has said that they are biased about this idea. Choose somebody else."),
    "sign.twice": N_("This person has a step in this co-signature, and nobody signs twice. Choose somebody else."),
    "decision.not_signed": N_("The co-signature is not over yet. Wait until it is, or stop it first."),
}
