"""Chooses how mails go out, by the settings."""

from backend.adapters.console_mailer import ConsoleMailer
from backend.adapters.eml_mailer import EmlMailer
from backend.adapters.smtp_mailer import SmtpMailer
from backend.services.ports import Mailer
from backend.settings import Settings


def create_mailer(settings: Settings) -> Mailer:
    """A mail server when there is one, else a folder, else the log. A local cloud sends nothing."""
    if settings.smtp_host is not None and not settings.local_cloud:
        password = settings.smtp_password
        return SmtpMailer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            user=settings.smtp_user,
            password=None if password is None else password.get_secret_value(),
            sender=settings.email_from,
            security=settings.smtp_security,
        )
    if settings.mail_folder is not None:
        return EmlMailer(settings.mail_folder, sender=settings.email_from)
    return ConsoleMailer()
