"""The form of a post: the order of its parts, what is folded, and what a plain box says about formatting."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from community.core.text import richtext
from community.forum.models import Audience, Group, Post, Thread
from community.members.models import Member
from tests.acts import reply

pytestmark = pytest.mark.django_db
AsMember = Callable[[Member], Client]
IN_ORDER = ["<textarea", 'id="pictures"', 'class="labelling', 'class="row form-actions"']
REMOVES = "you’ll lose its formatting"


def pages(thread: Thread, post: Post) -> dict[str, str]:
    """The three pages with the form of a post."""
    return {
        "reply": f"{thread.get_absolute_url()}?page=last",
        "start": f"{thread.group.get_absolute_url()}new/",
        "edit": f"/posts/{post.pk}/edit/",
    }


@pytest.mark.parametrize("kind", ["reply", "start", "edit"])
def test_pictures_and_content_warnings_come_between_the_text_and_the_button(
    kind: str, thread: Thread, ines: Member, as_member: AsMember
) -> None:
    page = as_member(ines).get(pages(thread, reply(thread, ines))[kind]).text
    form = page[page.index("data-composer") :]

    positions = [form.index(part) for part in IN_ORDER]

    assert positions == sorted(positions)
    assert 'id="pictures" open' not in form
    assert re.search(r'class="labelling says-chosen"\s*>', form), "folded"


@pytest.mark.parametrize("kind", ["reply", "start", "edit"])
def test_enter_presses_a_button_that_posts_and_not_one_of_a_picture(
    kind: str, thread: Thread, ines: Member, as_member: AsMember
) -> None:
    page = as_member(ines).get(pages(thread, reply(thread, ines))[kind]).text
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "data-composer" in form)

    first = re.findall(r"<button[^>]*>", form)[0]

    assert "name=" not in first
    assert "formaction" not in first
    assert 'tabindex="-1"' in first


def test_who_can_read_a_new_discussion_is_folded_and_named(thread: Thread, ines: Member, as_member: AsMember) -> None:
    page = as_member(ines).get(pages(thread, reply(thread, ines))["start"]).text
    fold = page[page.index('class="audience says-chosen"') :].partition("</details>")[0]

    summary, _, choice = fold.partition("</summary>")

    assert "Who can read it:" in summary
    assert re.findall(r'data-value="(\w+)"', summary) == ["public", "members"]
    assert re.findall(r'value="(\w+)"[^>]*\bchecked', choice) == ["public"]


def test_a_wrong_audience_opens_its_fold(thread: Thread, ines: Member, as_member: AsMember) -> None:
    page = as_member(ines).post(pages(thread, reply(thread, ines))["start"], {"audience": "nobody"}).text

    assert 'class="audience says-chosen" open' in page


def test_in_a_members_group_nobody_chooses_who_can_read(group: Group, ines: Member, as_member: AsMember) -> None:
    Group.objects.filter(pk=group.pk).update(audience=Audience.MEMBERS)

    page = as_member(ines).get(f"{group.get_absolute_url()}new/").text

    assert "Who can read it:" not in page
    assert 'name="audience" value="members"' in page


@pytest.mark.parametrize(
    ("html", "warns"),
    [
        ("<p>It <strong>helped</strong> me.</p>", True),
        ("<p>It <em>helped</em> me.</p>", True),
        ('<p>Read <a href="https://example.org/a">this page</a>.</p>', True),
        ("<p>It helped me.</p><p>And you?</p>", False),
        ("<ul><li><p>sleep</p></li><li><p>walks</p></li></ul>", False),
    ],
    ids=["bold", "italic", "words of a link", "plain", "list"],
)
def test_the_plain_box_says_that_a_change_removes_formatting_where_there_is_some(
    html: str, warns: bool, thread: Thread, ines: Member, as_member: AsMember
) -> None:
    text, post = richtext.clean(html), reply(thread, ines)
    Post.objects.filter(pk=post.pk).update(html=text.html, plain=text.plain)

    page = as_member(ines).get(f"/posts/{post.pk}/edit/").text

    assert (REMOVES in page) is warns


@pytest.mark.parametrize("kind", ["reply", "start"])
def test_a_new_text_says_nothing_about_formatting(kind: str, thread: Thread, ines: Member, as_member: AsMember) -> None:
    assert REMOVES not in as_member(ines).get(pages(thread, reply(thread, ines))[kind]).text
