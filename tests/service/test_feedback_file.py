"""Feedback is a fact on the disk."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from burnish.errors import WriteFailed
from burnish.service.feedback_file import Feedback, FeedbackFile


def said(number: int, remark: str = "") -> Feedback:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return Feedback(f"id{number}", at, "sha256:p", "turn", 0, "sha256:r", "embedded 1", "accept", 5, remark)


def lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines() if line]


def test_each_fact_is_one_line(tmp_path):
    file = FeedbackFile(tmp_path / "home" / "feedback.jsonl")
    file.append(said(1, "two\nlines – ünïcode"))
    file.append(said(2))
    kept = lines(file.path)
    assert [each["id"] for each in kept] == ["id1", "id2"]
    assert kept[0]["remark"] == "two\nlines – ünïcode"
    assert kept[0]["schema"] == 1
    assert kept[0]["at"] == "2026-01-02T03:04:05+00:00"


def test_a_torn_line_does_not_swallow_the_next(tmp_path):
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    file.path.write_bytes(b'{"id": "torn')
    file.append(said(1))
    assert json.loads(file.path.read_bytes().splitlines()[-1])["id"] == "id1"


def test_many_at_once_stay_whole(tmp_path):
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda k: file.append(said(k, "x" * 500)), range(60)))
    assert sorted(each["id"] for each in lines(file.path)) == sorted(f"id{k}" for k in range(60))


def test_it_is_synced_before_it_is_acknowledged(tmp_path, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (synced.append(descriptor), real(descriptor))[1])
    FeedbackFile(tmp_path / "feedback.jsonl").append(said(1))
    assert len(synced) == 1


def test_nobody_else_may_read_it(tmp_path):
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    file.append(said(1))
    assert file.path.stat().st_mode & 0o077 == 0


def test_what_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "feedback.jsonl").mkdir()
    with pytest.raises(WriteFailed, match="cannot keep the feedback"):
        FeedbackFile(tmp_path / "feedback.jsonl").append(said(1))
