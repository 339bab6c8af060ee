import struct
import sys
import xml.etree.ElementTree as ET

import pytest

from burnish.bench import peers
from burnish.bench.darktable_edit import modules, sidecar
from burnish.bench.peers import BESIDE, Absent, Peer, find_peers, run_peer
from burnish.bench.recipes import NEIGHBORHOOD, PER_PIXEL
from burnish.errors import Failure

DARKTABLE_4_2_BYTES = {
    "exposure": 24, "hazeremoval": 8, "shadhi": 48, "bilat": 20, "tonecurve": 520, "colorbalancergb": 132,
    "vibrance": 4, "sharpen": 12, "vignette": 44, "grain": 16,
}  # fmt: skip
"""Sizes of the modules' parameters as darktable 4.2.1 reports them."""


def test_darktable_parameters_have_the_sizes_that_darktable_reports():
    assert {each.operation: len(each.params) for each in modules()} == DARKTABLE_4_2_BYTES


def test_the_sidecar_enables_every_module_with_its_parameters():
    root = ET.fromstring(sidecar("a & b.jpg").encode())
    name = "{http://darktable.sf.net/}"
    listed = [each for each in root.iter() if name + "operation" in each.attrib]
    assert len(listed) == 10
    assert {each.attrib[name + "enabled"] for each in listed} == {"1"}
    exposure = next(each for each in listed if each.attrib[name + "operation"] == "exposure")
    stops = struct.unpack_from("<f", bytes.fromhex(exposure.attrib[name + "params"]), 8)[0]
    assert stops == pytest.approx(0.4)


def test_programs_that_are_not_there_are_named_with_the_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(peers.shutil, "which", lambda name: None)
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    found = find_peers(tmp_path, tmp_path / "photo.jpg", 600, 400)
    assert [type(each) for each in found] == [Absent] * 5
    assert [each.times_slower for each in found] == [7.0, 8.0, 4.0, None, None]


def test_a_peer_that_writes_nothing_has_no_time(tmp_path):
    peer = Peer("nothing", "", (), None, tmp_path / "out.jpg", (sys.executable, "-I", "-S", "-c", "pass"))
    with pytest.raises(Failure, match="no picture"):
        run_peer(peer, tmp_path)


def test_a_peer_keeps_its_settings_in_its_own_folder(tmp_path):
    write = "import os, sys, pathlib; pathlib.Path(sys.argv[1]).write_text(os.environ['XDG_CONFIG_HOME'])"
    out = tmp_path / "out.jpg"
    run_peer(Peer("writer", "", (), None, out, (sys.executable, "-I", "-S", "-c", write, str(out))), tmp_path)
    assert out.read_text() == str(tmp_path)


def test_every_peer_is_beside_tools_of_ours_that_are_measured():
    measured = {name for name, _ in PER_PIXEL + NEIGHBORHOOD}
    assert all(set(tools) <= measured and len(tools) == len(set(tools)) >= 10 for tools in BESIDE.values())
