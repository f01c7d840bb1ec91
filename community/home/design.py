"""The design system on one page: every component in every state, with the includes and tags that the pages use.

The rows that it shows are created here and never saved.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from community.core.access import staff
from community.core.text.email_addresses import AddressField
from community.core.text.fields import LineField, LinesField
from community.education.models import Topic
from community.forum.forms.posting import ReplyForm
from community.forum.models import Audience, Group, Post, State, Thread
from community.forum.selectors.unread import ThreadRow
from community.members.display import Display
from community.members.models import HUES, Member, Role

SURFACES = ("paper", "surface", "surface-soft", "accent-soft", "warm", "live-soft", "alert-soft")
INKS = ("ink", "ink-soft", "accent", "live", "alert")
# Display choices of this page alone, by query string; the viewer's own choices for other pages are unchanged.
VARIANTS = (
    ("", _("Same as your device")),
    ("theme=light", _("Light")),
    ("theme=dark", _("Dark")),
    ("theme=light&contrast=more", _("Light, high contrast")),
    ("theme=dark&contrast=more", _("Dark, high contrast")),
    ("text=4", _("Largest text")),
    ("spacing=roomy", _("Wider")),
)
ICONS = ("bell", "book-open", "chat-bubble-left-right", "magnifying-glass", "lifebuoy", "shield-check")


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = LineField(label=_("username"), help_text=_("Everyone can see this name. Don’t use your real one."))
    email = AddressField(label=_("email"), required=False)
    about = LinesField(label=_("about me"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    audience = forms.ChoiceField(label=_("Who can read"), choices=Audience)
    role = forms.ChoiceField(label=_("role"), choices=Role, widget=forms.RadioSelect)
    agreed = forms.BooleanField(label=_("I have read the guidelines"))
    old = LineField(label=_("You can’t change this"), initial="2025", disabled=True, required=False)


@require_safe
@staff
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; ?theme=dark&contrast=more&text=4&spacing=roomy applies to this page only."""
    sent = "errors" in request.GET
    context: dict[str, Any] = {
        "variants": [
            {"query": query, "name": name, "here": query == _display_query(request)} for query, name in VARIANTS
        ],
        "surfaces": SURFACES,
        "inks": INKS,
        "icons": ICONS,
        "hues": [Member(username=f"Hue-{hue}", hue=hue) for hue in range(1, HUES + 1)],
        "form": ExampleForm({"email": "nobody"} if sent else None, prefix="example"),
        "reply": ReplyForm({"body": ""} if sent else None),
        **_examples(),
    }
    if any(name in request.GET for name in ("theme", "contrast", "text", "spacing")):
        context["display"] = Display.from_values(request.GET.dict())
    return render(request, "design/design.html", context)


def _display_query(request: HttpRequest) -> str:
    """Return the query string without ?errors."""
    return "&".join(f"{name}={value}" for name, value in request.GET.items() if name != "errors")


def _examples() -> dict[str, Any]:
    """Create members, a group, threads and posts as if they came from the database."""
    now = timezone.now()
    maria, tess = Member(pk=1, username="Maria", hue=1), Member(pk=2, username="Tess", hue=6, role=Role.MENTOR)
    group = Group(pk=1, slug="breast-cancer", name="Breast Cancer", description="Scans, sleep, work and ordinary days.")
    vars(group)["thread_count"] = 28  # as groups_for() annotates it
    threads = _threads(group, maria, tess, now)
    return {
        "groups": [group],
        "threads": threads,
        "rows": [ThreadRow(thread, new) for thread, new in zip(threads, (0, 12, 0, 0), strict=True)],
        "thread": threads[1],
        "posts": _posts(threads[1], maria, tess, now),
        "texts": [
            Message(messages.SUCCESS, gettext("You removed your post.")),
            Message(messages.ERROR, gettext("That didn’t work. Try again.")),
        ],
        "now": now,
    }


def _threads(group: Group, author: Member, last_poster: Member, now: datetime) -> list[Thread]:
    """Create an ordinary thread, one with new posts, one with a very long title, and one without replies."""
    people: dict[str, Any] = {"group": group, "author": author, "last_poster": last_poster}
    unbroken = "A_very_long_title_without_a_place_to_break_it_that_must_not_push_the_page_sideways"
    threads = [
        Thread(pk=1, title="Welcome, and how we look after each other here", reply_count=11, **people),
        Thread(pk=2, title="It came back after eleven years", reply_count=176, **people),
        Thread(pk=3, title=unbroken, reply_count=1972, locked=True, **people),
        Thread(pk=4, title="First scan since surgery and I cannot sleep", audience=Audience.MEMBERS, **people),
    ]
    for thread in threads:
        thread.slug, thread.last_number = "example", thread.reply_count + 1
        thread.created_at = thread.last_activity_at = now
        # Where prefetch_related("topics") puts them: these threads have no row to load topics of.
        vars(thread)["_prefetched_objects_cache"] = {"topics": [Topic(name="Recurrence", slug="recurrence")]}
    return threads


def _posts(thread: Thread, maria: Member, tess: Member, now: datetime) -> list[Post]:
    """Create an opening post, an edited reply with a quote, a post of a deleted author, and a removed post."""
    question = "<p>Eleven years clear, then a lump by the scar. How did you get through it?</p>"
    answer = "<blockquote><p>How did you get through it?</p></blockquote><p>I wrote questions on the fridge.</p>"
    shared: dict[str, Any] = {"thread": thread, "published_at": now, "created_at": now}
    opening = Post(pk=1, number=1, author=maria, html=question, **shared)
    return [
        opening,
        Post(pk=2, number=2, author=tess, html=answer, answers=opening, edited_at=now, **shared),
        Post(pk=3, number=3, author=None, html="<p>Thinking of you.</p>", **shared),
        Post(pk=4, number=4, author=maria, html="", state=State.REMOVED, removed_by_author=True, **shared),
    ]
