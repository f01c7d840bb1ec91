"""Compose a long thread from hand-written templates (voices.toml), so that it reads like a real one.

Posts come in runs on one subject; members answer posts before theirs; nobody writes the same thing twice; and a few
members have a story in `beats`, on given days. The random generator is seeded with the thread's key, so every machine
composes the same posts.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import accumulate
from typing import Any, Literal

from community.demo.pacing import after_weighted_hours, weighted_hours
from community.demo.texts import MemberText, ReplyText
from community.demo.wording import A_WHILE, Dice, fits, in_paragraphs, parsed, sentences, span_of

SEASONS = ("winter", "winter", *("spring",) * 3, *("summer",) * 3, *("autumn",) * 3, "winter")
# Numbers of posts within which nothing is repeated: a sentence, a template (sooner if it is short and addresses
# somebody), and a template by the same member.
SENTENCE_DISTANCE = 40
TEMPLATE_DISTANCE, NAMED_DISTANCE = 60, 20
MEMBER_DISTANCE = 600
TRIES = 40

type Kind = Literal["hand", "story", "ask", "answer", "short", "update", "thanks", "beat"]
type Toml = dict[str, Any]
type Pools = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A time at which somebody writes: a `beat`, an answer to one or, if both are None, anything."""

    at: datetime
    beat: int | None = None
    answers_beat: int | None = None


@dataclass(slots=True)
class _Entry:
    """What is stored of a post that others may answer."""

    number: int
    author: str
    text: str
    kind: Kind
    subject: int | None = None
    first: bool = False


class Talk:
    """A long thread while it is composed: runs of posts on one subject, answers, and beats.

    A beat is a hand-written post on a given day, so that members of the thread have a story."""

    def __init__(
        self, row: Toml, replies: Sequence[ReplyText], people: Mapping[str, MemberText], common: Toml, stock: Toml
    ) -> None:
        self.dice = Dice(row["key"])
        self.total, starter = row["replies_total"], row["author"]
        self.start: datetime = row["started"]
        self.end: datetime = row["last_activity"]
        self.people, self.common, self.stock = people, common, stock
        self.beats, self.subjects = stock["beats"], stock["subjects"]
        habits = [source[part] for source in (common, stock) for part in ("openings", "closings")]
        self.habits = {parsed(template)[1] for pool in habits for template in pool}
        self.replies: list[ReplyText] = []
        self.entries: list[_Entry] = [_Entry(1, starter, row["body"], "hand")]
        self.began: dict[str, datetime] = {starter: self.start}
        self.count: defaultdict[str, int] = defaultdict(int)
        self.last_used: defaultdict[str, dict[str, int]] = defaultdict(dict)  # the same per member
        self.drawn: dict[str, int] = {}  # by template, the last post that used it
        self.sentences: dict[str, int] = {}  # the same by sentence
        self.whole = set[str]()
        self.beat_at: dict[int, _Entry] = {}
        self.updated: dict[str, datetime] = {}
        self.thanked, self.replied = set[int](), set[int]()
        self.answered: dict[int, _Entry] = {}  # by the number of an answer, the post that it answers
        self.deck: list[int] = []
        self.subject, self.run = 0, 0
        for reply in replies:
            self._add(reply, "hand")
        self.stays = {name: self._stay(name) for name in stock["cast"]}

    def complete(self) -> list[ReplyText]:
        """Return the hand-written replies, and composed ones up to the total."""
        slots = self._slots(self.total - len(self.replies))
        for slot, after in zip(slots, [*slots[1:], slots[-1]], strict=True):
            self._speak(slot, "" if after.beat is None else self.beats[after.beat]["author"])
        return self.replies

    # When and who

    def _stay(self, name: str) -> tuple[datetime, datetime]:
        """Return from when to when a member takes part: regulars throughout, others for a season or two."""
        first = max(self.people[name].joined + timedelta(days=1), self.start)
        if name in self.stock["regulars"]:
            return first, self.end
        first += (self.end - first) * self.dice.random() ** 1.4 * 0.9
        return first, first + timedelta(days=self.dice.randint(200, 700))

    def _slots(self, count: int) -> list[_Slot]:
        slots = []
        for index, beat in enumerate(self.beats):
            if on := beat.get("on"):
                at = datetime.combine(on, time(self.dice.randint(17, 20), self.dice.randint(0, 59)))
                slots.append(_Slot(at, beat=index))
                later = 0.0 if beat["mood"] == "reply" else self.dice.uniform(0.2, 1.5)
                for _ in range(2 if later else 0):
                    slots.append(_Slot(after_weighted_hours(at, later), answers_beat=index))
                    later += self.dice.uniform(0.3, 9)
        begin = self.replies[-1].at
        weights = [0.02 + self.dice.lognormvariate(0, 1.2) for _ in range(count - len(slots))]
        span = weighted_hours(begin, self.end)
        slots += [_Slot(after_weighted_hours(begin, span * part / sum(weights))) for part in accumulate(weights)]
        slots.sort(key=lambda slot: slot.at)
        last, spread = begin, []
        for slot in slots[:-1]:  # two posts never share a minute
            last = max(slot.at, last + timedelta(minutes=1))
            spread.append(_Slot(last, slot.beat, slot.answers_beat))
        return [*spread, _Slot(self.end, beat=len(self.beats) - 1)]

    def _writer(self, at: datetime, avoid: Collection[str], asking: bool = False) -> str:
        names, weights, regulars = [], [], self.stock["regulars"]
        for name, (first, last) in self.stays.items():
            knows = asking and (self.people[name].role == "mentor" or name in regulars)
            if knows or name in avoid or not first <= at <= last:
                continue
            names.append(name)
            weights.append((2.5 if name in regulars else 2.0) * (1 if self.count[name] else 3))
        return self.dice.choices(names, weights)[0] if names else self._writer(at, avoid)

    def _tags(self, name: str, at: datetime, to: _Entry | None = None) -> set[str]:
        tags = {*self.stock["cast"].get(name, ()), SEASONS[at.month - 1]}
        tags |= {"new"} if not self.count[name] else {"known"} if self.count[name] > 2 else set()
        tags |= {"old"} if name in self.began and at - self.began[name] > timedelta(days=400) else set()
        tags |= {"night"} if at.hour < 6 or at.hour > 22 else {"morning"} if at.hour < 9 else set()
        tags |= {"weekend"} if at.weekday() == 6 else set()
        return tags | ({f"to-{to.kind}", *(["to-new"] if to.first else [])} if to else set())

    # What they write

    def _speak(self, slot: _Slot, soon: str) -> None:
        """Write the post of a slot; `soon` has the next beat, and so does not write this one."""
        avoid = {self.entries[-1].author, soon}
        if slot.beat is not None:
            self._beat(slot)
            return
        if slot.answers_beat is not None:
            beat = self.beat_at[slot.answers_beat]
            pool = self.common["cheers" if self.beats[slot.answers_beat]["mood"] == "good" else "hugs"]
            if self._say(self._writer(slot.at, avoid | {beat.author}), slot.at, "short", [pool], beat):
                return
        kinds = (self._thank, self._update, self._short, self._answer, self._ask)
        if not any(write(slot.at, avoid) for write in kinds):
            self._story(slot.at, avoid)

    def _beat(self, slot: _Slot) -> None:
        beat = self.beats[slot.beat or 0]
        answers = self.entries[-1] if beat["mood"] == "reply" else None
        self._add(ReplyText(beat["author"], slot.at, beat["text"], answers.number if answers else None), "beat")
        self.beat_at[slot.beat or 0] = self.entries[-1]

    def _thank(self, at: datetime, avoid: Collection[str]) -> bool:
        """Let a member who asked something thank for a recent answer."""
        for answer in self.entries[-12:-1]:
            asked = self.answered.get(answer.number)
            if not asked or asked.author in avoid or {answer.number, asked.number} & self.thanked:
                continue
            only_stories = "leads" in self.subjects[asked.subject or 0]  # no answer to thank for
            if (asked.kind, answer.kind) == ("ask", "answer") and not only_stories and self.dice.chance(0.5):
                self.thanked |= {answer.number, asked.number}
                return self._say(asked.author, at, "thanks", [self.common["thanks"]], answer)
        return False

    def _update(self, at: datetime, avoid: Collection[str]) -> bool:
        """Let a member who wrote months ago write an update."""
        if not self.dice.chance(0.05):
            return False
        name = self._writer(at, avoid)
        since = (at - self.began.get(name, at)).days
        if since < A_WHILE or (at - self.updated.get(name, self.start)).days < 200:
            return False
        self.updated[name] = at
        span = span_of(since)
        words = {"span": span, "span_low": span.lower(), "span_ago": f"{span.lower()} ago"}
        return self._say(name, at, "update", [self.stock["updates"]], words=words)

    def _short(self, at: datetime, avoid: Collection[str]) -> bool:
        if not self.dice.chance(0.16):
            return False
        to = next((entry for entry in reversed(self.entries[-4:]) if entry.kind != "short"), self.entries[-1])
        name = self._writer(at, {*avoid, to.author})
        pool = self.stock["shorts"] if self.dice.chance(0.5) else self.common["shorts"]
        return self._say(name, at, "short", [pool], to)

    def _answer(self, at: datetime, avoid: Collection[str]) -> bool:
        """Answer a recent question or story, on its subject."""
        waiting = [entry for entry in self.entries[-4:] if entry.kind == "ask" and entry.number not in self.replied]
        open_to = [entry for entry in self.entries[-9:] if entry.kind in ("story", "ask", "update", "answer")]
        if not open_to or not self.dice.chance(0.65 if waiting else 0.17):
            return False
        to = waiting[-1] if waiting else self.dice.choice(open_to)
        name = self._writer(at, {*avoid, to.author})
        subject = self.subjects[to.subject if to.subject is not None else self.subject]
        fitting = [row["text"] for row in subject["replies"] if fits(row["to"], to.text, to.kind)]
        if to.kind != "update" and fitting and self.dice.chance(0.6):
            return self._say(name, at, "short", [fitting], to)
        leads = subject.get("leads") or self.common["ask_leads" if to.kind == "ask" else "leads"]
        pools = [self.common["cheers"]] if to.kind == "update" else [leads, subject["middles"]]
        return self._say(name, at, "answer", pools, to)

    def _ask(self, at: datetime, avoid: Collection[str]) -> bool:
        """Start a run of posts on another subject, often with a question."""
        self.run -= 1
        if self.run > 0:
            return False
        if not self.deck:  # subjects repeat, but never twice in a row
            self.deck = [n for n in range(len(self.subjects)) if n != self.subject]
            self.dice.shuffle(self.deck)
        self.subject, self.run = self.deck.pop(), self.dice.randint(4, 8)
        asks = self.subjects[self.subject]["asks"]
        return self.dice.chance(0.6) and self._say(self._writer(at, avoid, asking=True), at, "ask", [asks])

    def _story(self, at: datetime, avoid: Collection[str]) -> None:
        stock, common, name = self.stock, self.common, self._writer(at, avoid)
        for attempt in range(4 * TRIES):
            shy = not self.count[name] and self.dice.chance(0.7)
            pools = [self.subjects[self.subject]["middles"]]
            if shy or self.dice.chance(0.28):
                only_new = [text for text in common["openings"] + stock["openings"] if text.startswith("@new")]
                pools.insert(0, only_new if shy else self.dice.choice([common, stock])["openings"])
            if self.dice.chance(0.28):
                pools.append(self.dice.choice([common, stock])["closings"])
            if self._say(name, at, "story", pools):
                return
            name = self._writer(at, {*avoid, name})
            if attempt % 5 == 4:
                self.subject = self.dice.randrange(len(self.subjects))
        raise ValueError(f"voices.toml has too little to say for {self.total} replies")

    def _say(
        self, name: str, at: datetime, kind: Kind, pools: Pools, to: _Entry | None = None, words: Toml | None = None
    ) -> bool:
        """Post a text of one template from each pool; return False if all would repeat something."""
        tags = self._tags(name, at, to)
        for _ in range(TRIES):
            drawn = [self._draw(pool, tags, name) for pool in pools]
            if not all(drawn):
                return False
            text = " ".join(self.dice.spell(part) for part in drawn)
            answers = to if "{name}" in text else None
            text = text.format(name=self.people[to.author].called if to else "", **words or {})
            if not self._fresh(text, name):
                continue
            for part in drawn:
                self.drawn[part] = len(self.entries)
                self.last_used[name][part] = len(self.entries)
            subject = (to.subject if to else None) if kind in ("answer", "short", "thanks") else self.subject
            reply = ReplyText(name, at, in_paragraphs(text, self.dice), answers.number if answers else None)
            self._add(reply, kind, subject)
            if answers:
                self.replied.add(answers.number)
                self.answered[len(self.replies) + 1] = answers
            return True
        return False

    def _draw(self, pool: Sequence[str], tags: set[str], name: str) -> str:
        """Choose a template that fits the member and the time, from those that were used longest ago."""
        fitting = []
        for template in pool:
            wanted, text = parsed(template)
            is_rare = "{name}" not in text and text not in self.habits
            distance = TEMPLATE_DISTANCE if is_rare else NAMED_DISTANCE
            is_fresh = len(self.entries) - self.drawn.get(text, -distance) >= distance
            used_by_member = len(self.entries) - self.last_used[name].get(text, -MEMBER_DISTANCE) < MEMBER_DISTANCE
            if is_fresh and not (is_rare and used_by_member) and wanted <= tags:
                fitting.append(text)
        fitting.sort(key=lambda text: self.drawn.get(text, 0))
        return self.dice.choice(fitting[: max(2, len(fitting) // 2)]) if fitting else ""

    def _fresh(self, text: str, name: str) -> bool:
        if text in self.whole or re.search(rf"\b{re.escape(self.people[name].called)}\b", text):
            return False  # posted before, or addressed to its author
        now = len(self.entries)
        return all(
            now - self.sentences.get(sentence, -SENTENCE_DISTANCE) >= SENTENCE_DISTANCE for sentence in sentences(text)
        )

    def _add(self, reply: ReplyText, kind: Kind, subject: int | None = None) -> None:
        self.replies.append(reply)
        number, text, name = len(self.replies) + 1, reply.text.replace("\n\n", " "), reply.author
        self.entries.append(_Entry(number, name, text, kind, subject, first=not self.count[name]))
        self.whole.add(text)
        self.sentences |= dict.fromkeys(sentences(text), len(self.entries))
        self.began.setdefault(name, reply.at)
        self.count[name] += 1
