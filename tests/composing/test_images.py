"""Images in posts: added, described, posted, removed, and served only to those who may read the post."""

import re
from collections.abc import Callable
from io import BytesIO
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from PIL import Image as Picture

from community.composing import operations as composing
from community.composing.models import Draft, Image
from community.composing.pictures import files
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience, Group, Post, State, Thread
from community.members.models import Member
from community.safety.models import WatchedPhrase
from tests.acts import add_picture, reply, start
from tests.composing.hostile_images import SVG, drawn, exif_with_gps, saved
from tests.education.reading import text_of

SIGN_IN = Callable[[Member], Client]
TEA = "Two cups of tea on a garden table"


def a_file(name: str = "garden.jpg", data: bytes = b"") -> SimpleUploadedFile:
    """Build an image file as a browser sends it."""
    return SimpleUploadedFile(name, data or saved(drawn(), "JPEG"), content_type="image/jpeg")


def in_form(answer: HttpResponse) -> list[str]:
    """Return the names of the images in the returned form."""
    return re.findall(r'name="picture" value="([0-9a-f-]+)"', answer.text)


def send(client: Client, thread: Thread, **fields: object) -> HttpResponse:
    """Send the reply form."""
    return client.post(f"/discussions/{thread.pk}/reply/", {"body": "This is my garden.", "token": uuid4(), **fields})


def test_a_member_adds_pictures_describes_them_and_posts_them(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client = as_member(ines)
    added = send(client, thread, add_pictures="1", pictures=[a_file(), a_file("tea.png", saved(drawn(), "PNG"))])
    first, second = in_form(added)
    assert added.status_code == 200
    assert not Post.objects.filter(author=ines).exists()
    assert "This is my garden.</textarea>" in added.text
    assert "There is a problem" not in added.text

    sent = {"picture": [second, first], f"alt-{first}": TEA, f"alt-{second}": " A  robin\n on it "}
    answer = send(client, thread, **sent)

    post = Post.objects.get(author=ines)
    assert answer.status_code == 302
    assert [(image["name"], image["alt"]) for image in post.images] == [(second, "A robin on it"), (first, TEA)]
    page = Client().get(thread.get_absolute_url()).text
    assert f'src="/images/{first}/small/"' in page
    assert f'alt="{TEA}"' in page
    assert 'width="320" height="200" loading="lazy"' in page


def test_files_sent_with_the_post_itself_are_asked_about_and_stored(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    client = as_member(ines)
    asked = send(client, thread, pictures=[a_file()])

    assert asked.status_code == 422
    assert "What does the picture show?" in text_of(asked)
    (name,) = in_form(asked)
    assert f'name="undescribed" value="{name}"' in asked.text

    answer = send(client, thread, picture=name, undescribed=name)
    assert answer.status_code == 302
    assert Post.objects.get(author=ines).images[0]["alt"] == ""
    assert 'alt="A picture without a description"' in client.get(thread.get_absolute_url()).text


def test_an_author_is_asked_about_each_picture_once(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client = as_member(ines)
    (name,) = in_form(send(client, thread, pictures=[a_file()]))

    more = send(client, thread, picture=name, undescribed=name, pictures=[a_file()])

    assert "What does the picture show?" in text_of(more)
    assert len(in_form(more)) == 2


def test_pending_pictures_stay_with_their_draft_key_and_author(
    thread: Thread, group: Group, ines: Member, joan: Member, as_member: SIGN_IN
) -> None:
    client = as_member(ines)
    (name,) = in_form(send(client, thread, add_pictures="1", pictures=[a_file()]))
    send(client, thread, preview="1", picture=name, **{f"alt-{name}": TEA})
    again = as_member(ines)

    assert in_form(again.get(thread.get_absolute_url())) == [name]
    assert f">{TEA}</textarea>" in again.get(thread.get_absolute_url()).text
    assert in_form(again.get(f"/groups/{group.slug}/new/")) == []
    assert in_form(as_member(joan).get(thread.get_absolute_url())) == []
    assert again.get(f"/images/{name}/small/").status_code == 200
    assert as_member(joan).get(f"/images/{name}/small/").status_code == 404
    assert Client().get(f"/images/{name}/small/").status_code == 404


def test_removing_a_picture_deletes_its_files(
    thread: Thread, ines: Member, as_member: SIGN_IN, django_capture_on_commit_callbacks: Callable
) -> None:
    client = as_member(ines)
    first, second = in_form(send(client, thread, add_pictures="1", pictures=[a_file(), a_file()]))
    assert default_storage.exists(files.path_of(UUID(first), "large"))

    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, thread, take_away=first, picture=[first, second])

    assert answer.status_code == 200
    assert in_form(answer) == [second]
    assert not default_storage.exists(f"images/{first}")
    assert Image.objects.count() == 1


def test_a_preview_shows_the_pictures_too(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client = as_member(ines)
    (name,) = in_form(send(client, thread, add_pictures="1", pictures=[a_file()]))

    page = send(client, thread, preview="1", picture=name)
    fragment = client.post(
        f"/discussions/{thread.pk}/reply/",
        {"body": "Hello", "token": uuid4(), "preview": "1", "picture": name},
        headers={"HX-Request": "true"},
    )

    assert page.text.count(f'href="/images/{name}/large/"') == 1
    assert f'href="/images/{name}/large/"' in fragment.text
    assert not Post.objects.filter(author=ines).exists()


def test_a_file_that_is_no_picture_is_refused_by_its_name_and_the_text_stays(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    answer = send(as_member(ines), thread, pictures=[a_file("IMG_1.jpg", SVG), a_file("robin.jpg")])

    assert answer.status_code == 422
    refused = "IMG_1.jpg: This type of file doesn’t work here. Use a JPEG, PNG or WebP picture."
    assert refused in text_of(answer)
    assert len(in_form(answer)) == 1
    assert "This is my garden.</textarea>" in answer.text
    assert not Post.objects.filter(author=ines).exists()


def test_six_pictures_are_as_many_as_a_post_can_have(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client = as_member(ines)

    answer = send(client, thread, add_pictures="1", pictures=[a_file(f"{number}.jpg") for number in range(7)])

    assert len(in_form(answer)) == 6
    assert "6.jpg: A post can have up to 6 pictures. Remove one before you add another." in text_of(answer)
    chosen = [composing.Chosen(UUID(name), TEA) for name in in_form(answer)]
    seventh = add_picture(ines, "group:1")
    assert len(reply(thread, ines, pictures=[*chosen, seventh]).images) == 6


@override_settings(PICTURES_PER_HOUR=2)
def test_a_member_beyond_the_hourly_limit_of_pictures_is_refused(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    answer = send(as_member(ines), thread, pictures=[a_file(), a_file(), a_file("third.jpg")])

    assert len(in_form(answer)) == 2
    assert "third.jpg: You’ve added a lot of pictures in the last hour." in text_of(answer)


def test_twice_the_same_token_is_one_post_with_one_set_of_pictures(thread: Thread, ines: Member) -> None:
    token, picture = uuid4(), add_picture(ines, thread.key)
    text = richtext.from_plain("Look")

    first = forum.reply_to(thread, author=ines, text=text, token=token, pictures=[picture])
    again = forum.reply_to(thread, author=ines, text=text, token=token, pictures=[picture])
    other = reply(thread, ines, pictures=[picture])

    assert first == again
    assert [image["name"] for image in first.images] == [str(picture.name)]
    assert other.images == []
    assert Image.objects.get().source == first.key


def test_nobody_posts_a_picture_of_somebody_elses(thread: Thread, ines: Member, joan: Member) -> None:
    own = add_picture(ines, thread.key)

    assert reply(thread, joan, pictures=[own]).images == []
    assert Image.objects.get().source == ""


def test_an_edit_adds_removes_and_describes_pictures_and_the_history_records_the_old_ones(
    thread: Thread, ines: Member, maria: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    client = as_member(ines)
    post = reply(thread, ines, pictures=[add_picture(ines, thread.key, "Tea"), add_picture(ines, thread.key, "Rain")])
    tea, rain = (image["name"] for image in post.images)
    address = f"/posts/{post.pk}/edit/"
    assert in_form(client.get(address)) == [tea, rain]

    less = client.post(address, {"body": "New", "version": 1, "take_away": tea, "picture": [tea, rain]})
    assert in_form(less) == [rain]
    assert Client().get(f"/images/{tea}/large/").status_code == 200  # not saved yet
    more = client.post(
        address, {"body": "New", "version": 1, "picture": rain, "pictures": [a_file()], "add_pictures": 1}
    )
    new = in_form(more)[1]
    fields = {"body": "New", "version": 1, "picture": [rain, new], f"alt-{rain}": "Much rain", f"alt-{new}": "Sun"}
    assert client.post(address, fields).status_code == 302
    assert client.post(address, fields).status_code == 302  # the second click

    post.refresh_from_db()
    assert [(image["name"], image["alt"]) for image in post.images] == [(rain, "Much rain"), (new, "Sun")]
    assert post.version == 2
    assert [image["alt"] for image in post.revisions.get().images] == ["Tea", "Rain"]
    assert f"/images/{tea}/small/" in client.get(f"/posts/{post.pk}/history/").text
    assert client.get(f"/images/{tea}/small/").status_code == 200
    assert as_member(ruth).get(f"/images/{tea}/small/").status_code == 200
    assert as_member(maria).get(f"/images/{tea}/small/").status_code == 404
    assert Client().get(f"/images/{tea}/small/").status_code == 404
    assert Client().get(f"/images/{new}/small/").status_code == 200


def test_an_edit_that_changes_only_pictures_is_an_edit(thread: Thread, ines: Member) -> None:
    post = reply(thread, ines, pictures=[add_picture(ines, thread.key)])
    text = richtext.RichText(post.html, post.plain)

    changed = forum.edit_post(post, editor=ines, text=text, version=1, pictures=[])

    assert changed.version == 2
    assert changed.edited_at
    assert changed.images == []
    assert len(post.revisions.get().images) == 1


def test_a_picture_is_removed_and_restored_with_its_post(
    thread: Thread, ines: Member, maria: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    post = reply(thread, ines, pictures=[add_picture(ines, thread.key)])
    address = f"/images/{post.images[0]['name']}/large/"
    readers = [Client(), as_member(maria)]
    assert [reader.get(address).status_code for reader in readers] == [200, 200]

    forum.remove_post(post, by_author=False)
    assert [reader.get(address).status_code for reader in readers] == [404, 404]
    assert as_member(ines).get(address).status_code == 200
    assert as_member(ruth).get(address).status_code == 200
    assert address in as_member(ruth).get(f"/moderation/posts/{post.pk}/").text

    forum.restore_post(post)
    assert [reader.get(address).status_code for reader in readers] == [200, 200]


def test_pictures_of_a_held_post_are_held_with_it(
    thread: Thread, ines: Member, maria: Member, ruth: Member, as_member: SIGN_IN
) -> None:
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    picture = add_picture(ines, thread.key, "A bottle of a miracle cure")
    post = reply(thread, ines, "Look what I found", pictures=[picture])
    address = f"/images/{picture.name}/large/"

    assert post.state == State.HELD
    assert as_member(maria).get(address).status_code == 404
    assert address in as_member(ines).get(f"/posts/{post.pk}/").text
    assert as_member(ines).get(address).status_code == 200
    review = as_member(ruth).get(f"/moderation/posts/{post.pk}/").text
    assert "A bottle of a miracle cure</figcaption>" in review

    forum.approve_post(post)
    assert as_member(maria).get(address).status_code == 200


def test_pictures_for_members_are_for_members(group: Group, maria: Member, joan: Member, as_member: SIGN_IN) -> None:
    picture = add_picture(maria, group.key)
    thread = start(group, maria, "Among us", pictures=[picture], audience=Audience.MEMBERS).thread
    address = f"/images/{picture.name}/small/"

    assert thread.posts.get().images
    assert as_member(joan).get(address).status_code == 200
    assert Client().get(address).status_code == 404

    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    forum.move_thread(thread, circle)
    assert as_member(joan).get(address).status_code == 404


def test_a_picture_is_handed_out_as_a_picture_and_nothing_else(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    post = reply(thread, ines, pictures=[add_picture(ines, thread.key)])
    address = f"/images/{post.images[0]['name']}/large/"
    guest, client = Client(), as_member(ines)

    answer, own = guest.get(address), client.get(address)

    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, max-age=300"
    assert own["Cache-Control"] == "private, no-cache"
    assert not answer.cookies
    assert not own.cookies
    assert guest.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    forum.remove_post(post, by_author=True)
    assert guest.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 404
    assert guest.get(address.replace("large", "huge")).status_code == 404
    assert guest.get(f"/images/{uuid4()}/large/").status_code == 404
    assert Picture.open(BytesIO(answer.content)).size == (320, 200)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_upright_however_the_camera_was_held(ines: Member, kind: str, turn: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the rotation that each EXIF orientation undoes
    sent = drawn(300, 200)
    turned = sent.transpose(Picture.Transpose(back[turn])) if turn > 1 else sent
    data = saved(turned, kind, exif=exif_with_gps(turn))

    image = composing.add_picture(ines, "group:1", lambda: data)

    stored = Picture.open(BytesIO(files.read(image.name, "large"))).convert("RGB")
    assert (image.width, image.height) == stored.size == (300, 200)
    red, green, _blue = stored.getpixel((60, 40))
    assert red > 180
    assert green < 70
    corners = [stored.getpixel(point) for point in ((240, 40), (60, 160), (240, 160))]
    assert not [colour for colour in corners if colour[0] > 180 and colour[1] < 70]


def test_large_pictures_are_stored_in_two_sizes(ines: Member) -> None:
    data = saved(drawn(4000, 3000), "JPEG")

    image = composing.add_picture(ines, "group:1", lambda: data)

    sizes = [Picture.open(BytesIO(files.read(image.name, size))).size for size in files.SIZES]
    assert sizes == [(1600, 1200), (640, 480)]


def test_deleting_a_draft_deletes_its_pictures(
    thread: Thread, ines: Member, as_member: SIGN_IN, django_capture_on_commit_callbacks: Callable
) -> None:
    picture = add_picture(ines, thread.key)
    elsewhere = add_picture(ines, "group:1")
    draft = composing.save_draft(ines, thread.key, body="I began", rich=False)
    client = as_member(ines)
    assert f"/images/{picture.name}/small/" in client.get(f"/drafts/{draft.pk}/throw-away/").text

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/drafts/{draft.pk}/throw-away/", {"version": draft.version})

    assert not Draft.objects.exists()
    assert Image.objects.get().name == elsewhere.name
    assert not default_storage.exists(files.path_of(picture.name, "small"))


def test_pictures_that_nobody_posted_are_swept_after_thirty_days(
    thread: Thread, ines: Member, django_capture_on_commit_callbacks: Callable
) -> None:
    with time_machine.travel("2026-01-01T12:00:00Z"):
        old, posted = add_picture(ines, thread.key), add_picture(ines, thread.key)
        reply(thread, ines, pictures=[posted])
        pending = add_picture(ines, "group:1")
        composing.save_draft(ines, "group:1", body="I began", rich=False)
    with time_machine.travel("2026-01-30T12:00:00Z"):
        assert composing.sweep_pictures() == 0
        new = add_picture(ines, thread.key)

    with time_machine.travel("2026-02-01T12:00:00Z"), django_capture_on_commit_callbacks(execute=True):
        assert composing.sweep_pictures() == 1

    assert {image.name for image in Image.objects.all()} == {posted.name, pending.name, new.name}
    assert not default_storage.exists(files.path_of(old.name, "large"))


def test_a_page_adds_describes_and_removes_pictures_by_fragment_requests(
    thread: Thread, ines: Member, joan: Member, as_member: SIGN_IN, django_capture_on_commit_callbacks: Callable
) -> None:
    client, other = as_member(ines), as_member(joan)
    answer = client.post("/images/", {"draft_key": thread.key, "picture": a_file(), "number": "3"})

    assert answer.status_code == 201
    image = Image.objects.get()
    assert f'name="picture" value="{image.name}"' in answer.json()["html"]
    assert "Picture 3: what does it show?" in answer.json()["html"]
    assert client.post(f"/images/{image.name}/alt/", {"alt": TEA}).status_code == 200
    assert other.post(f"/images/{image.name}/alt/", {"alt": "Nonsense"}).status_code == 404
    assert other.post(f"/images/{image.name}/take-away/").status_code == 404
    assert Image.objects.get().alt == TEA
    wrong = client.post("/images/", {"draft_key": thread.key, "picture": a_file(data=SVG)})
    assert wrong.status_code == 422
    assert wrong.json()["sentence"].startswith("This type of file doesn’t work here.")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/images/{image.name}/take-away/").status_code == 200
    assert client.post(f"/images/{image.name}/take-away/").status_code == 404


@pytest.mark.parametrize("draft_key", ["", "thread:", "thread:999", "letter:1", "nothing:1", "thread:1:2", "post:999"])
def test_a_picture_without_a_valid_draft_key_is_refused(ines: Member, as_member: SIGN_IN, draft_key: str) -> None:
    assert as_member(ines).post("/images/", {"draft_key": draft_key, "picture": a_file()}).status_code == 404
    assert not Image.objects.exists()


def test_pictures_are_added_to_ones_own_posts_alone(
    thread: Thread, ines: Member, joan: Member, as_member: SIGN_IN
) -> None:
    post = reply(thread, ines)

    assert as_member(ines).post("/images/", {"draft_key": post.key, "picture": a_file()}).status_code == 201
    assert as_member(joan).post("/images/", {"draft_key": post.key, "picture": a_file()}).status_code == 404


def test_picture_descriptions_are_checked_for_personal_data(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client = as_member(ines)
    (name,) = in_form(send(client, thread, add_pictures="1", pictures=[a_file()]))

    asked = send(client, thread, picture=name, **{f"alt-{name}": "My card: 212-555-0134"})

    assert "Share this?" in text_of(asked)
    assert "“212-555-0134”" in text_of(asked)


def test_a_quote_brings_no_pictures(thread: Thread, ines: Member, joan: Member, as_member: SIGN_IN) -> None:
    post = reply(thread, ines, pictures=[add_picture(ines, thread.key)])

    page = as_member(joan).get(f"{thread.get_absolute_url()}?page=last&quote={post.pk}").text

    assert page.count("/large/&quot;") == 0
    assert in_form(as_member(joan).get(f"{thread.get_absolute_url()}?quote={post.pk}")) == []


def test_a_full_disk_leaves_no_row_behind(thread: Thread, ines: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)

    with pytest.raises(OSError, match="No space"):
        add_picture(ines, thread.key)

    assert not Image.objects.exists()
