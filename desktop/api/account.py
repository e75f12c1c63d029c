"""The account's routes: address, password, name, devices, export, deletion, Google."""

import contextlib
from collections.abc import Iterator

import httpx2

from desktop.api.routes import Routes, body_of, request_of
from shared.accounts import (
    AccountDeletion,
    ChangeEmailRequest,
    ChangePasswordRequest,
    DeleteAccountRequest,
    Devices,
    FinishGoogleSignInRequest,
    GoogleSignIn,
    MailOnItsWay,
    RequestPasswordResetRequest,
    ResetPasswordRequest,
    SignedIn,
    StartGoogleSignInRequest,
    UpdateProfileRequest,
    User,
)

_ACCEPTED_STATUS = 202
_EXPORT_SILENCE_S = 60.0


class AccountRoutes(Routes):
    """Every method raises what `HttpLine.request` raises; those with typed words `InvalidInput`."""

    def resend_verification(self) -> None:
        """Have another link sent to the own address. Code `rate_limited`: not so soon."""
        self.line.request("POST", "/api/auth/resend-verification")

    def request_password_reset(self, email: str) -> MailOnItsWay:
        """Have a link for a new password sent, if the address has an account."""
        request = request_of(RequestPasswordResetRequest, email=email)
        return self.ask(
            MailOnItsWay, "POST", "/api/auth/request-password-reset", body=body_of(request)
        )

    def reset_password(self, token: str, new_password: str) -> None:
        """Set a password with the code of a link. Code `link_refused`: used, old or replaced."""
        request = request_of(ResetPasswordRequest, token=token, new_password=new_password)
        body = body_of(request, token=token, newPassword=new_password)
        self.line.request("POST", "/api/auth/reset-password", body=body)

    def change_password(self, current_password: str, new_password: str) -> None:
        """Set a password with the old one; every other session ends."""
        request = request_of(
            ChangePasswordRequest, current_password=current_password, new_password=new_password
        )
        body = body_of(request, currentPassword=current_password, newPassword=new_password)
        self.line.request("POST", "/api/auth/change-password", body=body)

    def rename(self, name: str) -> User:
        """Change the own name."""
        request = request_of(UpdateProfileRequest, name=name)
        return self.ask(User, "PATCH", "/api/user/profile", body=body_of(request))

    def change_email(self, new_email: str, password: str) -> None:
        """Have a link sent to another address; the address changes when it is used."""
        request = request_of(ChangeEmailRequest, new_email=new_email, password=password)
        self.line.request("POST", "/api/user/email", body=body_of(request, password=password))

    def delete_account(self, password: str) -> AccountDeletion:
        """Begin the days of grace; every session ends."""
        request = request_of(DeleteAccountRequest, password=password)
        body = body_of(request, password=password)
        return self.ask(AccountDeletion, "DELETE", "/api/user/account", body=body)

    def keep_account(self) -> None:
        """Take the deletion back."""
        self.line.request("POST", "/api/user/account/keep")

    def devices(self) -> Devices:
        """Everywhere this person is signed in."""
        return self.ask(Devices, "GET", "/api/auth/sessions")

    def sign_out_device(self, session_id: str) -> None:
        """End one session."""
        self.line.request("DELETE", f"/api/auth/sessions/{session_id}")

    def sign_out_everywhere(self) -> None:
        """End every session, this one included."""
        self.line.request("DELETE", "/api/auth/sessions")

    @contextlib.contextmanager
    def export(self) -> Iterator[httpx2.Response]:
        """The zip of everything that is kept of this person, as it comes."""
        with self.line.stream_from_server(
            "/api/user/export", headers={}, silence_s=_EXPORT_SILENCE_S
        ) as response:
            yield response

    def start_google_sign_in(self, terms_version: str, device: str) -> GoogleSignIn:
        """Begin to sign in with Google; the person goes on in the browser."""
        request = request_of(StartGoogleSignInRequest, terms_version=terms_version, device=device)
        return self.ask(GoogleSignIn, "POST", "/api/auth/google/start", body=body_of(request))

    def finish_google_sign_in(self, login_token: str) -> SignedIn | None:
        """Whether the person is back; None while they are not."""
        request = request_of(FinishGoogleSignInRequest, login_token=login_token)
        response = self.line.request(
            "POST", "/api/auth/google/finish", body=body_of(request, loginToken=login_token)
        )
        if response.status_code == _ACCEPTED_STATUS:
            return None
        return self.read(SignedIn, response.content)
