"""A page as a mail message: HTML, and plain text for whoever reads that."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from extractor.digest.html import to_html
from extractor.digest.page import Page
from extractor.digest.terminal import to_text

_POLICY = SMTP.clone(linesep="\n", cte_type="7bit")


def to_mail(page: Page) -> str:
    """The message, without sender and recipient: `sendmail ADDRESS < FILE` and mail libraries add theirs."""
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = f"{page.title}, {page.day}"
    message.set_content(to_text(page), subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(to_html(page), subtype="html", charset="utf-8", cte="quoted-printable")
    return message.as_string()
