"""One open case for each subject, and no decision about a case that has changed since."""

import pytest

from community.members.models import Member
from community.safety.models import Case
from community.safety.operations import Finding, Stale, close_case, open_case, reopen_case


def a_case(source: str = "post:1", **more) -> Case:
    """Create a case about a post."""
    return open_case(source, context="thread:1", kind="report", text="As it was.", author=None, **more)


@pytest.mark.django_db
def test_a_second_reason_joins_the_open_case_and_its_text_stays() -> None:
    first = a_case()
    second = open_case(
        "post:1", context="thread:1", kind="held", text="Edited.", author=None, findings=[Finding("soda", "medical")]
    )

    assert second == first
    assert (second.text, second.urgency, second.version) == ("As it was.", 1, 2)


def test_a_closed_case_does_not_come_back_but_a_new_one_opens(ruth: Member) -> None:
    first = close_case(a_case(), by=ruth, state=Case.State.RESOLVED)

    assert a_case() != first
    assert Case.objects.open().count() == 1


def test_who_read_an_older_version_cannot_close_it(ruth: Member, ada: Member) -> None:
    read = a_case()
    a_case()  # another report arrives meanwhile

    with pytest.raises(Stale):
        close_case(read, by=ruth, state=Case.State.REJECTED)

    assert Case.objects.get().is_open


def test_a_case_is_closed_once(ruth: Member, ada: Member) -> None:
    ruths, adas = a_case(), Case.objects.get()
    close_case(ruths, by=ruth, state=Case.State.RESOLVED)

    with pytest.raises(Stale):
        close_case(adas, by=ada, state=Case.State.REJECTED)

    assert Case.objects.get().closed_by == ruth


def test_an_old_case_stays_closed_while_a_new_one_is_open(ruth: Member) -> None:
    old = close_case(a_case(), by=ruth, state=Case.State.RESOLVED)
    a_case()

    with pytest.raises(Stale):
        reopen_case(old)


def test_nobody_sees_the_case_about_themselves(ruth: Member, ada: Member, maria: Member) -> None:
    open_case("post:1", context="thread:1", kind="report", text="As it was.", author=ruth)

    assert Case.objects.visible_to(ada).exists()
    assert not Case.objects.visible_to(ruth).exists()
    assert not Case.objects.visible_to(maria).exists()
