"""What the writer of a mail and its courier agree on: under which name its bytes and its address are sealed."""


def sealed_mail(mail_id: str) -> str:
    """Context of the sealed MIME bytes, so that they open in their own row only."""
    return f"mail:{mail_id}"


def sealed_recipient(mail_id: str) -> str:
    """Context of the sealed envelope address (ASCII)."""
    return f"recipient:{mail_id}"
