"""The design system on one page: every component in every state, with the includes and tags that the pages use.

Its people and threads are built here and never stored."""

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
from community.education.models import Topic
from community.forum.forms import ReplyForm
from community.forum.models import Audience, Group, Post, State, Thread
from community.forum.selectors.unread import ThreadRow
from community.members.display import Display
from community.members.models import HUES, Member, Role

SURFACES = ("paper", "surface", "surface-soft", "accent-soft", "warm", "live-soft", "alert-soft")
INKS = ("ink", "ink-soft", "accent", "live", "alert")
# How the page can be seen, by its own address alone: what the reader chose for all other pages stays.
VARIANTS = (
    ("", _("As your device has it")),
    ("theme=light", _("Light")),
    ("theme=dark", _("Dark")),
    ("theme=light&contrast=more", _("Light, high contrast")),
    ("theme=dark&contrast=more", _("Dark, high contrast")),
    ("text=4", _("Largest text")),
    ("spacing=roomy", _("Roomy")),
)
ICONS = ("bell", "book-open", "chat-bubble-left-right", "magnifying-glass", "lifebuoy", "shield-check")


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("name here"), help_text=_("Everyone sees this name. Please do not use your real one.")
    )
    email = forms.EmailField(label=_("email"), required=False)
    about = forms.CharField(label=_("about me"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    audience = forms.ChoiceField(label=_("Who may read"), choices=Audience)
    role = forms.ChoiceField(label=_("role"), choices=Role, widget=forms.RadioSelect)
    agreed = forms.BooleanField(label=_("I have read the guidelines"))
    old = forms.CharField(label=_("Cannot be changed"), initial="2025", disabled=True, required=False)


@require_safe
@staff
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state; ?theme=dark&contrast=more&text=4&spacing=roomy shows them so, and only here."""
    sent = "errors" in request.GET
    context: dict[str, Any] = {
        "variants": [{"query": query, "name": name, "here": query == _look(request)} for query, name in VARIANTS],
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


def _look(request: HttpRequest) -> str:
    return "&".join(f"{name}={value}" for name, value in request.GET.items() if name != "errors")


def _examples() -> dict[str, Any]:
    """People, a group, threads and posts, as if they came from the database."""
    now = timezone.now()
    maria, tess = Member(pk=1, username="Maria", hue=1), Member(pk=2, username="Tess", hue=6, role=Role.MENTOR)
    group = Group(pk=1, slug="breast-cancer", name="Breast Cancer", description="Scans, sleep, work and ordinary days.")
    vars(group)["discussions"] = 28  # as groups_for() annotates it

    def thread(pk: int, title: str, replies: int, **more: Any) -> Thread:
        example = Thread(
            pk=pk,
            title=title,
            slug="example",
            group=group,
            author=maria,
            last_poster=tess,
            reply_count=replies,
            last_number=replies + 1,
            created_at=now,
            last_activity_at=now,
            **more,
        )
        # Where prefetch_related("topics") puts them: these threads have no row to load topics of.
        vars(example)["_prefetched_objects_cache"] = {"topics": [Topic(name="Recurrence", slug="recurrence")]}
        return example

    threads = [
        thread(1, "Welcome, and how we look after each other here", 11),
        thread(2, "It came back after eleven years", 176),
        thread(
            3, "A_very_long_title_without_a_place_to_break_it_that_must_not_push_the_page_sideways", 1972, locked=True
        ),
        thread(4, "First scan since surgery and I cannot sleep", 0, audience=Audience.MEMBERS),
    ]

    def post(number: int, author: Member | None, html: str, **more: Any) -> Post:
        return Post(
            pk=number,
            number=number,
            thread=threads[1],
            author=author,
            html=html,
            published_at=now,
            created_at=now,
            **more,
        )

    opening = post(1, maria, "<p>Eleven years clear, then a lump by the scar. How did you get through it?</p>")
    answer = "<blockquote><p>How did you get through it?</p></blockquote><p>I wrote questions on the fridge.</p>"
    return {
        "groups": [group],
        "threads": threads,
        "rows": [ThreadRow(thread, new) for thread, new in zip(threads, (0, 12, 0, 0), strict=True)],
        "thread": threads[1],
        "posts": [
            opening,
            post(2, tess, answer, answers=opening, edited_at=now),
            post(3, None, "<p>Thinking of you.</p>"),
            post(4, maria, "", state=State.REMOVED, removed_by_author=True),
        ],
        "texts": [
            Message(messages.SUCCESS, gettext("Your post is removed.")),
            Message(messages.ERROR, gettext("This did not work. Please try again.")),
        ],
        "now": now,
    }
