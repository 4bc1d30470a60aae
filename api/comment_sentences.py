"""A sentence for every code about comments and files; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

COMMENTS: Mapping[str, str] = {
    "comment.unknown": N_("There is no such comment here, or it was blanked already. Reload the page."),
    "comment.not_waiting": N_(
        "This comment waits for nothing: it was let through or blanked already. Reload the page."
    ),
    "comment.audience": N_("Choose who is to read the comment."),
    "comment.task_unknown": N_("There is no such task in this idea. Choose one of those offered."),
    "file.too_large": N_(
        "The files are larger than {limit} MB in all, so none was taken. Make them smaller or send fewer; your text is"
        " still here."
    ),
    "file.too_many": N_("At most {limit} files go with one comment. Choose fewer; your text is still here."),
    "file.type": N_(
        "“{name}” is none of the kinds of files we take, or it can run something. Save it as PDF, as a picture, as a"
        " document without macros or as text in UTF-8, then choose it again."
    ),
    "file.empty": N_("“{name}” is empty. Choose the file again, or send the comment without it."),
    "file.broken": N_("The files did not arrive whole. Choose them again; your text is still here."),
    "file.no_room": N_(
        "The files could not be stored, as there is no room at the moment. Send the comment without them, or try again"
        " later; your text is still here."
    ),
    "file.unknown": N_("There is no such file here, or it was blanked."),
    "file.gone": N_("This file is listed, but it is not in its place. Please tell the office."),
}
# What a field needs, by its name.
COMMENTS_NEEDED: Mapping[str, str] = {
    "comment": N_("Write your comment."),
    "audience": N_("Choose who is to read the comment."),
}
