"""The devices that a member is notified on."""

from dataclasses import dataclass

from django.http import HttpRequest

from community.notifications.models import PushSubscription
from community.notifications.push_device import device_of
from community.notifications.push_keys import public_key


@dataclass(frozen=True)
class PushDevices:
    """The member's devices, the newest first, which of them the page is open on, and the key for a new one."""

    devices: list[PushSubscription]
    here: PushSubscription | None
    public_key: str


def push_devices(request: HttpRequest) -> PushDevices:
    """Return the devices of the member whose page this is, in one query."""
    devices = list(PushSubscription.objects.filter(member=request.user.pk).order_by("-created_at", "-pk"))
    name = device_of(request)
    here = next((device for device in devices if name and device.device == name), None)
    return PushDevices(devices=devices, here=here, public_key=public_key())
