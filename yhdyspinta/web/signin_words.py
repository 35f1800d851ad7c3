"""Our own words for signing in: fields, errors, what was done, and mails.

allauth's catalogues do not cover every word in Finnish and Swedish, nor in the product's own
terms; a page of ours shows none of its words (tests/web/test_signin_words.py).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# By the name of the field, whatever the form.
LABELS: Mapping[str, Promise] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code"),
    "name": _("Name of the passkey"),
    "passwordless": _("Sign in with this key alone, without a password"),
}
PASSWORD_RULES = _(
    "At least 12 characters, not only numbers, not a common word, and not like your name or"
    " e-mail address. Several words in a row are easy to remember."
)
HELPS: Mapping[str, Promise] = {
    "password1": PASSWORD_RULES,
    "passwordless": _("The device then asks for a fingerprint, a face or a PIN."),
}
ERRORS: Mapping[str, Promise] = {
    "account_inactive": _("This account is not in use."),
    "duplicate_email": _("This is already your address."),
    "email_password_mismatch": _("The e-mail address or the password is wrong."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _("The code is wrong or no longer valid."),
    "incorrect_password": _("The password is wrong."),
    "invalid_login": _("The e-mail address or the password is wrong."),
    "invalid_password_reset": _("This link has been used or is too old."),
    "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
    "same_as_current": _("The new value is the same as the present one."),
    "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
}
MFA_ERRORS: Mapping[str, Promise] = {
    "incorrect_code": _("The code is wrong or no longer valid."),
    "cannot_generate_recovery_codes": _(
        "Recovery codes are for those who use an authenticator app or a passkey."
    ),
    "unverified_email": _("First confirm your e-mail address by the link that was sent to it."),
    "add_email_blocked": _(
        "Take the second step of signing in out of use before you change your e-mail address."
    ),
}
_DONE: Mapping[str, Promise] = {
    "email_confirmation_sent": _("A link to confirm the address has been sent to it."),
    "email_confirmed": _("The e-mail address has been confirmed."),
    "email_confirmation_failed": _("The address could not be confirmed: another person has it."),
    "email_deleted": _("The change of the e-mail address was given up."),
    "password_changed": _("The password has been changed."),
    "password_set": _("The password has been set."),
    "unverified_primary_email": _("The e-mail address has not been confirmed."),
    "totp_activated": _("The authenticator app is in use."),
    "totp_deactivated": _("The authenticator app is no longer in use."),
    "recovery_codes_generated": _("New recovery codes have been made."),
    "webauthn_added": _("The passkey has been added."),
    "webauthn_removed": _("The passkey has been removed."),
    "account_connected": _("The organisation's sign-in has been connected."),
    "account_connected_other": _("Somebody else uses this organisation's sign-in already."),
    "account_disconnected": _("The organisation's sign-in has been disconnected."),
    "sessions_logged_out": _("All other sessions have been ended."),
}
_SUBJECTS: Mapping[str, Promise] = {
    "email_confirmation": _("confirm your e-mail address"),
    "password_reset_key": _("a new password"),
}
# What is told by mail when an account's protection changed.
_CHANGES: Mapping[str, Promise] = {
    "email_changed": _("Your e-mail address was changed."),
    "email_confirm": _("Your e-mail address was confirmed."),
    "email_deleted": _("An e-mail address of yours was removed."),
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was replaced by a new one."),
    "password_set": _("A password was set to your account."),
    "recovery_codes_generated": _("New recovery codes were made for your account."),
    "totp_activated": _("An authenticator app was taken into use for your account."),
    "totp_deactivated": _("The authenticator app was taken out of use for your account."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was removed from your account."),
    "account_connected": _("An organisation's sign-in was connected to your account."),
    "account_disconnected": _("An organisation's sign-in was disconnected from your account."),
}


def done(template: str) -> str:
    """Say what was done, by the name of allauth's message; empty where nothing need be said."""
    name = template.rpartition("/")[2].removesuffix(".txt")
    return str(_DONE.get(name, ""))


def mail(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return the subject and the text of a mail, by the name of allauth's template."""
    kind = kind.replace("_signup", "")
    if kind == "email_confirmation":
        lines = [
            gettext("Confirm that this is your address in Yhdyspinta:"),
            str(context["activate_url"]),
            gettext("If you did not ask for this, do nothing."),
        ]
        return str(_SUBJECTS[kind]), _text(lines)
    if kind == "password_reset_key":
        lines = [
            gettext("Choose a new password in Yhdyspinta by this link:"),
            str(context["password_reset_url"]),
            gettext("If you did not ask for this, do nothing: your password stays as it is."),
        ]
        return str(_SUBJECTS[kind]), _text(lines)
    change = str(_CHANGES.get(kind, _("Your account was changed.")))
    lines = [
        change,
        gettext(
            "If it was not you, change your password and tell your organisation's administrator."
        ),
    ]
    return change.rstrip(".").lower(), _text(lines)


def _text(lines: list[str]) -> str:
    return "\n\n".join([*lines, "Yhdyspinta"]) + "\n"
