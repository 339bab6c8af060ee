"""A brand's rules as their file is now: read anew whenever it was changed, by whichever process."""

from dataclasses import dataclass, field
from pathlib import Path

from burnish.imaging.capped_read import read_capped
from burnish.learning.taste.brand_rules import MAX_BYTES, BrandRules, parse_brand_rules
from burnish.tools.catalogue import Catalogue


@dataclass
class BrandFile:
    """Reads rules, once for each state of their file."""

    catalogue: Catalogue
    _known: tuple[tuple[int, int, int], BrandRules] | None = field(default=None, repr=False)

    def rules(self, path: Path, *, is_needed: bool) -> BrandRules:
        """The rules; none where there is no file, unless it is needed. Raises BadInput."""
        try:
            facts = path.stat()
        except FileNotFoundError:
            if is_needed:
                read_capped(path, MAX_BYTES)  # says what is wrong with it
            return BrandRules()
        state = (facts.st_ino, facts.st_mtime_ns, facts.st_size)
        known = self._known
        if known is None or known[0] != state:
            rules = parse_brand_rules(read_capped(path, MAX_BYTES), str(path), self.catalogue)
            known = self._known = (state, rules)
        return known[1]
