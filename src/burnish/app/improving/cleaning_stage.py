"""The clean stage: what feedback implies, and how far it can be trusted.

What people do not allow to be learned from has no part in it: not even in how others are weighed.
"""

from burnish.app.improving.facts import PURPOSE, Facts
from burnish.app.improving.kept import write_kept
from burnish.app.improving.stage import Document, Run, Stage
from burnish.feedback.preferences import preferences
from burnish.feedback.quality.cleaning import CleaningSettings, cleaned


def _cleaned(run: Run) -> Document:
    works, facts = run.works, Facts(run.works, run.through, run.settings.most_signals)
    works.tell(f"{len(facts.signals)} signals about {len(facts.offers)} turns")
    implied = preferences(facts.offers, facts.signals, purpose=PURPOSE)
    works.check()
    found = cleaned(
        facts.learnable_offers,
        facts.learnable_signals,
        implied.kept,
        CleaningSettings(),
        rules=works.rules,
        overruled=works.reviews,
    )
    kept = write_kept(works.runs / run.id, found)
    checks: dict[str, int] = {}
    for ruling in found.set_aside:
        checks[ruling.check] = checks.get(ruling.check, 0) + 1
    return {
        "signals": len(facts.signals),
        "first": facts.first,
        "preferences": len(implied.kept),
        "says_nothing": len(implied.set_aside),
        "kept": len(found.kept),
        "set_aside": dict(sorted(checks.items())),
        "people": len(found.people),
        "flagged": sum(1 for each in found.people if each.flags),
        "distrusted": sum(1 for each in found.people if each.preferences and not each.kept),
        "file": kept,
    }


CLEAN = Stage("clean", "weighing how far feedback can be trusted", _cleaned)
