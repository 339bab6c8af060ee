"""Detectors and the network: who is believed."""

import numpy as np

from burnish.agent.checking.finding import CATEGORIES, Category
from burnish.agent.checking.fusion import SURE_CATEGORY, Learned, fused
from burnish.agent.checking.seen import FOUND, Seen


def spot(category: Category, strength: float) -> Seen:
    plane = np.zeros((32, 32), np.float32)
    plane[4:12, 4:12] = strength
    return Seen(category, plane, "seen")


def told(**chances: float) -> Learned:
    plane = np.full((8, 8), 0.6, np.float32)
    maps = {"artifact": plane, "failure": plane, "unintended_change": plane}
    return Learned(maps, dict.fromkeys(CATEGORIES, 0.0) | chances)


def found(seen: tuple[Seen, ...]) -> set[str]:
    return {each.category for each in seen if float(each.strength.max()) >= FOUND}


def test_what_the_network_denies_goes() -> None:
    assert found(fused((spot("noise", 0.55),), told())) == set()
    assert found(fused((spot("noise", 0.55),), told(noise=0.05))) == {"noise"}


def test_it_stays_where_it_is_strong_and_nothing_else_is_found() -> None:
    assert found(fused((spot("noise", 0.9), spot("ghost", 0.9)), told(noise=0.004))) == {"noise"}
    assert found(fused((spot("noise", 0.9), spot("seam", 0.7)), told(seam=0.2))) == {"seam"}


def test_requests_and_faces_are_not_for_the_network_to_deny() -> None:
    assert found(fused((spot("not_done", 0.6), spot("skin_shift", 0.6)), told())) == {
        "not_done",
        "skin_shift",
    }


def test_what_the_network_is_sure_of_is_added() -> None:
    assert found(fused((), told(blur=SURE_CATEGORY + 0.01, seam=SURE_CATEGORY - 0.01))) == {"blur"}
