"""A cached page is correct or is not used: whatever changes, the next viewer sees it."""

import random
import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from community.core.caching import page_cache
from community.core.caching.page_cache import SharedPages
from community.core.models import SiteVersion, bump_site
from community.core.text import richtext
from community.education.models import Condition, Page
from community.forum import operations as forum
from community.forum.models import Group, Post, Reaction, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.forum.statements import statements

type Act = Callable[[Thread, Post, Member], object]

ACTS: dict[str, tuple[Act, str]] = {
    "a reply": (lambda thread, post, by: reply(thread, by, "Another night awake."), "Another night awake."),
    "an edit": (
        lambda thread, post, by: forum.edit_post(
            post, editor=by, text=richtext.from_plain("In other words."), version=post.version
        ),
        "In other words.",
    ),
    "a removal": (lambda thread, post, by: forum.remove_post(post, by_author=True), "The author removed post"),
    "a closing": (lambda thread, post, by: forum.set_locked(thread, True), "This discussion is closed to new replies"),
    "a reaction": (lambda thread, post, by: forum.give_support(post, thread.author, Reaction.HUG), "Hug 1"),  # type: ignore[arg-type]
}


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A reply of Ines."""
    return reply(thread, ines, "Thinking of you.")


@pytest.fixture(params=["guest", "member"])
def reader(
    request: pytest.FixtureRequest, guest: Client, as_member: Callable[[Member], Client], joan: Member
) -> Client:
    """A guest, for whom whole pages are cached; a member, for whom shells and posts are."""
    return guest if request.param == "guest" else as_member(joan)


@pytest.mark.parametrize("act", ACTS)
def test_a_change_in_a_discussion_is_seen_by_the_next_guest_and_the_next_member(
    guest: Client,
    as_member: Callable[[Member], Client],
    thread: Thread,
    post: Post,
    ines: Member,
    joan: Member,
    act: str,
) -> None:
    do, text = ACTS[act]
    member = as_member(joan)
    for reader in (guest, member):
        assert text not in reader.get(thread.get_absolute_url()).text

    do(Thread.objects.get(pk=thread.pk), Post.objects.get(pk=post.pk), ines)

    for reader in (guest, member):
        assert text in reader.get(thread.get_absolute_url()).text


def test_a_restored_post_is_seen_again(reader: Client, thread: Thread, post: Post) -> None:
    forum.remove_post(post, by_author=True)
    assert "Thinking of you." not in reader.get(thread.get_absolute_url()).text

    forum.restore_post(Post.objects.get(pk=post.pk))

    assert "Thinking of you." in reader.get(thread.get_absolute_url()).text


def test_a_removal_that_a_moderator_takes_over_says_so(reader: Client, thread: Thread, post: Post) -> None:
    forum.remove_post(post, by_author=True)
    assert "The author removed" in reader.get(thread.get_absolute_url()).text

    forum.remove_post(post, by_author=False)

    assert "A moderator removed" in reader.get(thread.get_absolute_url()).text


LISTS = ["/groups/breast-cancer/", "/"]


@pytest.mark.parametrize("path", LISTS)
def test_lists_show_a_new_discussion_and_its_replies(reader: Client, group: Group, ines: Member, path: str) -> None:
    assert "Long nights" not in reader.get(path).text

    thread = start(group, ines, "Long nights").thread
    assert "No replies yet" in reader.get(path).text
    reply(thread, ines)

    assert "1 reply" in reader.get(path).text


@pytest.mark.parametrize("path", [*LISTS, "/discussions/{pk}/{slug}/"])
def test_a_discussion_moved_out_of_reach_is_gone(reader: Client, thread: Thread, path: str) -> None:
    address = path.format(pk=thread.pk, slug=thread.slug)
    assert thread.title in reader.get(address).text

    forum.move_thread(thread, Group.objects.create(slug="closed", name="Closed", audience="private"))

    assert thread.title not in reader.get(address).text


def test_a_pin_begins_and_ends_on_time(reader: Client, group: Group, thread: Thread, ines: Member) -> None:
    start(group, ines, "A newer one")

    def order() -> list[str]:
        page = reader.get(group.get_absolute_url()).text
        return sorted([thread.title, "A newer one"], key=page.index)

    assert order()[0] == "A newer one"
    forum.pin(thread, timezone.now() + timedelta(days=1))
    assert order()[0] == thread.title
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert order()[0] == "A newer one"


def test_what_an_administrator_changes_is_seen_everywhere(
    reader: Client, as_member: Callable[[Member], Client], thread: Thread, maria: Member, ada: Member
) -> None:
    pages = [thread.get_absolute_url(), thread.group.get_absolute_url(), "/", f"/search/?q={thread.title.split()[0]}"]
    for page in pages:
        assert "Maria" in reader.get(page).text, page
    form = {"username": "Marietta", "email": maria.email, "role": "member", "about": "", "hue": "1", "is_active": "on"}

    saved = as_member(ada).post(f"/admin/members/member/{maria.pk}/change/", form)

    assert saved.status_code == 302
    for page in pages:
        shown = reader.get(page).text
        assert "Marietta" in shown, page
        assert not re.search(r"Maria\b", shown), page


def test_a_group_that_gets_another_name_and_an_education_page_that_goes_are_seen(
    reader: Client, as_member: Callable[[Member], Client], group: Group, thread: Thread, ada: Member
) -> None:
    page = Page.objects.create(condition=Condition.objects.create(slug="plain", title="Plain"), slug="one", title="One")
    admin = as_member(ada)
    assert "Breast Cancer" in reader.get(thread.get_absolute_url()).text
    assert reader.get("/learn/plain/one/").status_code == 404

    named = {"name": "Our group", "slug": group.slug, "description": "", "condition": "", "position": "0"}
    inlines = {
        f"{name}-{form}_FORMS": "0"
        for name in ("memberships", "sections", "references")
        for form in ("TOTAL", "INITIAL")
    }
    assert admin.post(f"/admin/forum/group/{group.pk}/change/", named | inlines).status_code == 302
    shown = {"condition": page.condition_id, "slug": "one", "title": "One", "summary": "", "position": "0"}
    saved = admin.post(f"/admin/education/page/{page.pk}/change/", shown | inlines | {"state": "published"})

    assert saved.status_code == 302
    assert "Our group" in reader.get(thread.get_absolute_url()).text
    assert reader.get("/learn/plain/one/").status_code == 200
    assert "/learn/plain/one/" in reader.get("/learn/").text


def test_a_members_chosen_colour_is_shown_beside_their_posts(
    reader: Client, as_member: Callable[[Member], Client], thread: Thread, maria: Member
) -> None:
    before = reader.get(thread.get_absolute_url()).text
    hue = maria.hue % 12 + 1
    assert f"hue-{hue}" not in before

    as_member(maria).post("/settings/about/", {"about": "", "hue": str(hue)})

    assert f"hue-{hue}" in reader.get(thread.get_absolute_url()).text


def test_another_release_or_other_settings_have_their_own_pages(
    guest: Client, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest.get(thread.get_absolute_url())
    assert len(statements(lambda: guest.get(thread.get_absolute_url()))) == 1

    monkeypatch.setattr(page_cache, "release", lambda: "the next one")

    assert len(statements(lambda: guest.get(thread.get_absolute_url()))) > 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"Accept-Language": "es"}),
        ({}, {"Accept-Language": "en-GB"}),
        ({}, {"Cookie": "display=theme-dark"}),
        ({}, {"Cookie": "language=es"}),
        ({"Accept-Encoding": "gzip"}, {}),
    ],
)
def test_a_viewer_with_other_preferences_gets_another_page(
    guest: Client, thread: Thread, one: dict[str, str], other: dict[str, str]
) -> None:
    path = thread.get_absolute_url()
    first, second = guest.get(path, headers=one), guest.get(path, headers=other)

    assert first.content != second.content
    assert guest.get(path, headers=one).content == first.content
    assert guest.get(path, headers=other).content == second.content


def test_a_viewer_who_has_the_page_already_gets_304(guest: Client, thread: Thread) -> None:
    page = guest.get(thread.get_absolute_url())
    again = guest.get(thread.get_absolute_url(), headers={"If-None-Match": page["ETag"]})
    reply(thread, thread.author)
    later = guest.get(thread.get_absolute_url(), headers={"If-None-Match": page["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200
    assert page["Cache-Control"] == "max-age=0, must-revalidate"
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(page["Vary"].split(", "))


def test_a_cdn_may_cache_a_page_for_the_configured_time(guest: Client, thread: Thread, settings) -> None:
    settings.CDN_SECONDS = 30

    answer = guest.get(thread.get_absolute_url())

    assert answer["Cache-Control"] == "max-age=0, must-revalidate, s-maxage=30, stale-while-revalidate=30"


@pytest.mark.parametrize(
    ("header", "names"),
    [("Surrogate-Key", "thread-{pk} thread site"), ("Cache-Tag", "thread-{pk},thread,site")],
)
def test_a_cached_page_names_what_it_shows_where_the_host_asks_for_it(
    guest: Client, thread: Thread, settings, header: str, names: str
) -> None:
    settings.CDN_KEYS = header

    first, found = guest.get(thread.get_absolute_url()), guest.get(thread.get_absolute_url())

    assert first[header] == found[header] == names.format(pk=thread.pk)
    assert guest.get("/guidelines/")[header] == ("guidelines site" if " " in names else "guidelines,site")


def test_only_a_page_that_is_for_everybody_names_what_it_shows(
    guest: Client, as_member: Callable[[Member], Client], thread: Thread, ines: Member, settings
) -> None:
    assert "Surrogate-Key" not in guest.get(thread.get_absolute_url())
    settings.CDN_KEYS = "Surrogate-Key"
    caches["pages"].clear()

    assert "Surrogate-Key" in guest.get(thread.get_absolute_url())
    assert "Surrogate-Key" not in as_member(ines).get(thread.get_absolute_url())
    assert "Surrogate-Key" not in guest.get("/accounts/login/")


@pytest.mark.parametrize("address", ["{path}?utm=1", "{path}?page=99", "/discussions/99999/nothing/"])
def test_an_invented_address_fills_no_cache(
    guest: Client, thread: Thread, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("kept")

    monkeypatch.setattr(caches["pages"], "set", refuse)

    guest.get(address.format(path=thread.get_absolute_url()))


@pytest.mark.parametrize("times", [120, pytest.param(1_000, marks=pytest.mark.long)])
def test_pages_of_members_and_of_guests_never_cross(
    guest: Client,
    as_member: Callable[..., Client],
    group: Group,
    thread: Thread,
    joan: Member,
    maria: Member,
    times: int,
) -> None:
    readers = {"": guest, "Joan": as_member(joan), "Maria": as_member(maria)}
    paths = [thread.get_absolute_url(), group.get_absolute_url(), "/", "/guidelines/"]
    pages: dict[str, str] = {}
    ordered = random.Random(7)  # noqa: S311 (the same order each time)
    for _ in range(times):
        name, path = ordered.choice(sorted(readers)), ordered.choice(paths)
        answer = readers[name].get(path)
        names = re.findall(r'<span class="name">(\w+)</span>', answer.text)
        assert names == ([name] if name else [])
        if name:
            assert "no-store" in answer["Cache-Control"]
        else:
            assert "csrfmiddlewaretoken" not in answer.text
            assert "nonce" not in answer.text
            assert not answer.cookies
            assert answer.text == pages.setdefault(path, answer.text)


def test_concurrent_requests_for_a_page_build_it_once(db: None) -> None:
    builds: list[int] = []
    everybody = threading.Barrier(8)

    def slowly(request: HttpRequest) -> HttpResponse:
        builds.append(1)
        return HttpResponse("the page")

    pages = SharedPages(slowly)

    def come() -> None:
        everybody.wait()
        with pages.single_flight("key"):
            if not page_cache.cached_page("key", (1,)):
                page_cache.store_page("key", (1,), slowly(RequestFactory().get("/")))

    threads = [threading.Thread(target=come) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(builds) == 1
    assert not pages.locks


def test_the_version_of_the_site_only_rises(db: None) -> None:
    SiteVersion.objects.all().delete()

    bump_site()
    bump_site()

    assert SiteVersion.objects.get().number == 2
