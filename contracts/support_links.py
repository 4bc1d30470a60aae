"""Where the links in mails to supporters of ideas lead, below the address of the installation."""

LINK = "/support"  # and the token
