"""A form that is sent a second time: equal content gives the first post, and no other content is ever dropped."""

from datetime import timedelta
from time import thread_time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from community.composing.models import Image
from community.core.text import richtext
from community.core.text.richtext import RichText
from community.forum import operations as forum
from community.forum.models import Post, State, Thread
from community.forum.operations.reply import fingerprint
from community.safety.models import WatchedPhrase
from tests.acts import reply
from tests.composing.hostile_images import drawn, saved

WORDS = "I asked for one named nurse."
RICH = '<p>It <strong>helped</strong>: <a href="https://example.org/docs/leaflet.pdf">this leaflet</a>.</p>'
# What else somebody may send from a page that has posted WORDS, and how many posts there are then.
OTHER_WORDS = [
    "I asked for one named nurse!",
    "I asked for one named nurse. And for a chair.",
    "Something else",
    "i asked for one named nurse.",
    "I asked for one\n\nnamed nurse.",
    "> I asked for one named nurse.",
    "🌷",
]


def send(client, thread, body=WORDS, **more):
    return client.post(f"/discussions/{thread.pk}/reply/", {"body": body, "token": uuid4()} | more)


def start(client, group, **fields):
    new = {"title": "How long is long", "body": WORDS, "audience": "public", "token": uuid4()}
    return client.post(f"/groups/{group.slug}/new/", new | fields)


@pytest.mark.parametrize("body", OTHER_WORDS)
def test_other_words_with_the_same_token_are_another_reply(thread, ines, as_member, body):
    client, token = as_member(ines), uuid4()
    first = send(client, thread, token=token)

    second = send(client, thread, body, token=token, again="yes")

    assert second.status_code == 302 and second.url != first.url
    assert Post.objects.filter(author=ines).count() == 2
    assert send(client, thread, body, token=token).url == second.url
    assert send(client, thread, token=token).url == first.url
    assert Post.objects.filter(author=ines).count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"title": "How long is it"},
        {"body": "I asked for two."},
        {"audience": "members", "again": "yes"},
        {"labels": "2", "again": "yes"},
        {"title": "How long is long?", "again": "yes"},
    ],
)
def test_other_content_with_the_same_token_is_another_discussion(group, ines, as_member, other):
    client, token = as_member(ines), uuid4()
    first = start(client, group, token=token)

    second = start(client, group, token=token, **other)

    assert second.status_code == 302 and second.url != first.url
    assert Thread.objects.filter(author=ines).count() == 2
    assert start(client, group, token=token).url == first.url


def test_the_same_token_in_another_discussion_posts_there(thread, group, ines, maria, as_member):
    other = forum.start_thread(group, author=maria, title="Other", text=richtext.from_plain("Hi"), token=uuid4()).thread
    client, token = as_member(ines), uuid4()

    send(client, thread, token=token)
    send(client, other, token=token)

    assert set(Post.objects.filter(author=ines).values_list("thread", flat=True)) == {thread.pk, other.pk}


@pytest.mark.parametrize("change", ["edited", "held", "moved on"])
def test_equal_content_gives_the_first_post_whatever_became_of_it(thread, ines, joan, as_member, change):
    client, token = as_member(ines), uuid4()
    if change == "held":
        WatchedPhrase.objects.create(phrase="named nurse", reason="other")
    first = send(client, thread, token=token)
    post = Post.objects.get(author=ines)
    if change == "edited":
        forum.edit_post(post, editor=ines, text=richtext.from_plain("Other words now"), version=post.version)
    if change == "moved on":
        reply(thread, joan)

    assert send(client, thread, token=token).url == first.url
    assert Post.objects.filter(author=ines).count() == 1
    assert (Post.objects.get(author=ines).state == State.HELD) == (change == "held")


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (WORDS, {}),
        (f"  {WORDS}\r\n\r\n", {}),
        (WORDS.upper(), {}),
        (WORDS, {"labels": "2"}),
        (f"<p>{WORDS}</p>", {"rich": "on"}),
        (f"<ul><li><p>{WORDS}</p></li></ul>", {"rich": "on"}),
        (f"- {WORDS}", {}),
        (f"1. {WORDS}", {}),
    ],
)
def test_the_same_words_from_a_page_that_was_reopened_are_not_posted_again_unasked(thread, ines, as_member, body, more):
    client = as_member(ines)
    send(client, thread)
    post = Post.objects.get(author=ines)

    asked = send(client, thread, body, **more)

    assert asked.status_code == 409
    assert "You’ve already posted this" in asked.text and post.get_absolute_url() in asked.text
    assert WORDS.casefold() in asked.text.casefold()
    assert Post.objects.filter(author=ines).count() == 1
    token = uuid4()
    again = [send(client, thread, body, token=token, again="yes", **more).status_code for _ in range(2)]
    assert again == [302, 302]
    assert Post.objects.filter(author=ines).count() == 2


def test_what_the_editor_sent_is_recognised_as_the_plain_text_that_a_browser_restores(thread, ines, as_member):
    client = as_member(ines)
    send(client, thread, RICH, rich="on")

    plain = "It helped: this leaflet (https://example.org/docs/leaflet.pdf)."
    assert send(client, thread, plain).status_code == 409
    assert send(client, thread, plain.replace("leaflet.pdf", "other.pdf")).status_code == 302


def test_the_same_words_are_welcome_elsewhere_later_and_from_others(thread, group, ines, joan, maria, as_member):
    other = forum.start_thread(group, author=maria, title="Other", text=richtext.from_plain("Hi"), token=uuid4()).thread
    client = as_member(ines)
    send(client, thread)

    assert send(client, other).status_code == 302
    assert send(as_member(joan), thread).status_code == 302
    Post.objects.filter(author=ines).update(created_at=timezone.now() - timedelta(days=8))
    assert send(client, thread).status_code == 302
    for post in Post.objects.filter(author=ines, thread=thread):
        forum.remove_post(post, by_author=True)
    assert send(client, thread).status_code == 302


@pytest.mark.parametrize("unit", ["a", "\n", "-", "1. \n", "www.", "a@", "[", "href=", "a----"])
def test_the_fingerprint_of_a_long_text_takes_linear_time(unit):
    def seconds(length):
        text = RichText(html="", plain=unit * (length // len(unit)) + "\0a")
        before = thread_time()
        fingerprint(text)
        return thread_time() - before

    assert any(seconds(40_000) < max(3.2 * seconds(20_000), 0.01) for _ in range(3))


@pytest.mark.parametrize("body", ["Thank you!", "<p>Thank you so much</p>", "Me too", "❤️", "Gracias a todas."])
def test_a_few_words_may_be_meant_again_an_hour_later(thread, ines, as_member, body):
    client, rich = as_member(ines), "true" if body.startswith("<") else ""
    send(client, thread, body, rich=rich)

    assert send(client, thread, body, rich=rich).status_code == 409
    Post.objects.filter(author=ines).update(created_at=timezone.now() - timedelta(minutes=61))
    assert send(client, thread, body, rich=rich).status_code == 302


def test_a_discussion_from_a_page_that_was_reopened_is_not_started_again_unasked(group, ines, as_member):
    client = as_member(ines)
    start(client, group)

    asked = start(client, group, audience="members")

    assert asked.status_code == 409 and "You’ve already posted this" in asked.text
    assert Thread.objects.filter(author=ines).count() == 1
    assert start(client, group, again="yes").status_code == 302


def test_a_picture_is_sent_twice_with_the_same_form_and_posted_once(thread, ines, as_member):
    client, token = as_member(ines), uuid4()

    def picture(width=40):
        return SimpleUploadedFile("cat.jpg", saved(drawn(width, 30), "JPEG"), content_type="image/jpeg")

    fields = {"token": token, "undescribed": "all"}
    first = send(client, thread, pictures=picture(), **fields)
    if first.status_code == 422:  # asks for a description
        name = str(Image.objects.get().name)
        fields["undescribed"] = name
        first = send(client, thread, picture=name, **fields)
    assert first.status_code == 302

    twice = send(client, thread, pictures=picture(), **fields)
    if twice.status_code == 422:
        fields["undescribed"] = str(Image.objects.get(source="").name)
        twice = send(client, thread, picture=fields["undescribed"], **fields)

    assert twice.url == first.url
    assert Image.objects.count() == 1
    fields |= {"undescribed": "", "pictures": picture(50)}
    asked = send(client, thread, **fields)
    while asked.status_code == 422:
        fields["undescribed"] = str(Image.objects.get(source="").name)
        asked = send(client, thread, **{**fields, "picture": fields["undescribed"], "pictures": ""})
    assert asked.status_code == 409
    assert Image.objects.filter(source="").count() == 1
    assert Post.objects.filter(author=ines).count() == 1
