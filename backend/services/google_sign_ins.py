"""Signing in with Google: the app asks, the person answers in the browser, the app gets the session.

Nothing listens on the person's computer: the app holds one secret, the browser another, and this
server joins them. So that nobody finishes a sign-in which somebody else began, the page in the
browser shows the code that the app shows, and waits for the person's click.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import execute, fetch_one
from backend.errors import GoogleSignInFailed, IdentityRefused, IdentityUnavailable, NotFound
from backend.services.accounts import check_terms
from backend.services.google_owners import find_owner, read_identity
from backend.services.ports import Identity, IdentityProvider, MailQueue
from backend.services.sessions import SessionService, hash_token, start_session
from backend.services.welcome import WelcomeGift
from shared.accounts import GoogleSignIn, GoogleSignInPending, SignedIn
from shared.limits import GOOGLE_SIGN_IN_LIFETIME_S

logger = logging.getLogger(__name__)

GOOGLE_CALLBACK_PATH: Final = "/auth/google/callback"
"""Where Google sends the browser back to, below the public address."""
_TOKEN_BYTES: Final = 32
_MATCH_CODE_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None of them looks like another."""
_MATCH_CODE_LENGTH: Final = 4

_ENDED: Final = "This sign-in has ended. Please start again in the app."
_REFUSED: Final = "Google did not let you in. Please start again in the app."
_UNAVAILABLE: Final = "Google does not answer at the moment. Please try again in a while."
_CANCELLED: Final = "You did not sign in with Google. Start again in the app if you want to."


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who is back from Google: what the page shows, and what its button sends."""

    confirm_token: str
    match_code: str
    device: str
    email: str


@dataclass(frozen=True, slots=True)
class _Begun:
    id: UUID
    nonce: str
    code_verifier: str
    match_code: str
    device: str


@dataclass(frozen=True, slots=True)
class _Confirmed:
    id: UUID
    subject: str
    email: str
    name: str
    terms_version: str


@dataclass(frozen=True, slots=True)
class _State:
    id: UUID
    user_id: UUID | None
    device: str
    failure: str | None
    expires_at: datetime
    has_ended: bool


@dataclass(frozen=True, slots=True)
class _ExpiresAt:
    expires_at: datetime


class GoogleSignInService:
    """Each step of a sign-in works once, and all of them for ten minutes.

    Args:
        engine: Connections to PostgreSQL.
        provider: None where people cannot sign in with Google.
        sessions: Tells who is signed in.
        mails: Tells the owner of an account that Google opens it too.
        welcome: For those who are new; Google has proven their address.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        provider: IdentityProvider | None,
        sessions: SessionService,
        mails: MailQueue,
        welcome: WelcomeGift,
    ) -> None:
        self._engine = engine
        self._offered = provider
        self._sessions = sessions
        self._mails = mails
        self._welcome = welcome

    async def start(self, *, terms_version: str, device: str) -> GoogleSignIn:
        """Begin: the app opens the address in the browser, and keeps its token to itself.

        Raises:
            NotFound: Nobody signs in with Google here.
            TermsOutdated: Those are not today's terms.
            GoogleSignInFailed: Google does not answer.
        """
        check_terms(terms_version)
        login_token, state, nonce = (secrets.token_urlsafe(_TOKEN_BYTES) for _ in range(3))
        code_verifier = secrets.token_urlsafe(48)
        match_code = "".join(secrets.choice(_MATCH_CODE_SIGNS) for _ in range(_MATCH_CODE_LENGTH))
        try:
            url = await self._provider().authorization_url(
                state=state, nonce=nonce, code_verifier=code_verifier
            )
        except IdentityUnavailable as error:
            logger.warning("Google sign-in: %s", error)
            raise GoogleSignInFailed(_UNAVAILABLE) from error
        async with autocommit(self._engine) as connection:
            begun = await fetch_one(
                connection,
                _ExpiresAt,
                """
                insert into google_sign_ins (
                    login_token_sha256, state_sha256, nonce, code_verifier, match_code, device,
                    terms_version, expires_at
                ) values (
                    %(login_token)s, %(state)s, %(nonce)s, %(code_verifier)s, %(match_code)s,
                    %(device)s, %(terms_version)s, now() + %(lifetime)s
                ) returning expires_at
                """,
                {
                    "login_token": hash_token(login_token),
                    "state": hash_token(state),
                    "nonce": nonce,
                    "code_verifier": code_verifier,
                    "match_code": match_code,
                    "device": device,
                    "terms_version": terms_version,
                    "lifetime": timedelta(seconds=GOOGLE_SIGN_IN_LIFETIME_S),
                },
            )
        assert begun is not None  # noqa: S101 - an insert returns its row
        return GoogleSignIn(
            login_token=login_token, url=url, match_code=match_code, expires_at=begun.expires_at
        )

    async def come_back(self, *, state: str, code: str) -> Arrival:
        """Take what the browser brings from Google; no account is opened before `confirm`.

        Args:
            state: Which sign-in it is.
            code: Empty when the person did not sign in.

        Raises:
            NotFound: Nobody signs in with Google here.
            GoogleSignInFailed: The state never was one, was used or has ended; or Google does not
                vouch for this person and their address. The app is told too.
        """
        provider = self._provider()
        async with autocommit(self._engine) as connection:
            begun = await fetch_one(
                connection,
                _Begun,
                """
                update google_sign_ins set returned_at = now()
                where state_sha256 = %(state)s and returned_at is null and expires_at > now()
                returning id, nonce, code_verifier, match_code, device
                """,
                {"state": hash_token(state)},
            )
        if begun is None:
            raise GoogleSignInFailed(_ENDED)
        try:
            identity = await _identify(provider, begun, code)
        except GoogleSignInFailed as error:
            await self._fail(begun.id, error.message)
            raise
        confirm_token = secrets.token_urlsafe(_TOKEN_BYTES)
        async with autocommit(self._engine) as connection:
            await execute(
                connection,
                """
                update google_sign_ins set confirm_token_sha256 = %(confirm_token)s,
                    subject = %(subject)s, email = %(email)s, name = %(name)s
                where id = %(id)s
                """,
                {
                    "id": begun.id,
                    "confirm_token": hash_token(confirm_token),
                    "subject": identity.subject,
                    "email": identity.email,
                    "name": identity.name,
                },
            )
        return Arrival(confirm_token, begun.match_code, begun.device, identity.email)

    async def confirm(self, confirm_token: str) -> None:
        """The person's click: find their account or open one, and let the app have its session.

        Raises:
            GoogleSignInFailed: The click came too late or twice, or the address belongs to an
                account that is not known to be theirs. The app is told too.
        """
        async with transaction(self._engine) as connection:
            confirmed = await fetch_one(
                connection,
                _Confirmed,
                """
                update google_sign_ins set confirm_token_sha256 = null
                where confirm_token_sha256 = %(confirm_token)s and expires_at > now()
                returning id, subject, email, name, terms_version
                """,
                {"confirm_token": hash_token(confirm_token)},
            )
            if confirmed is None:
                raise GoogleSignInFailed(_ENDED)
            owner = await find_owner(
                connection,
                subject=confirmed.subject,
                email=confirmed.email,
                name=confirmed.name,
                terms_version=confirmed.terms_version,
                mails=self._mails,
                welcome=self._welcome,
            )
            await execute(
                connection,
                """
                update google_sign_ins set user_id = %(user_id)s, failure = %(failure)s
                where id = %(id)s
                """,
                {
                    "id": confirmed.id,
                    "user_id": owner.user_id,
                    "failure": owner.failure and owner.failure.message,
                },
            )
        if owner.failure is not None:
            raise owner.failure

    async def finish(self, login_token: str) -> SignedIn | GoogleSignInPending:
        """The app's session, once, as soon as the person has confirmed in the browser.

        Raises:
            GoogleSignInFailed: It came to nothing, or has ended.
        """
        async with transaction(self._engine) as connection:
            state = await fetch_one(
                connection,
                _State,
                """
                select sign_in.id, user_id, device, failure, expires_at,
                    finished_at is not null or expires_at <= now()
                        or users.deleted_at is not null as has_ended
                from google_sign_ins sign_in left join users on users.id = user_id
                where login_token_sha256 = %(login_token)s
                for update of sign_in
                """,
                {"login_token": hash_token(login_token)},
            )
            if state is None or state.has_ended:
                raise GoogleSignInFailed(_ENDED)
            if state.failure is not None:
                raise GoogleSignInFailed(state.failure)
            if state.user_id is None:
                return GoogleSignInPending(expires_at=state.expires_at)
            await execute(
                connection,
                "update google_sign_ins set finished_at = now() where id = %(id)s",
                {"id": state.id},
            )
            token = await start_session(connection, state.user_id, state.device)
        caller = await self._sessions.authenticate(token)
        return SignedIn(token=token, session=caller.to_session())

    def _provider(self) -> IdentityProvider:
        if self._offered is None:
            raise NotFound("Nobody signs in with Google on this server.")
        return self._offered

    async def _fail(self, sign_in_id: UUID, message: str) -> None:
        async with autocommit(self._engine) as connection:
            await execute(
                connection,
                "update google_sign_ins set failure = %(failure)s where id = %(id)s",
                {"id": sign_in_id, "failure": message},
            )


async def _identify(provider: IdentityProvider, begun: _Begun, code: str) -> Identity:
    if not code:
        raise GoogleSignInFailed(_CANCELLED)
    try:
        said = await provider.identify(
            code=code, nonce=begun.nonce, code_verifier=begun.code_verifier
        )
    except (IdentityRefused, IdentityUnavailable) as error:
        logger.warning("Google sign-in: %s", error)
        is_refused = isinstance(error, IdentityRefused)
        raise GoogleSignInFailed(_REFUSED if is_refused else _UNAVAILABLE) from error
    return read_identity(said)
