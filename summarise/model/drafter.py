"""Drafts by a language model: passages in groups, claims over each, checked, merged, and picked where too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from provenance.errors import ModelError
from provenance.language import Answer, LanguageModel, Prompt, Writing
from provenance.store.records import NewClaim
from summarise import names, prompts
from summarise.compose import Written
from summarise.draft import Chosen, Drafting
from summarise.model import grammar
from summarise.model.aliases import aliases
from summarise.model.answers import ClaimReader, Told
from summarise.model.citing import cited_units
from summarise.model.groups import grouped
from summarise.model.meter import Meter
from summarise.model.picking import pick
from summarise.model.settings import DEFAULT, ModelSettings
from summarise.model.shown import Shown, seen, shown
from summarise.text import content_words
from summarise.units import Unit, legible
from summarise.verdicts import fails

Drafted = Callable[[NewClaim], None]


def _unseen(claim: NewClaim) -> None:
    """What is done with a claim as it comes, where nobody looks on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is asked over passages: Attest's words, the brief or question, whether no claim is an answer, and
    whether every account must have one."""

    opening: str
    aim: str = ""
    none: bool = False
    each: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as the model made it, written and judged; `units` are what it cites, `words` its own words."""

    words: str
    units: tuple[Unit, ...]
    written: Written
    claim: NewClaim
    heading: str


@dataclass(eq=False)
class ModelDrafter:
    """One drafting by a model at a desk; afterwards it tells what it cost.

    `drafted` is told of every claim as soon as the model has closed it, before it has its heading and place.
    """

    desk: Drafting
    model: LanguageModel
    seed: int
    drafted: Drafted = _unseen
    settings: ModelSettings = DEFAULT
    merged: int = 0
    not_picked: int = 0
    truncated: int = 0
    cut: int = 0
    groups: list[list[str]] = field(default_factory=list)
    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        self.meter = Meter(self.desk.tick, self.model.name)

    def draft(self, chosen: Chosen, asked: Asked, most: int, headings: Sequence[str] = ()) -> list[Said]:
        """The claims over the passages of the chosen units, at most `most` beside those that the checks hold back."""
        looked = shown(self.desk, chosen, headings)
        if not looked:
            return []
        prompt = Prompt(prompts.SYSTEM, asked.opening, seen(asked.aim), "", prompts.CLOSING)
        looked, room = self._fitted(looked, prompt)
        places = [self._place(one) for one in looked]
        rows = [self.desk.material.place[one.passage.id] for one in looked]
        items = [one.item(place) for one, place in zip(looked, places, strict=True)]
        groups = grouped(items, self.desk.material.vectors[rows], room, self.settings.passages_of_a_call)
        self.groups = [[looked[i].passage.id for i in group] for group in groups]
        self.meter.plan([sum(looked[i].tokens for i in group) for group in groups], [len(group) for group in groups])
        found: list[Said] = []
        for number, group in enumerate(groups):
            found += self._claims([looked[i] for i in group], prompt, asked, number)
        return self._picked(self._merged(found), most)

    def recorded(self) -> dict[str, object]:
        """What goes into the run beside the drafter's settings."""
        facts = self.model.facts(self.meter.loading)
        return {
            **self.settings.recorded(),
            "model_context": facts.context,
            "model_template": facts.template or "none that can be used in the file: prompts were set plainly",
            "model_architecture": facts.architecture,
            "model_runtime": facts.runtime,
            "model_threads": facts.threads,
            "calls": self.meter.calls,
            "tokens_evaluated": self.meter.evaluated,
            "tokens_reused": self.meter.reused,
            "tokens_generated": self.meter.generated,
            "claims_truncated": self.truncated,
            "claims_merged": self.merged,
            "claims_not_picked": self.not_picked,
            "passages_shown_in_part": self.cut,
            "passages_shown": self.groups,
        }

    def answer_tokens(self) -> int:
        """How long an answer may be: as set, or a quarter of what the model holds."""
        return min(self.settings.answer_tokens, self.model.facts(self.meter.loading).context // 4)

    def room(self, frame: int) -> int:
        """Tokens left for passages beside a prompt's frame and the answer."""
        context = self.model.facts(self.meter.loading).context
        room = context - frame - self.answer_tokens()
        if room < context // 8:
            raise ModelError("context_too_small", name=self.model.name, context=context, least=2 * frame)
        return room

    def _fitted(self, looked: list[Shown], prompt: Prompt) -> tuple[list[Shown], int]:
        """The passages with what each costs, none more than there is room for; and that room."""
        frame, costs = self.model.count(prompt, [one.sample for one in looked], self.meter.loading)
        room = self.room(frame)
        looked = [one.counted(cost) for one, cost in zip(looked, costs, strict=True)]
        while long := [i for i, one in enumerate(looked) if one.tokens > room]:
            shorter = [looked[i].shortened(room) for i in long]
            _, costs = self.model.count(prompt, [one.sample for one in shorter], self.meter.loading)
            for i, one, cost in zip(long, shorter, costs, strict=True):
                if len(one.text) >= len(looked[i].text):
                    raise ModelError("context_too_small", name=self.model.name, context=room, least=looked[i].tokens)
                looked[i] = one.counted(cost)
        self.cut = sum(one.cut for one in looked)
        return looked, room

    def _place(self, one: Shown) -> tuple[int, int]:
        at = [s.id for s in self.desk.material.sources].index(one.passage.source_id)
        return at, one.passage.start

    def _claims(self, group: Sequence[Shown], prompt: Prompt, asked: Asked, number: int) -> list[Said]:
        """One call: the claims over one group, each told of as it comes."""
        settings = self.settings
        words = " ".join([prompt.system, prompt.opening, prompt.aim, *(f"{one.whose} {one.text}" for one in group)])
        given = dict(zip(aliases("P", len(group), self.seed + number, words), group, strict=True))
        accounts: dict[tuple[str, str], list[str]] = {}
        for name, one in given.items():
            accounts.setdefault(one.account, []).append(name)
        most = len(group) + settings.claims_beyond
        rules = grammar.claims(
            list(accounts.values()),
            0 if asked.none else 1,
            most,
            settings.cites_of_a_claim,
            settings.letters_of_a_claim,
            each=asked.each,
        )
        reader = ClaimReader(frozenset(given))
        said: list[Said] = []

        def writing(text: str, evaluated: int, generated: int) -> None:
            for told in self._read(reader, text):
                said.append(self._said(told, given))
                self.drafted(said[-1].claim)
            self.meter.tell(f"{self.model.name} reads and writes", evaluated, generated)

        body = "".join(one.fenced(name) for name, one in given.items())
        answer = self.ask(replace(prompt, body=body), rules, writing, number)
        self.truncated += reader.cut
        self.meter.done(answer)
        return said

    def ask(self, prompt: Prompt, rules: str, writing: Writing, number: int) -> Answer:
        """One call of the model."""
        return self.model.write(
            prompt,
            rules,
            writing,
            most=self.answer_tokens(),
            temperature=self.settings.temperature,
            seed=self.seed + number,
        )

    def _read(self, reader: ClaimReader, text: str) -> list[Told]:
        try:
            return reader.feed(text)
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # only a child in strange hands writes so
            raise ModelError("model_crashed", name=self.model.name, error="it wrote outside the grammar") from error

    def _said(self, told: Told, given: dict[str, Shown]) -> Said:
        """A claim with its citations cut, attributed, and judged by what it cites."""
        desk, looked = self.desk, [given[name] for name in told.cites]
        units: list[Unit] = []
        for one in looked:
            citable = one.citable(desk.backdrop.units(one.passage)) if legible(one.passage) else []
            units += cited_units(told.text, one.passage, citable, one.cut)
        source = desk.material.by_id[looked[0].passage.source_id]
        citations = tuple(desk.composer.cite(source, unit, "cited") for unit in units)
        who = names.attribution(source, looked[0].passage, citations[0].label)
        words = self._ended(told.text)
        written = Written(f"{who}: {words}", names.kind(source, looked[0].passage), citations)
        verdict = desk.judge.verdict(written.text, citations)
        claim = NewClaim("", written.text, written.kind, verdict, citations, fails(verdict))
        return Said(words, tuple(units), written, claim, looked[0].heading)

    def _ended(self, words: str) -> str:
        """The words, marked where they fill all the room that a claim has and do not come to an end."""
        full = len(words) >= self.settings.letters_of_a_claim - 2 and words[-1] not in ".!?”’"
        return f"{words} …" if full else words

    def _merged(self, found: Sequence[Said]) -> list[Said]:
        """Each claim once: of two over the same place in nearly the same words the better supported, else the first."""
        kept: list[Said] = []
        for one in found:
            twin = next((i for i, other in enumerate(kept) if self._same(one, other)), None)
            if twin is None:
                kept.append(one)
                continue
            self.merged += 1
            if kept[twin].claim.held_back and not one.claim.held_back:
                kept[twin] = one
        return kept

    def _same(self, one: Said, other: Said) -> bool:
        if not any(a.overlaps(b) for a in one.units for b in other.units):
            return False
        mine, others = set(content_words(one.words)), set(content_words(other.words))
        if not mine or not others:
            return one.words == other.words
        return len(mine & others) >= self.settings.same_words * len(mine | others)

    def _picked(self, found: list[Said], most: int) -> list[Said]:
        """The claims, those that stand thinned to `most`; what the checks hold back is kept and takes no place."""
        standing = [i for i, one in enumerate(found) if not one.claim.held_back]
        if len(standing) <= most:
            return found
        claims = [found[i] for i in standing]
        owners = [one.units[0].source_id for one in claims]
        picked = {standing[i] for i in pick(self, [one.written.text for one in claims], owners, most)}
        self.not_picked = len(standing) - len(picked)
        return [one for i, one in enumerate(found) if i in picked or one.claim.held_back]
