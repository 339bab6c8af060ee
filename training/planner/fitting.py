"""Fit one network: an epoch of fresh examples at a time, cosine schedule, averaged weights."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.planner.encoding import Encoder, Sample
from training.planner.generator import Generator
from training.planner.network import Batch, Network, Shape


@dataclass(frozen=True)
class Settings:
    """How long and how hard the network is fitted."""

    shape: Shape = field(default_factory=Shape)
    epochs: int = 5
    size: int = 72_000
    """Examples in an epoch."""

    batch: int = 48
    rate: float = 3.5e-3
    decay: float = 0.02
    word_dropout: float = 0.12
    sense_dropout: float = 0.1
    smoothing: float = 0.02
    details: float = 0.7
    """Weight of region, strength, color and target beside the labels."""

    places: float = 0.05
    """Weight of attending to where a wish is said."""

    average: float = 0.95
    """How much of the averaged weights stays at each of its steps."""

    average_every: int = 16
    """Steps of fitting between two of averaging."""


def fit(
    settings: Settings, generator: Generator, encoder: Encoder, seed: int, report: Callable[[str], None]
) -> Network:
    """The averaged network after all epochs."""
    torch.manual_seed(seed)
    network = Network(encoder.inventory, settings.shape)
    averaged = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings.average)
    )
    optimizer = _optimizer(network, settings)
    steps = settings.epochs * (settings.size // settings.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps))
    done = 0
    for epoch in range(settings.epochs):
        samples = [encoder.sample(each) for each in generator.epoch(settings.size, seed * 1000 + epoch)]
        total = 0.0
        for chosen in batches(samples, settings.batch, Random(seed * 1000 + epoch)):
            loss = _loss(network, chosen, encoder, settings)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            if (done := done + 1) % settings.average_every == 0:
                averaged.update_parameters(network)
            total += loss.item()
        report(f"  epoch {epoch + 1}: loss {total / (len(samples) / settings.batch):.4f}")
    result: Network = averaged.module  # type: ignore[assignment]
    return result.eval()


def _optimizer(network: Network, settings: Settings) -> torch.optim.Optimizer:
    parameters, rate = network.parameters(), settings.rate
    return torch.optim.AdamW(parameters, rate, weight_decay=settings.decay, betas=(0.9, 0.98), fused=True)


def batches(samples: Sequence[Sample], size: int, random: Random) -> Iterator[list[Sample]]:
    """Samples of like length together, in random order."""
    order = sorted(
        (each for each in samples if len(each.kinds)), key=lambda each: (len(each.kinds), random.random())
    )
    groups = [order[at : at + size] for at in range(0, len(order), size)]
    random.shuffle(groups)
    yield from groups


def batch_of(samples: Sequence[Sample], encoder: Encoder) -> Batch:
    """The samples padded to one length."""
    length = max(len(each.kinds) for each in samples)
    kinds, senses = np.zeros((len(samples), length), np.int32), np.zeros((len(samples), length), np.int32)
    present = np.zeros((len(samples), length), np.float32)
    for row, each in enumerate(samples):
        kinds[row, : len(each.kinds)] = each.kinds
        senses[row, : len(each.kinds)] = each.senses
        present[row, : len(each.kinds)] = 1
    kind_set, kinds_at = np.unique(kinds, return_inverse=True)
    sense_set, senses_at = np.unique(senses, return_inverse=True)
    groups, group_offsets = _bags(encoder.groups(kind_set.tolist()))
    sense_ids, sense_offsets = _bags(encoder.sense_ids(sense_set.tolist()))
    return Batch(
        kinds=torch.from_numpy(kinds_at.reshape(kinds.shape)),
        senses=torch.from_numpy(senses_at.reshape(kinds.shape)),
        present=torch.from_numpy(present),
        kind_words=torch.from_numpy(encoder.word_ids(kind_set)),
        groups=groups,
        group_offsets=group_offsets,
        sense_ids=sense_ids,
        sense_offsets=sense_offsets,
    )


def _bags(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    lengths = [len(row) for row in rows]
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    return torch.tensor([each for row in rows for each in row], dtype=torch.long), torch.from_numpy(offsets)


def _loss(network: Network, samples: Sequence[Sample], encoder: Encoder, settings: Settings) -> Tensor:
    batch = batch_of(samples, encoder)
    logits, attention, attended, x = network(batch, settings.word_dropout, settings.sense_dropout)
    wishes = torch.tensor(
        [(row, *wish) for row, each in enumerate(samples) for wish in each.wishes], dtype=torch.long
    ).reshape(-1, 8)
    row, label, region, strength, color, target, first, last = wishes.unbind(1)
    wanted = torch.zeros_like(logits)
    wanted[row, label] = 1
    smooth = wanted * (1 - settings.smoothing) + 0.1 * settings.smoothing * (1 - wanted)
    loss = functional.binary_cross_entropy_with_logits(logits, smooth, reduction="sum") / len(samples)
    if len(wishes):
        seen = network.details(attended[row, label], x[row], batch.present[row])
        each = functional.cross_entropy(network.regions(seen), region) + functional.cross_entropy(
            network.colors(seen), color
        )
        each = each + functional.cross_entropy(network.strengths(seen), strength)
        if (target >= 0).any():
            each = each + functional.cross_entropy(network.targets(seen), target, ignore_index=-1)
        at = torch.arange(attention.shape[2])
        inside = (at >= first[:, None]) & (at < last[:, None])
        said = (attention[row, label] * inside).sum(-1).clamp_min(1e-6)
        loss = loss + settings.details * each - settings.places * said.log().mean()
    return loss


def _rate(progress: float, warm: float = 0.05) -> float:
    return (
        progress / warm
        if progress < warm
        else 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm))) + 0.005
    )
