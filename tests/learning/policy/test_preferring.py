import numpy as np
import pytest
from scipy.optimize import minimize
from tests.learning.policy.made import DESIGN, GROUND, NOISE, made_cases, stacked_design

from burnish.learning.policy.amount_policy import planner_alone
from burnish.learning.policy.cases import Cases
from burnish.learning.policy.preferring import Preferring, preferred
from burnish.learning.taste.gaussian import Doubles

HOUSE = GROUND.population.everyone.precision
SETTINGS = Preferring()


def by_hand(cases: Cases, begun: Doubles, now: Doubles) -> float:
    """The loss as the paper says it, from log densities of normal distributions around A c."""
    design = stacked_design(cases)

    def log_density(values: Doubles, coefficients: Doubles) -> Doubles:
        off = values - design @ coefficients
        return -0.5 * np.einsum("ni,ij,nj->n", off, NOISE.precision, off)

    def ratio(values: Doubles) -> Doubles:
        return log_density(values, now) - log_density(values, begun)

    margin = SETTINGS.beta * (ratio(cases.better) - ratio(cases.worse))
    held = 0.5 * SETTINGS.trust * (now - begun) @ HOUSE @ (now - begun)
    return float(cases.balanced @ np.logaddexp(0.0, -margin) + held)


def test_it_is_the_minimum_that_scipy_finds_of_the_loss_as_the_paper_says_it() -> None:
    cases, begun = made_cases(30, kind="comparison"), planner_alone(DESIGN)
    found = minimize(
        lambda now: by_hand(cases, begun, now), begun, method="BFGS", options={"gtol": 1e-7, "maxiter": 2000}
    )
    ours = preferred(cases, begun, HOUSE, NOISE, SETTINGS)
    assert by_hand(cases, begun, ours) <= found.fun + 1e-9
    assert ours == pytest.approx(found.x, abs=1e-5)


def test_finite_differences_find_no_slope_where_it_stops() -> None:
    cases, begun, step = made_cases(60, kind="comparison"), planner_alone(DESIGN), 1e-5
    ours = preferred(cases, begun, HOUSE, NOISE, SETTINGS)
    slopes = [
        (by_hand(cases, begun, ours + each) - by_hand(cases, begun, ours - each)) / (2 * step)
        for each in np.eye(DESIGN.size) * step
    ]
    at_the_beginning = [
        (by_hand(cases, begun, begun + each) - by_hand(cases, begun, begun - each)) / (2 * step)
        for each in np.eye(DESIGN.size) * step
    ]
    assert np.abs(slopes).max() < 1e-4 * np.abs(at_the_beginning).max()


def test_torch_finds_no_slope_of_the_shared_loss_where_it_stops() -> None:
    torch = pytest.importorskip("torch")
    from burnish.learning.losses.dpo import preference_margin, sigmoid_loss

    cases, begun = made_cases(60, kind="comparison"), planner_alone(DESIGN)
    design, precision = torch.tensor(stacked_design(cases)), torch.tensor(NOISE.precision)

    def log_density(values: Doubles, coefficients: object) -> object:
        normal = torch.distributions.MultivariateNormal(design @ coefficients, precision_matrix=precision)
        return normal.log_prob(torch.tensor(values))

    def slope(at: Doubles) -> Doubles:
        now, before = torch.tensor(at, requires_grad=True), torch.tensor(begun)
        margin = preference_margin(
            log_density(cases.better, now), log_density(cases.worse, now), log_density(cases.better, before),
            log_density(cases.worse, before),
        )  # fmt: skip
        loss = (torch.tensor(cases.balanced) * sigmoid_loss(margin, SETTINGS.beta)).sum()
        loss = loss + 0.5 * SETTINGS.trust * (now - before) @ torch.tensor(HOUSE) @ (now - before)
        (found,) = torch.autograd.grad(loss, now)
        return found.numpy()

    ours = preferred(cases, begun, HOUSE, NOISE, SETTINGS)
    assert np.abs(slope(ours)).max() < 1e-6 * np.abs(slope(begun)).max()


def test_what_was_preferred_becomes_likelier() -> None:
    cases, begun = made_cases(60, kind="comparison"), planner_alone(DESIGN)
    after = preferred(cases, begun, HOUSE, NOISE, SETTINGS)

    def nearer(coefficients: Doubles) -> float:
        at = cases.wanted(coefficients)
        return float(np.mean(NOISE.log_density(cases.better - at) > NOISE.log_density(cases.worse - at)))

    assert nearer(after) > nearer(begun)


def test_nothing_said_leaves_the_policy() -> None:
    begun = planner_alone(DESIGN)
    assert preferred(made_cases(0), begun, HOUSE, NOISE, SETTINGS) is begun
