"""Nothing leads out of the roots."""

from contextlib import suppress
from pathlib import Path

import pytest

from burnish.errors import BadInput
from burnish.imaging.files.source import read_source
from burnish.imaging.limits import Limits
from burnish.service.roots import Roots


@pytest.fixture
def roots(root: Path) -> Roots:
    return Roots.of([root])


def test_relative_paths_are_relative_to_the_first_root(roots, root):
    assert roots.existing("photo.jpg") == (root / "photo.jpg").resolve()
    assert roots.existing(str(root / "photo.jpg")) == (root / "photo.jpg").resolve()


def test_every_root_is_allowed(root, tmp_path):
    (tmp_path / "other").mkdir()
    roots = Roots.of([tmp_path / "other", root])
    assert roots.existing(str(root / "photo.jpg")).is_file()


@pytest.mark.parametrize(
    "path", ["../secret.jpg", "/etc/passwd", "a/../../secret.jpg", "..", "~/x", "/", "./../"]
)
def test_nothing_outside_is_had(roots, root, path):
    if path == "~/x":
        assert roots.existing(path) == root.resolve() / "~" / "x", "a tilde is a name like any other"
        return
    with pytest.raises(BadInput, match="outside of the folders"):
        roots.existing(path)


def test_it_is_not_told_whether_something_outside_exists(roots, tmp_path):
    messages = []
    for name in ("secret.jpg", "absent.jpg"):
        with pytest.raises(BadInput) as caught:
            roots.existing(f"../{name}")
        messages.append(str(caught.value).replace(name, ""))
    assert messages[0] == messages[1]


def test_a_link_that_leads_out_is_outside_and_one_that_stays_is_not(roots, root, tmp_path):
    (root / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (root / "folder").symlink_to(tmp_path)
    (root / "in.jpg").symlink_to(root / "photo.jpg")
    for path in ("out.jpg", "folder/secret.jpg"):
        with pytest.raises(BadInput, match="outside"):
            roots.existing(path)
    assert roots.existing("in.jpg") == (root / "photo.jpg").resolve()


def test_links_that_lead_in_circles_are_no_path(roots, root):
    (root / "a").symlink_to(root / "b")
    (root / "b").symlink_to(root / "a")
    with suppress(BadInput):  # what newer Pythons do not refuse stays inside
        assert roots.existing("a/x.jpg").is_relative_to(root.resolve())


@pytest.mark.parametrize("path", ["", "a\0b.jpg", "x" * 5000])
def test_what_is_no_path_is_an_error(roots, path):
    with pytest.raises(BadInput, match="is no path"):
        roots.existing(path)


def test_a_name_longer_than_the_file_system_takes_is_an_error_of_the_caller(roots):
    with pytest.raises(BadInput):
        read_source(roots.existing("x" * 300), Limits())


def test_a_new_file_goes_into_a_folder_that_is_there(roots, root):
    assert roots.new("out.jpg") == root.resolve() / "out.jpg"
    for path in ("sub/out.jpg", "../out.jpg", "/tmp/out.jpg"):
        with pytest.raises(BadInput):
            roots.new(path)


def test_nothing_is_written_through_a_link(roots, root, tmp_path):
    (root / "out.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    with pytest.raises(BadInput, match="is a link"):
        roots.new("out.jpg")
    (root / "sub").symlink_to(tmp_path)
    with pytest.raises(BadInput, match="outside"):
        roots.new("sub/out.jpg")


def test_a_root_has_to_be_a_folder(root):
    with pytest.raises(BadInput, match="is not a folder"):
        Roots.of([root / "photo.jpg"])
    with pytest.raises(BadInput, match="at least one"):
        Roots.of([])
