"""A member chooses what they hear of and how, sees what has changed, and can undo that."""

from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from community.notifications.forms import PreferencesForm
from community.notifications.models import Channel, Kind, Preferences, bit_of
from community.notifications.models.preferences import AT_ONCE, BITS, EVERYTHING, IN_DIGEST, bits_of
from community.notifications.selectors.preference_changes import changes
from tests.forum.statements import assert_statements
from tests.markup import text_as_shown as text_of

PAGE = "/notifications/preferences/"


def sent(member, **changes) -> dict[str, object]:
    """What the form sends when the member changes these fields alone."""
    form = PreferencesForm(instance=Preferences.objects.filter(member=member).first() or Preferences(member=member))
    values = {name: form[name].value() for name in form.fields} | changes
    return {name: value for name, value in values.items() if value is not None and value is not False and value != []}


def stored(member) -> Preferences:
    return Preferences.objects.get(member=member)


@pytest.fixture
def client(as_member, maria):
    return as_member(maria)


def test_every_kind_has_a_bit_of_its_own_and_a_row_on_the_page(client):
    assert set(BITS) == set(Kind)
    assert len(set(BITS.values())) == len(Kind)
    assert all(bin(bit).count("1") == 1 for bit in BITS.values())
    page = client.get(PAGE)
    assert {field.name for _title, fields in page.context["form"].groups for field in fields} == set(Kind.values)


def test_who_has_changed_nothing_has_the_usual_choices(client, maria):
    client.post(PAGE, sent(maria, is_discreet="on"))

    preferences = stored(maria)
    assert (preferences.email, preferences.daily, preferences.weekly, preferences.push) == (AT_ONCE, IN_DIGEST, 0, 0)
    assert preferences.site == EVERYTHING
    assert preferences.daily_due_at > timezone.now()
    assert preferences.weekly_due_at is None


@pytest.mark.parametrize(
    ("way", "expected"), [("about_me", (AT_ONCE, 0)), ("no_mail", (0, 0)), ("usual", (AT_ONCE, IN_DIGEST))]
)
def test_one_press_is_enough_for_the_ready_choices(client, maria, way, expected):
    Preferences.objects.create(member=maria, email=1, daily=2)

    client.post(PAGE, sent(maria, way=way))

    assert (stored(maria).email, stored(maria).daily) == expected
    assert client.get(PAGE).context["form"]["way"].value() == way


def test_each_kind_can_be_chosen_by_itself(client, maria):
    response = client.post(PAGE, sent(maria, way="own", replied=["site", "email", "push"], supported=[]), follow=True)

    preferences = stored(maria)
    assert preferences.wants(Channel.EMAIL, Kind.REPLIED)
    assert preferences.wants(Channel.PUSH, Kind.REPLIED)
    assert not preferences.wants(Channel.DAILY, Kind.REPLIED)
    assert not preferences.wants(Channel.SITE, Kind.SUPPORTED)
    text = text_of(response)
    assert "We’ll email you at once about replies in discussions you follow." in text
    assert "Your daily email won’t include replies in discussions you follow any more." in text
    assert "You won’t get alerts on this site about reactions to your posts any more." in text
    assert "We’ll send notifications to your phone or computer about replies in discussions you follow." in text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "We’ll email you at once about reactions to your posts and decisions by the moderators.",
                "We won’t email you at once about posts that mention you and posts that quote you any more.",
                "You won’t get a daily email any more.",
                "Your weekly email will include replies in discussions you follow, replies to your posts and posts that"
                " mention you.",
            ],
        ),
        (
            "es",
            [
                "Le enviaremos un correo enseguida cuando haya reacciones a sus mensajes y decisiones del equipo de"
                " moderación.",
                "Ya no le enviaremos un correo enseguida cuando haya mensajes que le mencionan y mensajes que le"
                " citan.",
                "Ya no recibirá el correo diario.",
                "Su correo semanal incluirá respuestas en conversaciones que sigue, respuestas a sus mensajes y"
                " mensajes que le mencionan.",
            ],
        ),
    ],
)
def test_each_change_is_a_sentence(language, expected, maria):
    before = Preferences(member=maria, email=bits_of([Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED]), daily=IN_DIGEST)
    after = Preferences(
        member=maria,
        email=bits_of([Kind.ANSWERED, Kind.SUPPORTED, Kind.MODERATED]),
        daily=0,
        weekly=bits_of([Kind.REPLIED, Kind.ANSWERED, Kind.MENTIONED]),
    )

    with translation.override(language):
        assert changes(before, after) == expected


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_and_channel_has_its_words(language, maria):
    nothing = dict.fromkeys(Channel.values, 0)
    with translation.override(language):
        added = changes(Preferences(**nothing), Preferences(**dict.fromkeys(Channel.values, EVERYTHING)))
        ended = changes(Preferences(**dict.fromkeys(Channel.values, EVERYTHING)), Preferences(**nothing))

    assert len(added) == len(ended) == len(Channel)
    for sentence in added:
        assert sentence.count(",") == len(Kind) - 2, "each kind is named"


@pytest.mark.parametrize("way", ["usual", "about_me", "no_mail"])
def test_a_box_ticked_below_a_ready_choice_is_no_longer_that_choice(way, client, maria):
    client.post(PAGE, sent(maria, way=way, is_discreet="on"))
    before = stored(maria)

    page = client.post(PAGE, sent(maria, replied=["site", "email"]), follow=True)

    preferences = stored(maria)
    assert preferences.wants(Channel.EMAIL, Kind.REPLIED)
    assert preferences.email == before.email | bit_of(Kind.REPLIED)
    assert not preferences.wants(Channel.DAILY, Kind.REPLIED)
    assert page.context["form"]["way"].value() == "own"
    assert "We’ll email you at once about replies in discussions you follow." in text_of(page)


def test_another_ready_choice_counts_more_than_the_boxes_below(client, maria):
    client.post(PAGE, sent(maria, way="no_mail", replied=["site", "email"]))

    assert (stored(maria).email, stored(maria).daily, stored(maria).weekly) == (0, 0, 0)


def test_each_city_is_offered_once_by_its_name_of_today(client, maria):
    zones = [
        zone for _continent, zones in client.get(PAGE).context["form"].fields["time_zone"].choices[1:] for zone in zones
    ]

    assert len({name for name, _label in zones}) == len(zones) > 300
    names = {name for name, _label in zones}
    assert {"Asia/Kolkata", "Europe/Madrid", "America/Mexico_City", "Africa/Lagos"} <= names
    assert not names & {
        "Asia/Calcutta",
        "Europe/Kiev",
        "Brazil/East",
        "Canada/Central",
        "Australia/ACT",
        "America/Knox_IN",
    }


def test_a_time_zone_stored_by_its_old_name_stays(client, maria):
    Preferences.objects.create(member=maria, time_zone="Asia/Calcutta")

    page = client.post(PAGE, sent(maria, is_paused="on"), follow=True)

    assert "Everything is paused." in text_of(page)
    assert stored(maria).time_zone == "Asia/Calcutta"


def test_no_group_of_boxes_is_called_optional(client):
    assert "(optional)" not in text_of(client.get(PAGE))


def test_a_decision_of_the_moderators_is_always_on_the_site(client, maria):
    client.post(PAGE, sent(maria, way="own", moderated=[]))

    assert stored(maria).wants(Channel.SITE, Kind.MODERATED)
    assert not stored(maria).wants(Channel.EMAIL, Kind.MODERATED)


def test_what_was_saved_can_be_undone_once(client, maria):
    client.post(PAGE, sent(maria, way="no_mail", is_paused="on", quiet_from=22, quiet_until=7))
    page = client.get(f"{PAGE}?saved=yes")
    assert "Undo what I just changed" in text_of(page)

    client.post(f"{PAGE}undo/")

    preferences = stored(maria)
    assert (preferences.email, preferences.daily) == (AT_ONCE, IN_DIGEST)
    assert (preferences.is_paused, preferences.quiet_from) == (False, None)
    assert "Undo what I just changed" not in text_of(client.get(f"{PAGE}?saved=yes"))


def test_saving_without_a_change_says_so_and_offers_no_undo(client, maria):
    page = client.post(PAGE, sent(maria), follow=True)

    assert "You didn’t change anything." in text_of(page)
    assert "Undo what I just changed" not in text_of(page)


# What Maria changes in a first window and then in a second one, which was open all the time; and what is stored.
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"is_paused": "on"}, {"is_discreet": "on"}, {"is_paused": True, "is_discreet": True}),
        ({"digest_hour": 21}, {"quiet_from": 22, "quiet_until": 7}, {"digest_hour": 21, "quiet_from": 22}),
        ({"quiet_from": 22, "quiet_until": 7}, {"quiet_from": 1, "quiet_until": 7}, {"quiet_from": 1}),
        ({"way": "no_mail"}, {"is_paused": "on"}, {"email": 0, "daily": 0, "is_paused": True}),
        ({"way": "no_mail"}, {"way": "about_me"}, {"email": AT_ONCE, "daily": 0}),
        ({"way": "own", "supported": ["site", "push"]}, {"replied": ["site", "daily", "push"]}, {"push": 16 + 1}),
        ({"way": "own", "replied": ["site"]}, {"found": ["site"]}, {"daily": bit_of(Kind.STARTED)}),
    ],
    ids=str,
)
def test_a_second_window_takes_back_nothing_that_was_changed_in_the_first(client, maria, first, second, expected):
    as_shown = sent(maria)

    client.post(PAGE, as_shown | first)
    answer = client.post(PAGE, as_shown | second, follow=True)

    assert "Saved." in text_of(answer)
    assert {name: getattr(stored(maria), name) for name in expected} == expected


@pytest.mark.parametrize("shown", [None, "", "{", "[]", "7", "{}", '{"site": "x"}', '{"digest_hour": 99}'])
def test_a_form_that_does_not_say_what_its_page_showed_is_saved_as_it_is(client, maria, shown):
    Preferences.objects.create(member=maria, is_paused=True)
    fields = {name: value for name, value in sent(maria).items() if name not in ("shown", "is_paused")}

    client.post(PAGE, fields | ({} if shown is None else {"shown": shown}))

    assert stored(maria).is_paused is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": 22, "quiet_until": ""},
        {"quiet_from": "", "quiet_until": 7},
        {"quiet_from": 22, "quiet_until": 22},
        {"quiet_from": 0, "quiet_until": 0},
        {"digest_hour": 24},
        {"digest_weekday": 7},
        {"time_zone": "Mars/Base"},
        {"time_zone": "Brazil/East"},
        {"way": "all"},
        {"replied": ["carrier pigeon"]},
    ],
    ids=str,
)
def test_wrong_input_changes_nothing_and_says_what_to_do(client, maria, wrong):
    response = client.post(PAGE, sent(maria, is_paused="on") | wrong)

    assert response.status_code == 422
    assert "There is a problem" in text_of(response)
    assert not Preferences.objects.exists()


def test_a_change_of_the_hour_moves_the_next_digest(client, maria):
    client.post(PAGE, sent(maria, digest_hour=21, time_zone="Europe/Madrid"))

    due_at = stored(maria).daily_due_at
    assert due_at.astimezone(ZoneInfo("Europe/Madrid")).hour == 21


def test_the_page_takes_a_fixed_number_of_queries(client, maria):
    assert_statements(8, lambda: client.get(PAGE))
    Preferences.objects.create(member=maria)
    assert_statements(8, lambda: client.get(PAGE))
