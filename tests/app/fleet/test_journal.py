"""What counts as done, and what a torn journal does."""

from pathlib import Path

from burnish.app.fleet.journal import Journal, key_of

KEY = key_of("sha256:photo", "sha256:look", "jpeg", {"quality": 92})


def test_a_file_is_done_only_with_the_noted_bytes_and_key(tmp_path: Path):
    out = tmp_path / "a.jpg"
    journal = Journal.of_folder(tmp_path, tmp_path / "home")
    assert not journal.is_done(out, KEY)
    journal.note(out, KEY, b"picture")
    assert not journal.is_done(out, KEY), "noted, but killed before the file got its name"
    out.write_bytes(b"picture")
    again = Journal.of_folder(tmp_path, tmp_path / "home")
    assert again.is_done(out, KEY)
    assert not again.is_done(out, key_of("sha256:photo", "sha256:look", "jpeg", {"quality": 93}))
    out.write_bytes(b"pictur")
    assert not again.is_done(out, KEY)


def test_the_last_note_counts(tmp_path: Path):
    out = tmp_path / "a.jpg"
    out.write_bytes(b"new")
    journal = Journal.of_folder(tmp_path, tmp_path / "home")
    journal.note(out, KEY, b"old")
    journal.note(out, KEY, b"new")
    assert Journal.of_folder(tmp_path, tmp_path / "home").is_done(out, KEY)


def test_a_torn_line_costs_only_itself(tmp_path: Path):
    out = tmp_path / "a.jpg"
    out.write_bytes(b"picture")
    home = tmp_path / "home"
    Journal.of_folder(tmp_path, home).note(tmp_path / "b.jpg", KEY, b"other")
    [path] = (home / "renders").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2] + b"\xff\x00")
    Journal.of_folder(tmp_path, home).note(out, KEY, b"picture")
    path.write_bytes(path.read_bytes() + b'[1]\n{"name": 3}\n')
    assert Journal.of_folder(tmp_path, home).is_done(out, KEY)


def test_two_folders_have_two_journals(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "a.jpg").write_bytes(b"picture")
    Journal.of_folder(one, tmp_path / "home").note(one / "a.jpg", KEY, b"picture")
    assert not Journal.of_folder(other, tmp_path / "home").is_done(other / "a.jpg", KEY)
