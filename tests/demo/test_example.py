"""The example community that `make demo` shows."""

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.template.loader import render_to_string

from community.demo import writing
from community.demo.accounts import ROLES, create_accounts
from community.demo.mailbox import mails
from community.education.models import Condition
from community.forum.models import Group, Post, Support, Thread
from community.members.models import Member
from community.safety.models import Case, Reason
from tests.acts import reply

CONTENT = Path(writing.__file__).parent / "content" / "community"
PAGE = "/learn/recurrent-breast-cancer/symptoms-causes/"


@pytest.fixture
def example(db, settings) -> None:
    """Load the whole example into a demo."""
    settings.DEMO = True
    call_command("load_example", stdout=StringIO())


def figures(page: str) -> list[tuple[str, str]]:
    """Return the reply counts and dates in the community box, in order."""
    box = page[page.index("Breast Cancer Discussions") :]
    box = box[: box.index("</section>")]
    return list(zip(re.findall(r"(\d+ Repl\w+)", box), re.findall(r"<time[^>]*>([^<]+)</time>", box), strict=True))


def test_a_guest_sees_three_discussions_beside_the_page_and_a_reply_moves_one_to_the_top(example, guest):
    response = guest.get(PAGE)

    assert not response.cookies
    assert figures(response.text) == [
        ("176 Replies", "Sat, Jul 19, 2025"),
        ("1972 Replies", "Wed, Jul 16, 2025"),
        ("212 Replies", "Thu, Jul 10, 2025"),
    ]

    with time_machine.travel("2026-11-23 18:00Z"):
        reply(Thread.objects.get(reply_count=212), Member.objects.get(username="member"))

        assert figures(guest.get(PAGE).text)[0] == ("213 Replies", "Mon, Nov 23, 2026")
    call_command("recount", check=True)


def test_loading_twice_adds_nothing(example):
    def counted() -> list[int]:
        return [model.objects.count() for model in (Member, Group, Thread, Post, Condition, Support, Case)]

    before = counted()
    call_command("load_example", stdout=StringIO())

    assert counted() == before
    assert before[:3] == [len(writing.members(CONTENT)) + len(ROLES), 3, len(writing.threads(CONTENT))]


def test_two_hundred_mixed_cases_wait_for_the_moderators(example):
    cases = Case.objects.open()

    assert cases.count() == 200
    kinds = Counter(cases.values_list("kind", flat=True))
    assert kinds["letter"] == 20
    assert kinds["held"] >= 20
    assert kinds["report"] >= 140
    assert all(cases.for_reason(reason).exists() for reason in Reason)
    assert cases.filter(urgency__gt=0).count() < 100
    assert len(set(cases.filter(kind="held").values_list("text", flat=True))) == kinds["held"]
    assert cases.annotate(reports_about=Count("reports")).filter(reports_about=3).exists()


def test_a_drawn_picture_and_reactions_are_shown_and_none_is_from_its_author(example, guest):
    post = Post.objects.exclude(images=[]).get()

    assert 'alt="A lake under snow' in guest.get(post.get_absolute_url(), follow=True).text
    assert guest.get(f"/images/{post.images[0]['name']}/small/").status_code == 200
    long = Thread.objects.get(reply_count=1972)

    assert not long.posts.filter(number=1, support_count=0).exists()
    assert 200 < long.posts.filter(support_count__gt=0).count() < 400
    assert not Support.objects.filter(member=F("post__author")).exists()
    assert "Hug " in guest.get(long.get_absolute_url()).text


def test_the_texts_are_the_same_on_every_machine():
    assert writing.threads(CONTENT) == writing.threads(CONTENT)


def test_no_composed_post_repeats_another_and_nobody_is_given_advice_that_could_harm():
    for thread in writing.threads(CONTENT):
        texts = [text.text for text in thread.replies]
        assert len(set(texts)) == len(texts), thread.title
        assert not [text for text in texts if re.search(r"\b\d+ ?m[gl]\b|\d{4,}[ -]?\d{3,}|@\w+\.", text)], thread.title


@pytest.mark.parametrize(
    "word",
    [
        "tamoxifen",
        "letrozole",
        "joint pain",
        "hot flash",
        "lymphoedema",
        "hair",
        "fatigue",
        "scan",
        "work",
        "child",
        "cost",
        "sex",
        "closeness",
        "hijos",
        "letrozol ",
        "linfedema",
    ],
)
def test_what_people_ask_is_the_title_of_a_discussion_with_answers_and_topics(word):
    found = [thread for thread in writing.threads(CONTENT) if word in thread.title.lower()]

    assert any(thread.topics and 2 <= len(thread.replies) <= 8 for thread in found)


def test_nobody_writes_before_joining():
    joined = {member.username: member.joined for member in writing.members(CONTENT)}
    for thread in writing.threads(CONTENT):
        for text in (thread, *thread.replies):
            at = text.started if text is thread else text.at
            assert joined[text.author] <= at, (thread.title, text.author)


def test_the_mail_of_the_demo_is_shown(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    line = "-" * 79
    (tmp_path / "1.log").write_text(
        f"Subject: Alongside: Please confirm\nTo: maria@example.org\nDate: Mon, 23 Nov 2026 10:00:00 -0000\n\n"
        f"Go to http://127.0.0.1:8000/accounts/confirm-email/abc/\n{line}\n"
    )

    shown = render_to_string("demo/demo.html", {"mails": mails()})

    assert 'href="http://127.0.0.1:8000/accounts/confirm-email/abc/"' in shown
    assert "Alongside: Please confirm" in shown


def test_a_mail_of_the_demo_is_shown_as_it_is_drawn_and_may_run_nothing(settings, tmp_path, db, guest):
    settings.ROOT_URLCONF = "tests.site_urls"
    settings.MAIL_FOLDER = tmp_path
    mail = EmailMultiAlternatives("Hello", "Words", to=["maria@example.org"])
    mail.attach_alternative('<p style="color: red">Words</p><script>alert(1)</script>', "text/html")
    (tmp_path / "1.log").write_bytes(mail.message().as_bytes() + b"\n" + b"-" * 79 + b"\n")
    (shown,) = mails()

    response = guest.get(f"/demo/mail/{shown.key}/")

    assert f"/demo/mail/{shown.key}/" in guest.get("/demo/").text
    assert '<p style="color: red">Words</p>' in response.text
    assert (
        response.headers["Content-Security-Policy"]
        == "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"
    )
    assert guest.get("/demo/mail/another/").status_code == 404


@pytest.mark.parametrize("command", ["load_example", "demo"])
def test_a_real_community_never_gets_accounts_with_a_known_password(db, command):
    with pytest.raises(CommandError):
        call_command(command, stdout=StringIO())
    with pytest.raises(CommandError):
        create_accounts()

    assert not Member.objects.exists()
