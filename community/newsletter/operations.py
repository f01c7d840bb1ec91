"""The verbs that write subscriptions."""

from django.db import IntegrityError, transaction

from community.newsletter.models import State, Subscriber

__all__ = ["subscribe"]


def subscribe(email: str, page: str) -> Subscriber:
    """Store an address as unconfirmed, with the path of the page that it was typed on.

    A known address stays as it is, so nobody can find out who reads the newsletter. One that had unsubscribed
    starts over. Raises DatabaseError when the address cannot be stored."""
    known = Subscriber.objects.with_address(email).first()
    if known is None:
        try:
            with transaction.atomic():
                return Subscriber.objects.create(email=email, page=page)
        except IntegrityError:  # somebody sent the same address at the same moment
            known = Subscriber.objects.with_address(email).get()
    if known.state == State.UNSUBSCRIBED:
        known.ask_again(page)
    return known
