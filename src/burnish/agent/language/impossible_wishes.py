"""Wishes that no tool can serve: read first, so that the rest of the words is read without them.

"Add a beard and make it warmer" is two wishes. The frames of `impossible.toml` find the first; what is left,
"make it warmer", goes on to the grammar and the tagger, which know only of what can be done.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from burnish.agent.language.impossible_frames import REACH, Frame, frames_of
from burnish.agent.language.impossible_words import Said, Vocabulary, said_words, vocabulary_of
from burnish.agent.language.lexicon import Lexicon, shipped_lexicon
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Intent

CERTAIN = 0.95
"""Probability that a frame is right: it has many words in their order."""

_ENDS = frozenset("by while but although without because except keep keeping leaving".split())
"""Words behind which something else is said."""

_REPAIRS = frozenset("can could you please fix change correct repair that this it".split())
"""`he blinked, can you fix that`."""

_JOINS = frozenset((",", "and", "&", "plus", "or", "also"))
_LINKED = frozenset("to that who which would can could will as it's is and".split())
_TOLD = frozenset("who that which how where when because love like likes loved".split())
_ASKS = ("make", "give", "turn", "put", "replace")


@dataclass(frozen=True)
class Impossible:
    """Frames, and the words they are made of."""

    vocabulary: Vocabulary
    by_word: Mapping[str, tuple[Frame, ...]]
    """Frames by the word that they can begin with."""

    anywhere: tuple[Frame, ...]
    """Frames that begin with something sought."""

    lexicon: Lexicon

    def read(self, text: str) -> tuple[tuple[Intent, ...], str]:
        """The wishes of a text that no tool can serve, and the text with their words blanked out."""
        words = said_words(split_words(text), self.vocabulary, self.lexicon, text)
        found: list[Intent] = []
        left, at = text, 0
        while at < len(words):
            best = self._best(words, at)
            if best is None:
                at += 1
                continue
            kind, end = best
            end = _whole_wish(words, end)
            start, stop = words[at].start, words[end - 1].end
            found.append(Intent("unsupported", target=kind, span=(start, stop), confidence=CERTAIN))
            left = f"{left[:start]};{' ' * (stop - start - 1)}{left[stop:]}"
            at = end
        return tuple(found), left

    def _best(self, words: Sequence[Said], at: int) -> tuple[str, int] | None:
        """The kind and the end of the longest frame that begins here."""
        if words[at].parts or self._is_denied(words, at):
            return None
        if _is_plain_background(words, at):
            return None
        best: tuple[str, int] | None = None
        for frame in (*self.by_word.get(words[at].text, ()), *self.anywhere):
            for end in frame.ends(words, at, self.vocabulary):
                if best is None or end > best[1]:
                    best = frame.kind, end
        return best

    def _is_denied(self, words: Sequence[Said], at: int) -> bool:
        """Whether what stands before says that this is not wanted, or is only told of something else."""
        asks = self.vocabulary.has(words[at].text, *_ASKS)
        for before in reversed(words[max(0, at - REACH) : at]):
            if before.parts:
                return False
            told = before.text in _TOLD or before.commands
            if self.vocabulary.has(before.text, "no") or (told and not asks):
                return True
        return False


def _is_plain_background(words: Sequence[Said], at: int) -> bool:
    """`put her on a white background`: what stands behind is to have a color, which a tool does."""
    for before, here in zip(words[at : at + REACH], words[at + 1 : at + REACH], strict=False):
        if here.parts:
            return False
        if here.text in ("background", "backdrop", "bg") and before.tonal:
            return True
    return False


def _whole_wish(words: Sequence[Said], end: int) -> int:
    """One past the last word that belongs to a wish whose frame ends here."""
    end = _segment_end(words, end)
    while end < len(words) and words[end].text in _JOINS:
        after = next((at for at in range(end + 1, len(words)) if words[at].parts), len(words))
        segment = words[end + 1 : after]
        says_more = any(word.tonal or word.commands or word.text in _ENDS for word in segment)
        if not segment or (says_more and not all(word.text in _REPAIRS for word in segment)):
            break
        end = after
    return end


def _segment_end(words: Sequence[Said], at: int) -> int:
    while at < len(words) and not words[at].parts and words[at].text not in _ENDS:
        if words[at].commands and words[at].tonal and words[at - 1].text not in _LINKED:
            break
        at += 1
    return at


@cache
def shipped_impossible() -> Impossible:
    """The frames that are shipped."""
    page = tomllib.loads((files("burnish.agent.language") / "impossible.toml").read_text(encoding="utf-8"))
    return impossible_of(page, shipped_lexicon())


def impossible_of(page: Mapping[str, Any], lexicon: Lexicon) -> Impossible:
    """What a page of words and frames makes."""
    vocabulary = vocabulary_of(page)
    by_word: dict[str, list[Frame]] = {}
    anywhere: list[Frame] = []
    for frame in frames_of(page["wish"]):
        firsts = set(_first_words(frame.elements[0], vocabulary))
        for word in firsts:
            by_word.setdefault(word, []).append(frame)
        if not firsts:
            anywhere.append(frame)
    return Impossible(
        vocabulary, {word: tuple(frames) for word, frames in by_word.items()}, tuple(anywhere), lexicon
    )


def _first_words(element: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The words that an element can begin with; none where it is sought."""
    if element[0] in "^.!~" or element.endswith("?") or any(part.isupper() for part in element.split("|")):
        return
    for choice in element.split("|"):
        if choice in vocabulary.kinds:
            yield from (phrase[0] for phrase in vocabulary.kinds[choice])
        else:
            yield choice
