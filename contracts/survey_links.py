"""Where the links in mails of surveys lead, below the address of the installation."""

ANSWER = "/s"  # and the token of an invitation
RESULTS = "/surveys"  # and the id of a wave: what was asked, said and done
STOP = "/stop"  # and a signed word: no more of these mails
OFFICE = "/office/surveys/waves"  # and the id of a wave
STOPS = "surveys.stop"  # what the word is signed for


def sealed_person(pseudonym: str) -> str:
    """The context in which it is sealed whose confidential answer it is."""
    return f"pseudonym:{pseudonym}"
