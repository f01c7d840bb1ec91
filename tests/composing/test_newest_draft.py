"""Two saves of one window that are on their way at once: the newer text stays, whichever arrives first."""

import pytest

from community.composing.models import Draft

EARLIER, NEWER = "I", "I am here, and this is all of it."


def save(client, thread, body, **more):
    return client.post("/drafts/", {"draft_key": thread.key, "body": body, "version": 0} | more)


@pytest.mark.parametrize("earlier_first", [True, False])
@pytest.mark.parametrize("earlier", [EARLIER, f"{EARLIER}\r\n{EARLIER}"])
@pytest.mark.parametrize("known", [True, False])
def test_the_newer_text_stays(thread, ines, as_member, earlier_first, earlier, known):
    client = as_member(ines)
    version = save(client, thread, "Something before").json()["version"] if known else 0
    saves = [(earlier, ""), (NEWER, earlier)]

    for body, replaces in saves if earlier_first else reversed(saves):
        save(client, thread, body, replaces=replaces, version=version)

    assert Draft.objects.get(member=ines).body == NEWER


@pytest.mark.parametrize("replaces", ["", "I", "Another text"])
def test_another_windows_text_is_never_replaced(thread, ines, as_member, replaces):
    client = as_member(ines)
    save(client, thread, "From another window")

    assert save(client, thread, NEWER, replaces=replaces).status_code == 409
    assert Draft.objects.get(member=ines).body == "From another window"
