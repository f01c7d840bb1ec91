"""Composes a long discussion from a hand-written stock (voices.toml), so that it reads like people talking.

Posts come in runs on one subject; people answer what was really said before them; nobody tells the same thing twice;
and a few people have a story of their own, in `beats`, on days of their own. Chance is seeded with the discussion's
key, so every machine composes the same posts.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import accumulate
from typing import Any, Literal

from community.demo.pacing import awake, waking
from community.demo.texts import MemberText, ReplyText
from community.demo.wording import A_WHILE, Dice, fits, laid_out, parsed, sentences, span_of

SEASONS = ("winter", "winter", *("spring",) * 3, *("summer",) * 3, *("autumn",) * 3, "winter")
NEAR = 40  # no sentence comes twice within so many posts,
REST, REST_NAMED = 60, 20  # no template within so many, or so many if it is a few words to somebody,
AGES = 600  # posts within which nobody tells the same story again
TRIES = 40

type Kind = Literal["hand", "story", "ask", "answer", "short", "update", "thanks", "beat"]
type Toml = dict[str, Any]
type Pools = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A moment at which somebody writes: their own `beat`, an answer to one, or (both None) anything."""

    at: datetime
    beat: int | None = None
    answers_beat: int | None = None


@dataclass(slots=True)
class _Line:
    """What the talk remembers of a post that others may answer."""

    number: int
    author: str
    text: str
    kind: Kind
    subject: int | None = None
    first: bool = False


class Talk:
    """A long discussion being composed: runs of posts on one subject, people answering each other, and beats.

    A beat is a hand-written post with a day of its own, so that the people in the discussion have a story."""

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
        self.lines: list[_Line] = [_Line(1, starter, row["body"], "hand")]
        self.began: dict[str, datetime] = {starter: self.start}
        self.count: defaultdict[str, int] = defaultdict(int)
        self.last_used: defaultdict[str, dict[str, int]] = defaultdict(dict)  # the same for each person
        self.drawn: dict[str, int] = {}  # template to the post that used it last
        self.sentences: dict[str, int] = {}  # the same for sentences
        self.whole = set[str]()
        self.beat_at: dict[int, _Line] = {}
        self.updated: dict[str, datetime] = {}
        self.thanked, self.replied = set[int](), set[int]()
        self.answered: dict[int, _Line] = {}  # the number of an answer to what it answers
        self.deck: list[int] = []
        self.subject, self.run = 0, 0
        for reply in replies:
            self._add(reply, "hand")
        self.stays = {name: self._stay(name) for name in stock["cast"]}

    def complete(self) -> list[ReplyText]:
        """The hand-written replies and as many composed ones as make the total."""
        slots = self._slots(self.total - len(self.replies))
        for slot, after in zip(slots, [*slots[1:], slots[-1]], strict=True):
            self._speak(slot, "" if after.beat is None else self.beats[after.beat]["author"])
        return self.replies

    # When and who

    def _stay(self, name: str) -> tuple[datetime, datetime]:
        """From when to when somebody takes part: regulars throughout, others for a season or two."""
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
                    slots.append(_Slot(waking(at, later), answers_beat=index))
                    later += self.dice.uniform(0.3, 9)
        begin = self.replies[-1].at
        weights = [0.02 + self.dice.lognormvariate(0, 1.2) for _ in range(count - len(slots))]
        span = awake(begin, self.end)
        slots += [_Slot(waking(begin, span * part / sum(weights))) for part in accumulate(weights)]
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

    def _tags(self, name: str, at: datetime, to: _Line | None = None) -> set[str]:
        tags = {*self.stock["cast"].get(name, ()), SEASONS[at.month - 1]}
        tags |= {"new"} if not self.count[name] else {"known"} if self.count[name] > 2 else set()
        tags |= {"old"} if name in self.began and at - self.began[name] > timedelta(days=400) else set()
        tags |= {"night"} if at.hour < 6 or at.hour > 22 else {"morning"} if at.hour < 9 else set()
        tags |= {"weekend"} if at.weekday() == 6 else set()
        return tags | ({f"to-{to.kind}", *(["to-new"] if to.first else [])} if to else set())

    # What is said

    def _speak(self, slot: _Slot, soon: str) -> None:
        """Write the post of a slot; `soon` is who has the next beat, and so is quiet now."""
        avoid = {self.lines[-1].author, soon}
        if slot.beat is not None:
            self._beat(slot)
            return
        if slot.answers_beat is not None:
            beat = self.beat_at[slot.answers_beat]
            pool = self.common["cheers" if self.beats[slot.answers_beat]["mood"] == "good" else "hugs"]
            if self._say(self._writer(slot.at, avoid | {beat.author}), slot.at, "short", [pool], beat):
                return
        ways = (self._thank, self._update, self._short, self._answer, self._ask)
        if not any(way(slot.at, avoid) for way in ways):
            self._story(slot.at, avoid)

    def _beat(self, slot: _Slot) -> None:
        beat = self.beats[slot.beat or 0]
        answers = self.lines[-1] if beat["mood"] == "reply" else None
        self._add(ReplyText(beat["author"], slot.at, beat["text"], answers.number if answers else None), "beat")
        self.beat_at[slot.beat or 0] = self.lines[-1]

    def _thank(self, at: datetime, avoid: Collection[str]) -> bool:
        """Somebody who asked or told something says thanks for a recent answer."""
        for answer in self.lines[-12:-1]:
            asked = self.answered.get(answer.number)
            if not asked or asked.author in avoid or {answer.number, asked.number} & self.thanked:
                continue
            own_tales = "leads" in self.subjects[asked.subject or 0]  # there is nothing to thank for
            if (asked.kind, answer.kind) == ("ask", "answer") and not own_tales and self.dice.chance(0.5):
                self.thanked |= {answer.number, asked.number}
                return self._say(asked.author, at, "thanks", [self.common["thanks"]], answer)
        return False

    def _update(self, at: datetime, avoid: Collection[str]) -> bool:
        """Somebody who wrote months ago tells how it went on."""
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
        to = next((line for line in reversed(self.lines[-4:]) if line.kind != "short"), self.lines[-1])
        name = self._writer(at, {*avoid, to.author})
        pool = self.stock["shorts"] if self.dice.chance(0.5) else self.common["shorts"]
        return self._say(name, at, "short", [pool], to)

    def _answer(self, at: datetime, avoid: Collection[str]) -> bool:
        """Answer a question or a story from among the last posts, on its subject."""
        waiting = [line for line in self.lines[-4:] if line.kind == "ask" and line.number not in self.replied]
        open_to = [line for line in self.lines[-9:] if line.kind in ("story", "ask", "update", "answer")]
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
        """Begin a run of posts on another subject, often with a question."""
        self.run -= 1
        if self.run > 0:
            return False
        if not self.deck:  # the subjects come round again, never one twice in a row
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
        self, name: str, at: datetime, kind: Kind, pools: Pools, to: _Line | None = None, words: Toml | None = None
    ) -> bool:
        """Draw a part from each pool and post them as one; False if nothing fresh was found."""
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
                self.drawn[part] = len(self.lines)
                self.last_used[name][part] = len(self.lines)
            subject = (to.subject if to else None) if kind in ("answer", "short", "thanks") else self.subject
            reply = ReplyText(name, at, laid_out(text, self.dice), answers.number if answers else None)
            self._add(reply, kind, subject)
            if answers:
                self.replied.add(answers.number)
                self.answered[len(self.replies) + 1] = answers
            return True
        return False

    def _draw(self, pool: Sequence[str], tags: set[str], name: str) -> str:
        """A template that fits the person and the moment, one of those that were used longest ago."""
        fitting = []
        for template in pool:
            wanted, text = parsed(template)
            named = "{name}" in text
            rest = REST_NAMED if named or text in self.habits else REST
            rested = len(self.lines) - self.drawn.get(text, -rest) >= rest
            last_used = (
                not (named or text in self.habits) and len(self.lines) - self.last_used[name].get(text, -AGES) < AGES
            )
            if rested and not last_used and wanted <= tags:
                fitting.append(text)
        fitting.sort(key=lambda text: self.drawn.get(text, 0))
        return self.dice.choice(fitting[: max(2, len(fitting) // 2)]) if fitting else ""

    def _fresh(self, text: str, name: str) -> bool:
        called = self.people[name].called
        if text in self.whole or re.search(rf"\b{re.escape(called)}\b", text):
            return False  # said before, or they would be talking to themselves
        now = len(self.lines)
        return all(now - self.sentences.get(sentence, -NEAR) >= NEAR for sentence in sentences(text))

    def _add(self, reply: ReplyText, kind: Kind, subject: int | None = None) -> None:
        self.replies.append(reply)
        number, text, name = len(self.replies) + 1, reply.text.replace("\n\n", " "), reply.author
        self.lines.append(_Line(number, name, text, kind, subject, first=not self.count[name]))
        self.whole.add(text)
        self.sentences |= dict.fromkeys(sentences(text), len(self.lines))
        self.began.setdefault(name, reply.at)
        self.count[name] += 1
