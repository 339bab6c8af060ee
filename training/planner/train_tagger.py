"""Train the tagger that is shipped: `python -m training.planner.train_tagger`.

Writes `known_words.txt` and `tagger.safetensors` beside the lexicon and says how well the averaged networks do on a
tenth of the corpus that none of them was trained on. Needs torch (the `learn` extra) and about eight minutes of one
core for each network.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.tagger import tagger_of
from training.planner import known_words
from training.planner.calibration import best_temperature
from training.planner.corpus import Line, Wish, follows, sentences, templates
from training.planner.encoding import Encoder, inventory, label_of
from training.planner.export import export
from training.planner.fitting import Settings, batch_of, fit
from training.planner.generator import Example, Generator
from training.planner.measure import score
from training.planner.network import Network

FOLDS = 10
"""The first of so many parts of the corpus is kept for measuring and for the temperature."""

NETWORKS = 3

EPOCHS = 9
"""Of each network: twice as many as tell two corpora apart, for what is shipped."""

LEAST = 3
"""Times that a word must occur in a sample of examples to have a row of its own."""

BUCKETS = 8192
SAMPLE = 40_000
"""Examples in which words are counted."""


def main() -> None:
    """Train, calibrate, measure, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--networks", type=int, default=NETWORKS)
    asked.add_argument("--epochs", type=int, default=EPOCHS)
    asked.add_argument(
        "--without", default="", help="a genre to leave out of training and to measure on; writes nothing"
    )
    options = asked.parse_args()
    torch.set_num_threads(1)
    settings = Settings(epochs=options.epochs)
    if options.without:
        left_out = [line for line in sentences() if line.genre == options.without]
        networks, encoder = trained(settings, options.networks, lambda line: line.genre == options.without)
        _tell(f"{options.without} left out: {_measured(left_out, networks, encoder)}")
        return
    known_words.main()
    shipped_lexicon.cache_clear()
    held = [line for line in sentences() if is_held(line)]
    networks, encoder = trained(settings, options.networks, is_held)
    path = Path(str(files("burnish.agent.language") / "tagger.safetensors"))
    export(networks, temperature(held, networks, encoder), path)
    for genre in ("", *sorted({line.genre for line in held})):
        chosen = [line for line in held if genre in ("", line.genre)]
        _tell(f"{genre or 'all':12} {len(chosen):4}  {_shipped(chosen, path)}")


def trained(settings: Settings, count: int, is_held: Callable[[Line], bool]) -> tuple[list[Network], Encoder]:
    """Networks from seeds 1 to `count`, trained on the lines that are not held back."""
    shown = [template for template in templates() if not is_held(Line(template.text, (), template.genre))]
    generator = Generator([line for line in sentences() if not is_held(line)], shown)
    lexicon = shipped_lexicon()
    known = inventory(generator.epoch(SAMPLE, seed=0), lexicon, least=LEAST, buckets=BUCKETS)
    encoder = Encoder(known, lexicon)
    networks: list[Network] = []
    for seed in range(1, count + 1):
        _tell(f"network {seed} of {count}")
        networks.append(fit(settings, generator, encoder, seed, _tell))
    return networks, encoder


def temperature(lines: Sequence[Line], networks: Sequence[Network], encoder: Encoder) -> float:
    """What to divide the averaged logits by, measured on lines that were not trained on."""
    logits = averaged_logits(lines, networks, encoder)
    wanted = np.zeros_like(logits)
    for row, line in enumerate(lines):
        for wish in line.wishes:
            if label_of(wish) in encoder.inventory.label_ids:
                wanted[row, encoder.inventory.label_ids[label_of(wish)]] = 1
    best = best_temperature(logits, wanted)
    _tell(f"temperature {best:.3f}")
    return best


def averaged_logits(
    lines: Sequence[Line], networks: Sequence[Network], encoder: Encoder
) -> NDArray[np.float64]:
    """(lines, labels); a line without words gets very low ones."""
    samples = [encoder.sample(Example(line.text, (), (), follows(line.genre))) for line in lines]
    found = np.full((len(lines), len(encoder.inventory.labels)), -20.0)
    rows = [row for row, sample in enumerate(samples) if len(sample.kinds)]
    with torch.no_grad():
        for at in range(0, len(rows), 128):
            chosen = rows[at : at + 128]
            batch = batch_of([samples[row] for row in chosen], encoder)
            found[chosen] = np.mean([network(batch)[0].numpy() for network in networks], axis=0)
    return found


def _measured(lines: Sequence[Line], networks: Sequence[Network], encoder: Encoder) -> str:
    """Scores of operations with direction only: regions are not read."""
    logits = averaged_logits(lines, networks, encoder)
    labels = encoder.inventory.labels
    said = [
        {Wish(labels[at][0], labels[at][1] or None) for at in np.flatnonzero(row > 0)}  # type: ignore[arg-type]
        for row in logits
    ]
    return str(score([line.wishes for line in lines], said))


def _shipped(lines: Sequence[Line], path: Path) -> str:
    """Scores of the file that was written, as it is used."""
    tagger = tagger_of(path, shipped_lexicon())
    said = [
        [
            Wish(tagged.op, tagged.direction, tagged.region)
            for tagged in tagger.tag(line.text, follows=follows(line.genre))
            if tagged.probability > 0.5
        ]
        for line in lines
    ]
    return str(score([line.wishes for line in lines], said))


def is_held(line: Line) -> bool:
    """Whether a line is kept out of training."""
    return line.fold(FOLDS) == 0


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
