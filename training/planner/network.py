"""The tagger as it is trained; `burnish.agent.planner.tagger` computes the same in NumPy."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.planner.corpus import TARGETS
from training.planner.encoding import PLACES, SHADES, STRENGTHS, Inventory


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    embedding: int = 64
    width: int = 96
    dilations: tuple[int, ...] = (1, 1, 2, 4)
    dropout: float = 0.15


@dataclass(frozen=True)
class Batch:
    """Padded samples; B texts, T words, K kinds of word, S sets of senses."""

    kinds: Tensor
    """(B, T), numbers of rows of `kind_words`."""

    senses: Tensor
    """(B, T), numbers of sets."""

    present: Tensor
    """(B, T), 1 where there is a word."""

    kind_words: Tensor
    """(K,), the word of each kind."""

    groups: Tensor
    group_offsets: Tensor
    """(K,), where each kind's letter groups begin."""

    sense_ids: Tensor
    sense_offsets: Tensor


class Network(nn.Module):
    """Embeddings → residual dilated convolutions → one attention per label (CAML, Mullenbach et al., 2018) → heads."""

    def __init__(self, inventory: Inventory, shape: Shape) -> None:
        super().__init__()
        self.inventory, self.shape = inventory, shape
        narrow, wide, labels = shape.embedding, shape.width, len(inventory.labels)
        self.words = nn.Embedding(len(inventory.words), narrow)
        self.groups = nn.EmbeddingBag(inventory.buckets, narrow, mode="mean")
        self.senses = nn.EmbeddingBag(len(inventory.senses), narrow, mode="sum")
        for table in (self.words, self.groups, self.senses):
            nn.init.normal_(table.weight, std=0.3)
        self.enter = nn.Linear(narrow, wide)
        self.norms = nn.ModuleList(nn.LayerNorm(wide) for _ in shape.dilations)
        self.convolutions = nn.ModuleList(nn.Linear(3 * wide, wide) for _ in shape.dilations)
        self.leave = nn.LayerNorm(wide)
        self.queries = nn.Parameter(torch.randn(labels, wide) / wide**0.5)
        self.values = nn.Linear(wide, wide)
        self.label_bias = nn.Parameter(torch.zeros(labels, wide))
        self.weights = nn.Parameter(torch.randn(labels, wide) / wide**0.5)
        self.bias = nn.Parameter(torch.full((labels,), -3.0))
        self.ask = nn.Linear(wide, wide)
        self.answer = nn.Linear(2 * wide, wide)
        self.regions = nn.Linear(wide, len(PLACES))
        self.strengths = nn.Linear(wide, len(STRENGTHS))
        self.colors = nn.Linear(wide, len(SHADES))
        self.targets = nn.Linear(wide, len(TARGETS))

    def forward(
        self, batch: Batch, word_dropout: float = 0.0, sense_dropout: float = 0.0
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits (B, L), attention (B, L, T), what each label attended to (B, L, width), words (B, T, width)."""
        words = batch.kind_words[batch.kinds]
        if word_dropout:
            words = words * (torch.rand_like(words, dtype=torch.float) >= word_dropout)
        groups = self.groups(batch.groups, batch.group_offsets)[batch.kinds]
        senses = self.senses(batch.sense_ids, batch.sense_offsets)[batch.senses]
        if sense_dropout:
            senses = senses * (torch.rand_like(senses[..., :1]) >= sense_dropout)
        present = batch.present[..., None]
        x = self.enter(self._drop(self.words(words) + groups + senses)) * present
        for norm, convolution, dilation in zip(
            self.norms, self.convolutions, self.shape.dilations, strict=True
        ):
            around = _neighbors(norm(x) * present, dilation)
            x = (x + self._drop(functional.relu(convolution(around)))) * present
        x = self.leave(x)
        scores = self.queries @ x.transpose(1, 2)
        attention = torch.softmax(scores + (batch.present[:, None] - 1) * 1e9, dim=-1)
        attended = functional.relu(attention @ self.values(x) + self.label_bias)
        logits = (self._drop(attended) * self.weights).sum(-1) + self.bias
        return logits, attention, attended, x

    def details(self, attended: Tensor, x: Tensor, present: Tensor) -> Tensor:
        """(N, width) of what N wishes attended to, with the words (N, T, width) of their texts."""
        scores = (x @ self.ask(attended)[..., None])[..., 0] / self.shape.width**0.5
        pointed = torch.softmax(scores + (present - 1) * 1e9, dim=-1)
        place = (pointed[:, None] @ x)[:, 0]
        return functional.relu(self.answer(torch.cat((attended, place), -1)))

    def _drop(self, x: Tensor) -> Tensor:
        """Drop whole channels of a text (Tompson et al., 2015)."""
        if not self.training:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) >= self.shape.dropout
        return x * (kept / (1 - self.shape.dropout))


def _neighbors(x: Tensor, distance: int) -> Tensor:
    """(B, T, C) → (B, T, 3 C): what stands `distance` words before, here and behind; nothing beyond the ends."""
    padded = functional.pad(x, (0, 0, distance, distance))
    length = x.shape[1]
    return torch.cat((padded[:, :length], x, padded[:, 2 * distance :]), dim=2)
