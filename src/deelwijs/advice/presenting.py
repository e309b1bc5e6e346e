"""An answer of «Mag dit?» as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from deelwijs.advice.answering import Reply
from deelwijs.advice.interview import Answers, Interview
from deelwijs.core.finding import Outcome
from deelwijs.core.norms import Address, Change, Part, Reason


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was answered or looked up."""

    question: str
    answer: str
    looked_up: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that would turn the answer, and what it would then be."""

    change: Change
    word: str
    tone: str


_THEN: dict[Outcome | None, str] = {
    Outcome.ALLOWED: "Dan mag het",
    Outcome.ALLOWED_IF: "Dan mag het, mits",
    Outcome.CONSULT: "Dan eerst overleg",
    Outcome.OUT_OF_SCOPE: "Dan geldt dit niet",
    None: "Dan misschien wel",  # that depends on what was not asked yet
}


@dataclass(frozen=True)
class AnswerPage:
    """Everything that the answer says."""

    reply: Reply
    interview: Interview
    looked_up: Answers

    @property
    def outcome(self) -> Outcome | None:
        """The verdict."""
        return self.reply.outcome

    @property
    def je(self) -> bool:
        """Whether the reader is addressed as "je"."""
        return self.reply.address is Address.JE

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        return self.reply.explanation.verdict

    @property
    def grounds(self) -> list[Reason]:
        """Why it is so: the articles that decide, and what lifts them."""
        wanted = {Part.GROUND, Part.EXCEPTION, Part.FULFILLED}
        return [reason for reason in self.reply.explanation.reasons if reason.part in wanted]

    @property
    def notices(self) -> list[Reason]:
        """What is good to know besides."""
        wanted = {Part.NOTICE, Part.POWER}
        return [reason for reason in self.reply.explanation.reasons if reason.part in wanted]

    @property
    def to_do(self) -> list[str]:
        """What helps, the surest first."""
        explanation = self.reply.explanation
        lines = [text for _, text in (*explanation.conditions, *explanation.duties)]
        return list(dict.fromkeys([*lines, *explanation.advice]))

    @property
    def changes(self) -> list[Turn]:
        """The smallest changes that would turn the answer."""
        return [
            Turn(change, _THEN.get(change.outcome, ""), change.outcome or Outcome.OUT_OF_SCOPE)
            for change in self.reply.explanation.changes
        ]

    @property
    def find_out(self) -> list[str]:
        """What somebody must find out first."""
        return [self.reply.ask(self.reply.book.facts[name]) for name in self.reply.explanation.find_out]

    @property
    def said(self) -> list[Said]:
        """What the answer was given on."""
        facts = self.reply.book.facts
        return [
            Said(self.reply.ask(facts[name]), facts[name].label(value), looked_up=name in self.looked_up)
            for name, value in self.reply.facts.known.items()
        ]

    @property
    def short_of(self) -> dict[str, str]:
        """The words for the plate of each article."""
        return {article.id: article.short for article in self.reply.protocol.articles.values()}


def answer_page(reply: Reply, interview: Interview, looked_up: Answers) -> AnswerPage:
    """The answer, ready to be shown."""
    return AnswerPage(reply, interview, looked_up)
