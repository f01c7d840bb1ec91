"""Write subscriptions."""

from django.db import IntegrityError, transaction

from community.newsletter.models import State, Subscriber

__all__ = ["subscribe"]


def subscribe(email: str, page: str) -> Subscriber:
    """Store an address as unconfirmed, with the path of the page that the form was on.

    A known address is left unchanged, so that nobody can find out who subscribes; one that had unsubscribed starts
    again. Each takes one read and one write, since the time could tell as well. Raises DatabaseError when the address
    cannot be stored."""
    known = Subscriber.objects.with_address(email).first()
    if known is None:
        try:
            with transaction.atomic():
                return Subscriber.objects.create(email=email, page=page)
        except IntegrityError:  # the same address was stored concurrently
            known = Subscriber.objects.with_address(email).get()
    with transaction.atomic():
        if known.state == State.UNSUBSCRIBED:
            known.ask_again(page)
        else:
            known.save(update_fields=["email"])
    return known
