"""A team in real browsers: an admin invites, people join by a link, and nobody is offered what is not theirs to do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.end_to_end.studio.conftest import Server
from tests.end_to_end.studio.test_accessible import AXE
from tests.end_to_end.studio.test_dashboard import violations

expect.set_options(timeout=30_000)

PASSWORD = "correct horse battery staple"
TOO_WIDE = """() => {
    const sheet = document.querySelector('dialog .body') ?? document.documentElement;
    if (sheet.scrollWidth <= sheet.clientWidth) return [];
    const scrolls = (each) => each.closest('[role=tablist], .wide');
    const ends = sheet.getBoundingClientRect().left + sheet.clientWidth;
    return [...sheet.querySelectorAll('*')]
        .filter((each) => !scrolls(each) && each.getBoundingClientRect().right > ends)
        .map((each) => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 40)}`);
}"""
NEEDS_AXE = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (studio/node_modules)")


@dataclass
class Visitor:
    """Somebody at a browser of their own. What they are refused because of their role is kept."""

    page: Page
    refused: list[str] = field(default_factory=list)

    def join(self, link: str, name: str | None = None) -> "Visitor":
        """Open an invitation's link, choose a password, and be in the library."""
        self.page.goto(link)
        if name is not None:
            self.page.get_by_label("Pseudonym").fill(name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Join", exact=True).click()
        self.page.get_by_role("link", name="Library", exact=True).wait_for()
        return self

    def open_by_password(self, server: Server, name: str, password: str) -> None:
        """Try to sign in with a name and a password."""
        if not self.page.get_by_label("Name", exact=True).is_visible():
            self.page.goto(server.url)
            self.page.get_by_role("button", name="Use a name and a password").click()
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[], Visitor]]:
    """Visitors with a fresh profile each."""
    errors: list[str] = []
    contexts = []

    def come() -> Visitor:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(30_000)
        contexts.append(context)
        visitor = Visitor(context.new_page())
        visitor.page.on("pageerror", lambda error: errors.append(str(error)))
        visitor.page.on(
            "response", lambda answer: visitor.refused.append(answer.url) if answer.status == 403 else None
        )
        return visitor

    yield come
    for context in contexts:
        context.close()
    assert errors == []


def settings(page: Page, section: str) -> None:
    if not page.get_by_role("dialog").is_visible():
        page.get_by_role("button", name=re.compile("^Settings")).click()
    page.get_by_role("tab", name=section, exact=True).click()


def invite(page: Page, role: str, name: str = "") -> str:
    """The link that an admin copies."""
    settings(page, "People")
    page.get_by_role("combobox", name="Role", exact=True).select_option(role)
    page.get_by_label("Pseudonym (or they choose one)").fill(name)
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text(f"Link to join as {role}, once")).to_be_visible()
    link = page.get_by_role("status").locator("code").inner_text()
    settings(page, "Look")
    return link


def give(page: Page, name: str, role: str) -> None:
    settings(page, "People")
    page.get_by_label(f"Role of {name}").select_option(role)
    page.get_by_role("button", name="Give", exact=True).click()
    expect(page.get_by_text(f"{name} is {role} now")).to_be_visible()


def bring(page: Page, photo: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(photo)
    expect(page.get_by_text(photo.name).first).to_be_visible()


def test_an_editor_joins_by_a_link_edits_and_manages_nobody(
    page: Page, visit: Callable[[], Visitor], portrait: Path
) -> None:
    bring(page, portrait)
    link = invite(page, "editor", "ada")
    assert "#invitation=bi_" in link
    editor = visit()
    editor.page.goto(link)
    expect(editor.page.get_by_text("You are invited as editor")).to_be_visible()
    assert "invitation" not in editor.page.url, "the secret stays in the address"
    editor.page.get_by_label("Password", exact=True).fill("too short")
    editor.page.get_by_role("button", name="Join", exact=True).click()
    expect(editor.page.get_by_role("alert")).to_contain_text("6 more characters")
    editor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    editor.page.keyboard.press("Enter")

    editor.page.get_by_role("img", name=re.compile(re.escape(portrait.name))).first.dblclick()
    editor.page.get_by_role("textbox", name="Ask for an edit").fill("warmer")
    editor.page.get_by_role("button", name="Send").click()
    expect(editor.page.get_by_role("article").last.get_by_role("button", name="Accept")).to_be_visible()
    expect(editor.page.get_by_role("link", name="Dashboard", exact=True)).to_have_count(0)
    settings(editor.page, "Account")
    expect(editor.page.get_by_text("You are editor")).to_be_visible()
    for section in ("People", "Limits", "Log"):
        expect(editor.page.get_by_role("tab", name=section, exact=True)).to_have_count(0)
    assert editor.refused == []


def test_a_viewer_looks_and_is_not_offered_what_would_be_refused(
    page: Page, visit: Callable[[], Visitor], portrait: Path
) -> None:
    bring(page, portrait)
    viewer = visit().join(invite(page, "viewer"), "vera")
    photo = viewer.page.get_by_role("img", name=re.compile(re.escape(portrait.name))).first
    expect(photo).to_be_visible()
    for absent in ("Import", "Export", "Edit many"):
        expect(viewer.page.get_by_role("button", name=absent)).to_have_count(0)
    for closed in ("Batch", "Taste", "Compare", "Dashboard"):
        expect(viewer.page.get_by_role("link", name=closed, exact=True)).to_have_count(0)
    photo.dblclick()
    expect(viewer.page.get_by_text("you need the role editor")).to_be_visible()
    expect(viewer.page.get_by_role("textbox", name="Ask for an edit")).to_have_count(0)
    expect(viewer.page.get_by_role("tab", name="Adjust")).to_have_count(0)
    viewer.page.keyboard.press("\\")
    expect(viewer.page.get_by_role("button", name=re.compile("^Show before"))).to_have_attribute(
        "aria-pressed", "true"
    )
    viewer.page.evaluate("location.hash = '#/batch'")
    expect(viewer.page.get_by_role("heading", name="Batch is not open to you")).to_be_visible()
    assert viewer.refused == []


def test_whose_role_falls_is_signed_out_and_told_so(
    page: Page, visit: Callable[[], Visitor], server: Server
) -> None:
    editor = visit().join(invite(page, "editor", "emil"))
    give(page, "emil", "viewer")
    editor.page.get_by_role("link", name="Study", exact=True).click()
    expect(editor.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(editor.page.get_by_text("You were signed out")).to_be_visible()
    editor.open_by_password(server, "emil", PASSWORD)
    expect(editor.page.get_by_role("link", name="Study", exact=True)).to_be_visible()
    expect(editor.page.get_by_role("link", name="Batch", exact=True)).to_have_count(0)


def test_wrong_passwords_are_told_and_then_have_to_wait(
    page: Page, visit: Callable[[], Visitor], server: Server
) -> None:
    link = invite(page, "editor", "otto")
    visit().join(link)
    stranger = visit()
    stranger.page.goto(link)
    expect(stranger.page.get_by_role("heading", name="This link is not good")).to_be_visible()
    stranger.page.get_by_role("button", name="To sign in").click()
    for attempt in range(8):
        stranger.open_by_password(server, "nobody", f"not the password {attempt}")
        expect(stranger.page.get_by_role("alert")).to_be_visible()
        if "Too many" in stranger.page.get_by_role("alert").inner_text():
            break
        expect(stranger.page.get_by_role("alert")).to_have_text("That name and password do not go together.")
    expect(stranger.page.get_by_role("alert")).to_contain_text("Too many tries")
    expect(stranger.page.get_by_role("button", name="Sign in", exact=True)).to_be_enabled()


def test_a_used_up_limit_is_said_in_plain_words(
    page: Page, visit: Callable[[], Visitor], portrait: Path
) -> None:
    bring(page, portrait)
    editor = visit().join(invite(page, "editor", "lena"))
    settings(page, "Limits")
    page.get_by_role("combobox", name="For", exact=True).select_option("one")
    page.get_by_label("Name", exact=True).fill("lena")
    page.get_by_label("At most", exact=True).fill("0")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_text("Requests a day, lena: at most 0")).to_be_visible()

    editor.page.get_by_role("img", name=re.compile(re.escape(portrait.name))).first.dblclick()
    editor.page.get_by_role("textbox", name="Ask for an edit").fill("warmer")
    editor.page.get_by_role("button", name="Send").click()
    expect(editor.page.get_by_role("alert")).to_contain_text("Your 0 requests of today are used up.")
    page.get_by_role("button", name="Remove: Requests a day, lena").click()
    expect(page.get_by_text("Requests a day, lena: at most 0")).to_have_count(0)
    settings(page, "Log")
    expect(page.get_by_text("removed a limit")).to_be_visible()


@NEEDS_AXE
@pytest.mark.parametrize(("theme", "width"), [("dark", 1440), ("light", 1440), ("gray", 390)])
def test_the_pages_of_a_team_have_no_violation(
    page: Page, visit: Callable[[], Visitor], server: Server, theme: str, width: int
) -> None:
    stranger = visit().page
    stranger.goto(invite(page, "editor", f"{theme}.{width}"))
    stranger.get_by_label("Password", exact=True).wait_for()
    found = [*looked_at(stranger, theme, width, "Join")]
    stranger.get_by_role("button", name="Not now").click()
    stranger.get_by_role("button", name="Use a name and a password").click()
    found += looked_at(stranger, theme, width, "Sign in")
    settings(page, "Limits")
    page.get_by_label("At most", exact=True).fill("100")
    page.get_by_role("button", name="Set", exact=True).click()
    page.get_by_role("meter").first.wait_for()
    for section, words in {
        "People": "Invite somebody", "Limits": "at most 100", "Log": "set a limit", "Access tokens": "Purpose",
        "Account": "You are admin",
    }.items():  # fmt: skip
        settings(page, section)
        page.get_by_role("tabpanel").get_by_text(words).first.wait_for()
        if section == "Access tokens":
            page.get_by_label("Only:").check()
        found += looked_at(page, theme, width, section)
    assert not found, "\n".join(found)


def looked_at(page: Page, theme: str, width: int, where: str) -> list[str]:
    """What is wrong with what is shown, in a theme and at a width."""
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("(theme) => document.documentElement.dataset.theme = theme", theme)
    page.evaluate("() => Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    page.wait_for_timeout(300)
    too_wide = [f"{where}: too wide: {each}" for each in page.evaluate(TOO_WIDE)]
    return [*violations(page, where), *too_wide]
