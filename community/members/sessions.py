"""Session store and authentication backend with compiled queries, since every member's request runs both."""

from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone

from community.core.caching.compiled_query import CompiledQuery
from community.members.models import Member

COLUMNS = [field.attname for field in Member._meta.concrete_fields]


def _session(key: str, now: datetime) -> QuerySet[Any, Any]:
    return Session.objects.filter(pk=key, expire_date__gt=now).values_list("pk", "session_data", "expire_date")


def find_by_login(login: str) -> Member | None:
    """Find who signs in with this name or email address: as many queries when there is nobody.

    Names are compared in lower case: by upper case PostgreSQL would take a dotless i for an i, and its tries would not
    count for the name."""
    if "@" in login:
        return find_by_email(login)
    return Member.objects.alias(lowered=Lower("username")).filter(lowered=login.lower()).first()


def find_by_email(email: str) -> Member | None:
    """Find the member with this address, whoever has confirmed it first: two queries, also when there is nobody."""
    owners = EmailAddress.objects.filter(email=email.lower()).order_by("-verified", "pk")
    owner = owners.values_list("user_id", flat=True).first()
    members = Member.objects.filter(email=email.lower()) if owner is None else Member.objects.filter(pk=owner)
    return members.first()


SESSION = CompiledQuery(_session)
MEMBER = CompiledQuery(lambda member: Member.objects.filter(pk=member).values_list(*COLUMNS))


class SessionStore(db.SessionStore):
    """Django's database sessions, loaded with a compiled query."""

    def _get_session_from_db(self) -> Session | None:
        row = SESSION.first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if row is None:
            self._session_key = None
            return None
        return Session.from_db(DEFAULT_DB_ALIAS, ["session_key", "session_data", "expire_date"], row)


class MemberBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's backend, loading the member with a compiled query.

    Signing in takes as many queries and hashes whoever there is: allauth's own takes more for some."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Member | None:
        login = credentials.get("email") or credentials.get("username") or ""
        member: Member | None = self._check_password(find_by_login(login), credentials.get("password", ""))
        return member

    def get_user(self, user_id: int) -> Member | None:
        """Return the member, or None if deleted or no longer allowed to sign in."""
        row = MEMBER.first(member=int(user_id))
        member = Member.from_db(DEFAULT_DB_ALIAS, COLUMNS, row) if row else None
        return member if member and self.user_can_authenticate(member) else None
