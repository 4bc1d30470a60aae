"""Where the links in mails of rounds lead, below the address of the installation."""

RATE = "/r"  # and the token of a rater
OFFICE = "/office/rounds"  # and the id of a round
