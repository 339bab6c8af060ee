"""The dataset stage: an immutable version of what may be learned from, split by people and photos."""

from collections.abc import Sequence

from burnish.app.improving.cleaning_stage import CLEAN
from burnish.app.improving.facts import Facts
from burnish.app.improving.kept import kept_digest, read_kept
from burnish.app.improving.stage import Document, Run, Stage
from burnish.feedback.datasets.dataset import Dataset, write_dataset
from burnish.feedback.datasets.example import examples
from burnish.feedback.datasets.manifest import Making
from burnish.feedback.datasets.splitting import SplitRule
from burnish.governance.deploying import Hand
from burnish.governance.ledger import Entry, Event, record


def _made(run: Run) -> Document:
    works, facts = run.works, Facts(run.works, run.through, run.settings.most_signals)
    settings = run.settings
    rule = SplitRule(seed=settings.seed, validation=settings.validation, test=settings.test)
    if kept_digest(works.runs / run.id) != run.given["clean"]["file"]:
        works.tell(f"what cleaning kept is damaged; {CLEAN.does} again")
        CLEAN.work(run)
    making = Making(code_version=run.code, rule=rule, settings={"cleaned": run.given["clean"]["file"]})
    kept = read_kept(works.runs / run.id)
    made = examples(kept, facts.offers, rule, comparisons=facts.comparisons, photo_groups=facts.photo_groups)
    dataset = write_dataset(made, works.datasets, making)
    splits = dataset.manifest.splits
    record(works.ledger, works.workspace, lambda entries: _entered(entries, dataset, run.hand))
    return {
        "digest": dataset.digest,
        "examples": {split: counts.examples for split, counts in splits.items()},
        "people": {split: counts.people for split, counts in splits.items()},
        "left_out": dict(sorted(dataset.manifest.left_out.items())),
    }


def _entered(entries: Sequence[Entry], dataset: Dataset, hand: Hand) -> tuple[Event, ...]:
    """That a version is there; nothing where that was said."""
    if any(each.kind == "dataset.made" and each.subject == dataset.digest for each in entries):
        return ()
    manifest = dataset.manifest
    counts = {split: each.examples for split, each in manifest.splits.items()}
    left_out = {"left_out": sum(manifest.left_out.values())}
    event = hand.event(
        "dataset.made", dataset.digest, parent=manifest.making.parent, purpose=manifest.making.purpose,
        counts=counts, left_out=left_out,
    )  # fmt: skip
    return (event,)


DATASET = Stage("dataset", "writing a version of the dataset", _made)
