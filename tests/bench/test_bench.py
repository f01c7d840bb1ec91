"""The benchmarks' foundations: the peers' data set, constant pages, and limits that report failure."""

import pytest
from django.core.management import call_command

from bench import peer_dataset, peers, posting, screening, viewers, watchers
from bench.bars import Bar
from bench.prose import page_of
from community.demo.crowd import Sizes
from community.demo.generating import Generator
from community.forum.models import Post, Thread


@pytest.fixture
def few(monkeypatch) -> None:
    """Create a peers' data set of four discussions."""
    monkeypatch.setattr(peer_dataset, "BIG", {0: 50, 1: 20, 2: 5})
    monkeypatch.setattr(peer_dataset, "NTHREADS", 4)
    monkeypatch.setattr(peer_dataset, "TOTAL", 80)


@pytest.fixture
def generated(db) -> None:
    """Generate a small community."""
    list(Generator(Sizes(posts=400, threads=20, members=30, longest=100)).steps())


@pytest.mark.long
def test_the_peers_data_set_is_as_every_peer_had_it():
    threads = list(peer_dataset.threads())

    assert [len(posts) - 1 for _, _, _, posts in threads[:3]] == [1972, 212, 176]
    assert (len(threads), sum(len(posts) for _, _, _, posts in threads)) == (1000, 50_000)


@pytest.mark.long
def test_the_peers_data_set_comes_in_with_every_figure_right(db, few):
    peers.main()

    assert (Thread.objects.count(), Post.objects.count()) == (4, 80)
    assert list(Thread.objects.order_by("pk").values_list("reply_count", flat=True)) == [49, 19, 4, 4]
    call_command("recount", check=True)


def test_every_page_that_is_measured_is_there_for_a_guest_and_for_the_reader(db, few, guest):
    peers.main()

    found = viewers.main()

    assert {"front page", "thread list", "discussion, first", "discussion, last", "education page"} <= set(
        found["pages"]
    )
    name, _, key = found["cookies"]["member"].partition("=")
    guest.cookies[name] = key
    for page in found["pages"].values():
        response = guest.get(page["path"], headers={"host": "127.0.0.1"})
        assert response.status_code == 200
        assert response.wsgi_request.user.username == "reader"
        assert page["guest, cached"] <= page["guest"] < page["member"]


def test_the_watchers_have_sessions_and_a_discussion(generated, guest):
    found = watchers.main()

    assert len(found["cookies"]) == 30
    name, _, key = found["author"].partition("=")
    guest.cookies[name] = key
    thread = Thread.objects.get(pk=found["thread"])
    assert guest.get(thread.get_absolute_url()).wsgi_request.user.username == "writer"


@pytest.mark.django_db(transaction=True)
def test_a_reply_is_timed_until_its_followers_are_notified(monkeypatch, few):
    monkeypatch.setattr(posting, "MANY", 40)
    monkeypatch.setattr(posting, "REPLIES", 4)
    peers.main()

    found = posting.main()

    assert found["statements"] > 5
    assert found["few"]["median"] > 0
    followed = Thread.objects.get(title="Followed by 40")
    assert followed.reply_count > 1
    assert followed.follows.count() == 41


@pytest.mark.urls("bench.urls")
@pytest.mark.parametrize("address", ["/bench/constant/5000/", "/bench/one-row/5000/"])
def test_a_constant_page_has_as_many_bytes_as_asked_for(guest, group, address):
    response = guest.get(address)

    assert response.content == page_of(5000)
    assert len(response.content) == 5000
    assert not response.cookies


def test_a_bar_says_whether_it_is_met():
    assert str(Bar("p50 ms", 2.5, most=3)) == "p50 ms 2.5 (<= 3)"
    assert str(Bar("of constant", 0.05, least=0.08)) == "NOT MET: of constant 0.05 (>= 0.08)"


def test_posts_are_screened_with_a_list_of_300_entries(db, monkeypatch, capsys):
    monkeypatch.setattr(screening, "POSTS", 30)
    monkeypatch.setattr(screening, "ROUNDS", 1)

    found = screening.main()
    screening.report({"sqlite": found})

    assert (found["entries"], set(found["hostile_ms"])) == (300, set(screening.HOSTILE))
    assert found["ratio"] > 0 and "300 entries" in capsys.readouterr().out
