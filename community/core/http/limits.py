"""Rate limits of addresses and members; core/access.py counts them, as it does for each form of a member."""

from django.http import HttpRequest

from community.core.access import MINUTE, TooOften, allow, count_post

__all__ = ["MINUTE", "TooOften", "allow", "client_address", "count_post"]


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address as the last trusted proxy reports it (ALLAUTH_TRUSTED_PROXY_COUNT)."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter().get_client_ip(request))
