"""Turn push messages to a member's devices on and off."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.members.models import Member
from community.notifications.models import PushSubscription

MOST_DEVICES = 10  # the one that was used longest ago makes room


def turn_on_push(
    member: Member, *, endpoint: str, p256dh: str, auth: str, browser: str, device: str, session: str
) -> PushSubscription:
    """Store a browser's subscription; one that another account had there becomes this member's."""
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # one device at a time: the limit holds
        PushSubscription.objects.filter(device=device).exclude(endpoint=endpoint).delete()
        subscription, _is_new = PushSubscription.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "member": member,
                "p256dh": p256dh,
                "auth": auth,
                "browser": browser[:200],
                "device": device,
                "session": session,
                "created_at": timezone.now(),
                "last_used_at": None,
                "last_delivery": None,
            },
        )
        others = PushSubscription.objects.filter(member=member).exclude(pk=subscription.pk)
        newest = others.order_by(F("last_used_at").desc(nulls_last=True), "-pk").values_list("pk", flat=True)
        PushSubscription.objects.filter(pk__in=list(newest[MOST_DEVICES - 1 :])).delete()
        return subscription


def renew_push(member: Member, *, device: str, endpoint: str, p256dh: str, auth: str) -> bool:
    """Store what a browser has in place of the subscription of this device; return whether the device had one.

    A device that was turned off elsewhere stays off. The push service makes an endpoint for one browser: another row
    that has it is of an earlier member of this one."""
    with transaction.atomic():
        devices = PushSubscription.objects.select_for_update(no_key=True).filter(member=member, device=device)
        current = devices.order_by("-pk").first() if device else None
        if current is None:
            return False
        PushSubscription.objects.filter(endpoint=endpoint).exclude(pk=current.pk).delete()
        current.endpoint, current.p256dh, current.auth = endpoint, p256dh, auth
        current.save(update_fields=["endpoint", "p256dh", "auth"])
        return True


def turn_off_push(member: Member, pk: int) -> bool:
    """Delete one of the member's subscriptions; return whether there was such a one."""
    deleted, _rows = PushSubscription.objects.filter(member=member, pk=pk).delete()
    return bool(deleted)


def turn_off_push_of_device(member: Member, device: str) -> None:
    """Delete the subscription of the browser on which the member signs out."""
    PushSubscription.objects.filter(member=member, device=device).delete()


def turn_off_push_of_session(session: str) -> None:
    """Delete the subscription of a sign-in that has ended."""
    PushSubscription.objects.filter(session=session).delete()


def move_push_to_session(member: Member, device: str, session: str) -> None:
    """Tie the browser's subscription to the session that it has now, and end that of whoever used it before."""
    PushSubscription.objects.filter(device=device).exclude(member=member).delete()
    PushSubscription.objects.filter(member=member, device=device).update(session=session)
