"""One pass over a clause, from left to right, that finds the operations it states."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from burnish.agent.planner.clauses import is_soft, is_stated
from burnish.agent.planner.follow_up_words import undone
from burnish.agent.planner.hits import FLIPPED, Hit
from burnish.agent.planner.intents import COLORS, Color, Direction
from burnish.agent.planner.lexicon import Sense, Term
from burnish.agent.planner.noun_phrases import NounPhrase, is_noun, is_unknown, noun_phrases

_UP = ("up", "need", "insert", "more")
_DOWN = ("down", "take", "less")
_RULERS = ("take", "down", "up", "adjust", "make", "insert", "keep", "undo", "need")
_FIXES = frozenset("fix correct clean clear heal patch cover cut edit take".split())


@dataclass
class Scan:
    """The state of the pass. `hits` runs it once."""

    terms: Sequence[Term]
    at: int = 0
    ruler: str = ""
    """Which kind of word rules here."""

    ruler_at: int = -1
    degree: str = ""
    """`more` or `less`, until the next property or quality."""

    excess: bool = False
    negated: bool = False
    skip_to: int = 0
    found: list[Hit] = field(default_factory=list[Hit])

    def __post_init__(self) -> None:
        self.phrases: list[NounPhrase] = noun_phrases(self.terms)
        self.praises = [at for at, term in enumerate(self.terms) if term.can_be("praise") and self._praises(at)]
        self.wants = any(term.can_be("need", "too") or term.text in _MODALS for term in self.terms)
        self.end = self._purpose_start()

    def hits(self) -> list[Hit]:
        """The operations of the clause in the order of their words."""
        while self.at < self.end:
            if self.at >= self.skip_to:
                self._step(self.terms[self.at])
            self.at += 1
        if not self.found:
            self._distracting()
        if not self.found:
            self._thing_alone()
        return self.found

    # ------------------------------------------------------------------ the reach of words

    def _purpose_start(self) -> int:
        """Where the clause stops to say what is wanted and begins to say what for."""
        seen = False
        for at, term in enumerate(self.terms):
            if seen and term.can_be("purpose"):
                return at
            if seen and term.text == "to" and self._starts_purpose(at):
                return at
            seen = seen or term.can_be("verb", "quality") or (term.can_be("property") and at > 0)
        return len(self.terms)

    def _starts_purpose(self, at: int) -> bool:
        after = self._term(at + 1)
        before = self._term(at - 1)
        if before is not None and before.can_be("need", "adjust"):
            return False
        return after is not None and after.text in _PURPOSE_VERBS

    def _term(self, at: int) -> Term | None:
        return self.terms[at] if 0 <= at < len(self.terms) else None

    def _praises(self, at: int) -> bool:
        """`I like it` praises, `dressed like a pirate` does not."""
        if self.terms[at].text not in ("like", "well", "good", "nice"):
            return True
        before = self._term(at - 1)
        return at == 0 or (before is not None and before.text in ("i", "we", "really", "do", "very", "also", "is", "a", "looks", "are"))

    def _is_praised(self) -> bool:
        """Whether words of praise stand in this clause, and none of wanting."""
        return bool(self.praises) and not self.wants and not self.ruler

    # ------------------------------------------------------------------ one term

    def _step(self, term: Term) -> None:
        if is_soft(term):
            self._at_joint()
            return
        if term.can_be("too") and not self._is_comparison():
            self.excess = True
        if term.can_be("not") and not term.can_be("need"):
            self.negated = True
        if self._impossible(term):
            return
        if (term.can_be("property", "quality", "verb", "color") or term.text in _PULLS_OUT) and self._operation(term):
            return
        self._govern(term)
        if term.can_be("more"):
            self.degree = "more"
        elif term.can_be("less"):
            self.degree = "less"

    def _is_comparison(self) -> bool:
        after = self._term(self.at + 1)
        sense = None if after is None else after.sense("quality")
        return self.terms[self.at].text not in ("too", "way too", "far too") and bool(sense and sense.comparative)

    def _at_joint(self) -> None:
        self.degree, self.excess = "", self.excess and not self.found
        self.negated = False
        after = self._term(self.at + 1)
        if after is not None and after.can_be("insert", "take", "keep", "undo") and not after.can_be("property"):
            self.ruler, self.ruler_at = "", -1

    def _govern(self, term: Term) -> None:
        kinds = [kind for kind in _RULERS if term.can_be(kind)]
        if not kinds or (term.can_be("more", "less") and self.ruler not in ("", "done")):
            return
        if self.negated and kinds != ["need"] and not term.can_be("need"):
            self._forbidden()
            return
        kind = self._chosen(term, kinds)
        if kind == "need" and self.ruler in ("up", "down", "make", "take", "adjust"):
            return
        if kind == "need" and term.text in ("please", "could", "should be", "would like", "want", "wants", "like to see"):
            self.ruler, self.ruler_at = "wish" if term.text in ("please", "could") else "need", self.at
            return
        self.ruler, self.ruler_at = kind, self.at
        if kind == "adjust" and term.text.split()[0] in _REPLACES and self._is_about("bg"):
            if not any(each.can_be("property", "quality", "color") for each in self._ahead()[:4]):
                self._add("background", "+", settled=True)
        if kind in ("take", "insert", "keep", "undo"):
            self._object(kind)

    def _chosen(self, term: Term, kinds: Sequence[str]) -> str:
        """Which of the kinds a word is here, by what follows."""
        ahead = self._ahead()
        has_property = any(each.can_be("property") for each in ahead)
        if "take" in kinds and len(kinds) > 1 and term.text.split()[0] in _FIXES:
            return "take" if self._concrete(ahead) and not has_property else "adjust"
        if has_property:
            for kind in ("up", "down", "adjust", "take", "make"):
                if kind in kinds:
                    return kind
        if any(each.can_be("quality", "color", "impossible") for each in ahead) and "make" in kinds:
            return "make"
        for kind in ("insert", "take", "keep", "undo", "up", "down", "adjust", "make"):
            if kind in kinds and not (kind == "insert" and "make" in kinds):
                return kind
        return kinds[0]

    def _ahead(self) -> list[Term]:
        """The terms after this one up to the next joint or the end of what is wanted."""
        ahead: list[Term] = []
        for term in self.terms[self.at + 1 : self.end]:
            if is_soft(term) and term.text != "with":
                break
            ahead.append(term)
        return ahead

    def _concrete(self, ahead: Sequence[Term]) -> bool:
        return any(is_unknown(term) for term in ahead)

    def _forbidden(self) -> None:
        """`don't crop`, `do not darken`: the operation that follows is one to keep away from."""
        self.ruler, self.ruler_at = "keep", self.at

    # ------------------------------------------------------------------ operations

    def _operation(self, term: Term) -> bool:
        if term.text in _PULLS_OUT and self._pulled_out():
            return True
        if self.ruler == "keep" and self.ruler_at < self.at:
            return True
        quality, prop, verb = term.sense("quality"), term.sense("property"), term.sense("verb")
        if verb is not None and not self._prefers_noun(term, prop, quality):
            if not (term.can_be(*_RULERS) and self._has_object_property()):
                return self._verb(verb)
        if prop is not None and not (quality is not None and self._is_predicate()):
            return self._property(prop)
        if quality is not None:
            return self._quality(quality)
        if term.can_be("color"):
            return self._color(term)
        return False

    def _pulled_out(self) -> bool:
        """`photoshop the guy out`: the particle stands behind the thing."""
        thing = next((each for each in self.phrases if each.first == self.at + 1), None)
        if thing is None or thing.is_whole:
            return False
        after = self._term(thing.last + 1)
        if after is None or after.text not in ("out", "out of", "away", "off"):
            return False
        self.ruler, self.ruler_at = "take", self.at
        self._take([thing])
        return True

    def _prefers_noun(self, term: Term, prop: Sense | None, quality: Sense | None) -> bool:
        """Whether a word that is a verb and something else is the something else here."""
        if quality is not None and (self.excess or self.degree or self.negated or self.ruler in ("make", "need")):
            return True
        if prop is None:
            return quality is not None and self._is_predicate()
        before = self._term(self.at - 1)
        led = before is not None and (before.text in ("the", "a", "an", "of", "some", "any", "little", "in", "this") or before.can_be("more", "less", "too", "small", "large", "quality", "praise"))
        return bool(self.ruler in ("up", "down", "take", "adjust", "insert", "need") and self.ruler_at == self.at - 1) or led

    def _is_predicate(self) -> bool:
        before = self._term(self.at - 1)
        while before is not None and before.can_be("too", "small", "large", "not", "more", "less"):
            before = self._term(self.terms.index(before) - 1)
        return before is not None and (is_stated(before) or before.can_be("make"))

    def _has_object_property(self) -> bool:
        ahead = self._ahead()[:6]
        return any(
            term.can_be("property") or (term.can_be("quality") and not is_noun(term)) or term.can_be("color") for term in ahead
        )

    def _verb(self, sense: Sense) -> bool:
        op, direction = sense.op, sense.direction
        if op is None or self._is_praised() or self._is_told():
            return True
        if self.negated:
            if op == "crop":
                self._add("crop", "-")
            self.negated = False
            return True
        if op == "crop" and self._is_too_tight():
            direction = "-"
        if self.degree == "less" and direction in ("+", "-"):
            direction = FLIPPED[direction]
        self.ruler, self.ruler_at, self.degree = "done", self.at, ""
        if op == "exposure" and self._is_about("shadows"):
            op = "shadows"
        if op == "exposure" and self._is_about_highlights():
            op = "highlights"
        self._add(op, direction)
        return True

    def _is_told(self) -> bool:
        """`she darkens the room`: what somebody or something does, not what is to be done."""
        first = self.terms[self.at].text.split()[0]
        before = self._term(self.at - 1)
        return first.endswith("s") and not first.endswith("ss") and before is not None and not is_soft(before) and first not in ("focus",)

    def _is_about(self, region: str) -> bool:
        """Whether the next noun phrase is this region."""
        after = next((each for each in self.phrases if self.at < each.first <= self.at + 3), None)
        return after is not None and after.region == region

    def _is_about_highlights(self) -> bool:
        return any(sense.op == "highlights" for term in self.terms[self.at + 1 : self.at + 3] for sense in term.senses)

    def _is_too_tight(self) -> bool:
        return self.excess or any(
            term.can_be("too") and after.text in ("tight", "tightly", "close", "much", "closely")
            for term, after in zip(self.terms, self.terms[1:], strict=False)
        )

    def _property(self, sense: Sense) -> bool:
        op, more = sense.op, sense.direction
        if op is None or more is None:
            return False
        if sense.value in ("tone", "tone word", "colors") and self._tone(sense):
            return True
        if sense.value == "crop":
            return self._crop_noun()
        sign = self._sign(more, fault=sense.value == "fault" or more == "-")
        if sense.value == "colors" and self.ruler in ("make", "done") and not self.degree and not self.negated:
            sign = None
        self.degree, self.excess, self.negated = "", False, False
        if sign is None or sense.value == "tone word":
            return True
        if sense.value == "colors" and self.ruler == "adjust":
            self._add("color" if self._colors_of_a_thing() else "auto_color", "+")
            return True
        direction = more if sign in ("+", "adjust") else FLIPPED[more]
        if op == "blur" and direction == "-":
            op, direction = "sharpness", "+"
        if op == "style" and direction == "-":
            return True
        if op == "sharpness" and direction == "-" and more == "-" and self.ruler == "insert":
            op, direction = "blur", "+"
        self._add(op, direction if op not in ("retouch",) else "+")
        return True

    def _colors_of_a_thing(self) -> bool:
        """`change the jacket's color`: a thing is to have another color, not the picture better ones."""
        if self.terms[self.ruler_at].text.split()[0] not in _REPLACES:
            return False
        near = [each for each in self.phrases if self.ruler_at < each.first <= self.at + 3]
        return any(not each.is_whole for each in near)

    def _crop_noun(self) -> bool:
        """`a tighter crop`: asked for, unless it is praised or said to be too tight already."""
        if not self._is_praised():
            self._add("crop", "-" if self._is_too_tight() or self.negated else "+")
        self.degree, self.excess, self.negated = "", False, False
        return True

    def _sign(self, more: Direction, *, fault: bool) -> str | None:
        """`+` for more of the property, `-` for less, `adjust` for the better, None where nothing is asked."""
        after = self._post()
        if self._is_called_excessive():
            return "-"
        if self.negated:
            return "+" if self.degree != "less" else "-"
        if self.degree:
            return "+" if self.degree == "more" else "-"
        if self.excess or after == "excess":
            return "-"
        if after in ("up", "down"):
            return "+" if after == "up" else "-"
        if self.ruler in ("up", "insert", "need"):
            return "-" if fault and self.ruler == "need" else "+"
        if self.ruler in ("down", "take"):
            return "-"
        if self.ruler in ("adjust", "make"):
            return "-" if fault else "+"
        if after == "faulty":
            return "-" if fault else "+"
        if fault:
            return None if self._is_praised() else "-" if self._is_fault_mentioned() else None
        return "+" if self._is_bare() else None

    def _is_called_excessive(self) -> bool:
        """`the harsh contrast`: the word before the property says that there is too much of it."""
        before = self._term(self.at - 1)
        return before is not None and before.can_be("excess") and not self.ruler and not before.can_be("large", "too")

    def _is_fault_mentioned(self) -> bool:
        return len(self.terms) <= 8 or any(term.text in ("there", "there's", "lot", "some", "has") for term in self.terms)

    def _is_bare(self) -> bool:
        """A list of properties without a verb is a request for them."""
        if self._is_praised() or any(is_stated(term) for term in self.terms):
            return False
        if self.ruler in ("wish", "done"):
            return True
        return len(self.terms) <= 5

    def _post(self) -> str:
        """What is said after the property: up, down, that it is too strong, that it is poor."""
        for term in self.terms[self.at + 1 : self.at + 8]:
            if is_soft(term) or term.can_be("purpose"):
                break
            if term.can_be("property", "region"):
                continue
            if term.can_be("excess") or term.can_be("too"):
                return "excess" if not self._negated_after() else "up"
            if term.can_be("less") or (term.can_be("down", "take") and _is_participle(term)):
                return "down"
            if term.can_be("more") or (term.can_be("up") and _is_participle(term)):
                return "up"
            if term.text in ("up", "higher", "increased", "raised", "boosted", "boost", "stronger"):
                return "up"
            if term.text in ("down", "lower", "decreased", "reduced", "lowered", "weaker"):
                return "down"
            if term.can_be("faulty"):
                return "faulty"
        return ""

    def _negated_after(self) -> bool:
        return any(term.can_be("not") for term in self.terms[self.at + 1 : self.at + 5])

    def _quality(self, sense: Sense) -> bool:
        op, toward = sense.op, sense.direction
        if op is None or toward is None:
            return False
        direction = self._quality_direction(sense, toward)
        excess_or_more = self.excess or bool(self.degree)
        self.degree, self.excess, self.negated = "", False, False
        if direction is None:
            return True
        if sense.value == "background":
            if any(phrase.region == "bg" for phrase in self.phrases):
                self._add("background", "+", settled=True)
            return True
        if op == "crop" and not sense.comparative and not excess_or_more:
            return True
        if op in ("black_and_white", "blur", "style", "denoise") and direction == "-":
            direction = "-" if op == "black_and_white" else "+"
            if op != "denoise" and op != "black_and_white":
                return True
        if op == "auto_color" and direction == "-":
            direction = "+"
        if op == "rotate":
            direction = "0"
        self._add(op, direction, quality=True)
        return True

    def _quality_direction(self, sense: Sense, toward: Direction) -> Direction | None:
        if self.excess and not sense.comparative:
            return FLIPPED[toward]
        if self.negated:
            if sense.fault:
                return None
            return toward
        if self.degree == "less":
            return FLIPPED[toward]
        if self.degree == "more" or sense.comparative:
            return None if self._is_praised() and not self.found else toward
        if self.ruler in ("make", "need", "up", "wish") and self._is_target():
            if sense.fault and not (self.ruler == "make" and self._is_imperative()):
                return FLIPPED[toward]
            return toward
        if self.ruler in ("take", "down") and sense.fault:
            return FLIPPED[toward]
        if self._is_attributive(sense):
            return None
        if sense.fault and not self._is_praised():
            return FLIPPED[toward]
        if sense.op == "black_and_white" and len(self.terms) <= 6 and not self._is_praised():
            return toward
        return None

    def _is_imperative(self) -> bool:
        first = next((term for term in self.terms if not term.can_be("need", "nothing", "praise")), None)
        return first is not None and self.ruler_at >= 0 and not any(is_stated(term) for term in self.terms[: self.at])

    def _is_target(self) -> bool:
        """Whether a quality after `make` says how the thing should become, and does not just describe it."""
        after = self._term(self.at + 1)
        return after is None or not is_noun(after) or after.can_be("whole")

    def _is_attributive(self, sense: Sense) -> bool:
        """`the blurry person`: the quality only says which one is meant."""
        after = self._term(self.at + 1)
        if after is None or is_soft(after):
            return False
        if after.can_be("property") and not after.can_be("not"):
            return not sense.fault
        return is_noun(after) and not after.can_be("whole")

    # ------------------------------------------------------------------ color

    def _tone(self, sense: Sense) -> bool:
        """A tint, tone or color word with the name of a color near it."""
        color_at = self._color_near()
        if color_at is None:
            return False
        color = self.terms[color_at].sense("color")
        if color is None:
            return False
        if sense.value == "colors" and color_at > self.at and self.ruler not in ("adjust", "make"):
            return False
        down = self.ruler in _DOWN or self.degree == "less" or self.excess or self._post() == "excess"
        stated = not self.ruler and not self.degree
        if stated and (self._is_praised() or sense.value == "colors"):
            return True
        direction: Direction = "-" if down or stated or self.ruler == "need" and self.negated else "+"
        if sense.value == "colors" and direction == "+" and self._background_between():
            self._add("background", "+", settled=True)
            self.at = max(self.at, color_at)
            return True
        if self.ruler == "adjust" and color_at < self.at and sense.value != "colors":
            direction = "-"
        self._add("color", direction, color=_named(color.value))
        self.degree, self.excess, self.negated = "", False, False
        self.at = max(self.at, color_at)
        return True

    def _background_between(self) -> bool:
        return any(each.region == "bg" and self.ruler_at < each.first <= self.at for each in self.phrases)

    def _color_near(self) -> int | None:
        for at in range(self.at - 1, max(-1, self.at - 4), -1):
            if self.terms[at].can_be("color"):
                return at
            if is_soft(self.terms[at]) and self.terms[at].text == ",":
                break
        past_to = False
        for at in range(self.at + 1, min(self.end, self.at + 12)):
            if self.terms[at].text in ("to", "into", "as"):
                past_to = True
            if self.terms[at].can_be("color") and (past_to or at == self.at + 1):
                return at
        return None

    def _color(self, term: Term) -> bool:
        color = term.sense("color")
        if color is None:
            return False
        after = self._term(self.at + 1)
        named = _named(color.value)
        bent = term.text.endswith(("ish", "er", "ness", "y")) and term.text not in ("silver", "ivory", "amber", "burgundy", "navy", "gray", "grey", "mustard", "cherry", "ruby")
        if after is not None and (after.can_be("property") and not after.can_be("contrary")):
            return True
        if after is not None and is_noun(after) and not after.can_be("whole") and self.ruler != "take":
            return True
        if self.excess or self.degree == "less" or self.ruler == "down":
            self._add("color", "-", color=named)
        elif self.degree == "more" or (bent and term.text.endswith("er")):
            self._add("color", "+", color=named)
        elif self.ruler == "take" and (after is None or not is_noun(after)):
            self._add("color", "-", color=named)
        elif self.ruler in ("make", "adjust"):
            self._make_color(named)
        elif bent and not self._is_praised():
            self._add("color", "-", color=named)
        elif self.ruler in ("up", "insert", "need") and (after is None or not is_noun(after)):
            self._add("color", "+", color=named)
        self.degree, self.excess = "", False
        return True

    def _make_color(self, color: Color) -> None:
        nearest = [phrase for phrase in self.phrases if self.ruler_at < phrase.first and phrase.last < self.at]
        if any(phrase.region == "bg" for phrase in nearest):
            self._add("background", "+", settled=True)
        elif not (color in ("black", "white", "gray") and all(phrase.is_whole for phrase in nearest)):
            self._add("color", "+", color=color)

    # ------------------------------------------------------------------ objects of verbs

    def _object(self, kind: str) -> None:
        """Remove, add or keep a thing: decided by the first noun phrase after the verb."""
        ahead = self._ahead()
        limit = self.at + len(ahead)
        phrases = [phrase for phrase in self.phrases if self.at < phrase.first <= limit]
        first_property = next((at for at in range(self.at + 1, limit + 1) if self.terms[at].can_be("property")), None)
        direct = [phrase for phrase in phrases if not phrase.preposition or phrase.first == self.at + 1]
        if kind == "keep":
            self._keep(direct, first_property)
        elif kind == "undo":
            self._undo(ahead)
        elif first_property is not None and (not direct or first_property <= direct[0].last + 1):
            return
        elif kind == "take" and not direct and _is_participle(self.terms[self.at]):
            self._take(self._passive_subject())
        elif kind == "take":
            self._take(direct or phrases)
        elif kind == "insert":
            self._insert(phrases)

    def _undo(self, ahead: Sequence[Term]) -> None:
        """Take back what follows; without anything that can be taken back, the words are read as a follow-up."""
        target = undone(ahead)
        if target == "last":
            return
        self._add("undo", None, settled=True, target=target)
        self.skip_to = self.at + len(ahead) + 1

    def _take(self, phrases: Sequence[NounPhrase]) -> None:
        if not phrases:
            return
        first = phrases[0]
        if first.is_whole:
            return
        self._pass_over(first)
        if first.region == "bg":
            self._add("background", "+", settled=True)
        elif first.region in ("left", "right", "top", "bottom"):
            self._add("crop", "+", settled=True, noun=first)
        elif first.region == "shadows":
            self._add("shadows", "+")
        else:
            person = first.region in ("person", "face")
            self._add("remove", "+", settled=True, noun=first, region="person" if person else "obj")

    def _pass_over(self, phrase: NounPhrase) -> None:
        """What describes the thing that goes or comes is no wish: go on behind it."""
        self.skip_to = phrase.last + 1
        for at in range(phrase.last + 1, self.end):
            if is_soft(self.terms[at]) and self.terms[at].text != "with":
                break
            self.skip_to = at + 1

    def _insert(self, phrases: Sequence[NounPhrase]) -> None:
        if self.terms[self.at].text in ("replace", "swap", "exchange", "substitute") and phrases and phrases[0].is_whole:
            self._add("unsupported", None, settled=True)
            return
        things = [phrase for phrase in phrases if not phrase.is_whole]
        if not things:
            return
        term = self.terms[self.at]
        if any(phrase.region == "bg" for phrase in things):
            self._add("background", "+", settled=True)
        elif term.can_be("insert") and not term.can_be("make", "adjust") and not self._fills_the_gap():
            self._pass_over(things[0])
            self._add("unsupported", None, settled=True, noun=things[0])

    def _passive_subject(self) -> list[NounPhrase]:
        """`the two girls should be removed`: the thing stands before the verb."""
        used = self.found[-1].at if self.found else -1
        before = [phrase for phrase in self.phrases if used < phrase.first and phrase.last < self.at]
        return [phrase for phrase in before if not phrase.preposition][:1]

    def _fills_the_gap(self) -> bool:
        return self.terms[self.at].text.startswith("fill") and any(hit.op == "remove" for hit in self.found)

    def _keep(self, phrases: Sequence[NounPhrase], first_property: int | None) -> None:
        named = next((phrase for phrase in phrases), None)
        target = "all"
        if first_property is not None:
            sense = self.terms[first_property].sense("property")
            target = str(sense.op) if sense is not None else "all"
        elif named is not None and named.region is not None:
            target = named.region
        if named is None and first_property is None:
            return
        self._add("keep", None, settled=True, target=target, noun=named)

    def _impossible(self, term: Term) -> bool:
        if not term.can_be("impossible") or self._is_praised():
            return False
        if self.ruler in ("make", "adjust", "insert", "need", "wish", "up", "") and not self.negated:
            if not self.ruler and (len(self.terms) > 9 or any(is_stated(each) for each in self.terms)):
                return False
            self._add("unsupported", None, settled=True)
            return True
        return False

    def _thing_alone(self) -> None:
        """A verb of more or less with a thing and no property: `calm down that sky`, `bring out the eyes`."""
        if self.ruler not in ("down", "up") or self._is_praised():
            return
        verb = self.terms[self.ruler_at].text
        place = next((each for each in self.phrases if each.first > self.ruler_at and not each.preposition), None)
        if place is None or place.is_whole:
            return
        self.at = self.ruler_at
        if self.ruler == "down" and verb.split()[0] in _TAMES:
            self._add("highlights" if place.region in ("sky", "highlights") else "exposure", "-", noun=place)
        elif self.ruler == "up" and verb in _BRINGS_OUT:
            self._add("enhance", "+", noun=place)

    def _distracting(self) -> None:
        at = next((at for at, term in enumerate(self.terms) if term.can_be("distracting")), None)
        if at is None or any(term.can_be("praise") for term in self.terms) or any(self.terms[i].can_be("not") for i in range(at)):
            return
        things = [phrase for phrase in self.phrases if phrase.region in ("obj", "person") and phrase.first < at]
        if things:
            self.at = at
            person = things[0].region == "person"
            self._add("remove", "+", settled=True, noun=things[0], region="person" if person else "obj")

    def _add(
        self, op: object, direction: Direction | None, *, color: Color | None = None, settled: bool = False,
        noun: NounPhrase | None = None, region: str | None = None, target: str = "", quality: bool = False,
    ) -> None:  # fmt: skip
        at = min(self.at, len(self.terms) - 1)
        ruled = self.ruler_at if 0 <= self.ruler_at <= at else at
        place = None if noun is None else (noun.first, noun.last)
        if noun is not None and region is None and op not in ("keep", "unsupported"):
            region = noun.region
        self.found.append(
            Hit(op, direction, at, ruled, color, region, settled, place, target=target, quality=quality)  # type: ignore[arg-type]
        )


def _is_participle(term: Term) -> bool:
    first = term.text.split()[0]
    return first.endswith(("ed", "en", "out", "gone", "away", "off", "cut")) and first not in ("need",)


_MODALS = frozenset("would could might may maybe perhaps should wish wishing try trying consider instead wouldn't id i'd would've could've might've".split())
_TAMES = frozenset("tone calm tame subdue bring knock pull take dial turn ease rein quiet soften mute temper hold".split())
_BRINGS_OUT = frozenset(("bring out", "enhance", "emphasize", "emphasise", "accentuate", "improve", "bring up", "pop", "show more"))
_REPLACES = frozenset("change switch alter changed changing".split())
_PULLS_OUT = frozenset("take photoshop crop edit cut clone get black shop brush erase paint air airbrush leave rub blend pull move".split())

_PURPOSE_VERBS = frozenset(
    """make see show bring give accent look appear be read emphasize emphasise keep allow get help create reveal highlight add let have draw focus put
    fit match enhance improve avoid hide compensate reduce increase achieve simulate produce go stand pop eliminate convey suit set tell better""".split()
)


def _named(color: str) -> Color:
    return next(each for each in COLORS if each == color)
