"""A sentence for every way in which a calendar at an address, or a file of one, is not read; see `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

FEEDS: Mapping[str, str] = {
    "feed.address": N_("This is no address of a calendar. Copy it whole from your calendar program, without password."),
    "feed.scheme": N_("The address must begin with https:// so that nobody reads along on the way."),
    "feed.private": N_(
        "This address lies inside a network that is not public, so it is not read. Ask whoever runs this installation."
    ),
    "feed.unreachable": N_("Nobody answered at this address. Check that it still works in your browser."),
    "feed.slow": N_("The answer took too long. It is tried again by itself."),
    "feed.certificate": N_("The certificate of this address is not valid, so what it says is not believed."),
    "feed.redirects": N_("The address leads from one to the next and never to a calendar. Copy it anew."),
    "feed.status": N_("The address answered with an error. If sharing the calendar has ended, share it again."),
    "feed.none": N_(
        "What lies at this address is no calendar, perhaps a page to sign in. Copy the address that ends in .ics."
    ),
    "feed.large": N_("The calendar has more than two megabytes. Share only absences, or fewer years."),
    "feed.full": N_("The calendar has too many entries. Share only absences, or fewer years."),
}
