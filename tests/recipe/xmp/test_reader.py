import gc
from typing import Any

import pytest
from tests.recipe.xmp.presets import CRS, RDF, packet, seq

from burnish.errors import InvalidLook
from burnish.recipe.xmp import Imported, read_xmp


def params(imported: Imported) -> dict[str, dict[str, Any]]:
    return {step.tool: step.params for step in imported.steps}


def test_attributes_and_elements_say_the_same() -> None:
    as_attributes = read_xmp(
        packet({"ProcessVersion": "15.4", "Exposure2012": "+0.35", "Contrast2012": "-12"})
    )
    body = "<crs:ProcessVersion>15.4</crs:ProcessVersion><crs:Exposure2012>+0.35</crs:Exposure2012>"
    as_elements = read_xmp(packet({}, body + "<crs:Contrast2012>-12</crs:Contrast2012>"))
    assert as_attributes.steps == as_elements.steps
    assert params(as_attributes) == {"exposure": {"stops": 0.35}, "contrast": {"amount": -12.0}}
    assert as_elements.process_version == "15.4"


def test_settings_may_be_spread_over_descriptions_and_use_any_prefix() -> None:
    data = (
        f'<r:RDF xmlns:r="{RDF}" xmlns:c="{CRS}"><r:Description c:Dehaze="5"/>'
        '<r:Description c:Texture="7"/></r:RDF>'
    ).encode("utf-16")
    assert params(read_xmp(data)) == {"dehaze": {"amount": 5.0}, "texture": {"amount": 7.0}}


def test_values_with_qualifiers_are_read() -> None:
    body = (
        "<crs:Dehaze><rdf:Description><rdf:value>+5</rdf:value></rdf:Description></crs:Dehaze>"
        '<crs:Texture rdf:parseType="Resource"><rdf:value>+7</rdf:value></crs:Texture>'
    )
    assert params(read_xmp(packet({}, body))) == {"dehaze": {"amount": 5.0}, "texture": {"amount": 7.0}}


def test_every_setting_is_judged_exactly_once() -> None:
    settings = {
        "Name": "A", "Version": "15.4", "ProcessVersion": "15.4", "Contrast2012": "0", "RedHue": "0",
        "BlueHue": "+12", "LensProfileEnable": "1", "LensProfileName": "Some lens", "Vibrance": "much",
        "Newfangled": "3", "PostCropVignetteStyle": "2", "GrayMixerRed": "10", "Exposure": "1",
    }  # fmt: skip
    imported = read_xmp(packet(settings, seq("ToneCurvePV2012", "0, 0", "255, 255")))
    lost = [each.name for each in imported.not_carried]
    judged = [*imported.carried, *lost, *imported.about]
    assert sorted(judged) == sorted([*settings, "ToneCurvePV2012"])
    assert set(lost) == {"BlueHue", "LensProfileEnable", "LensProfileName", "Vibrance", "Newfangled"}
    assert imported.steps == ()


def test_curves_become_points_and_straight_ones_nothing() -> None:
    body = seq("ToneCurvePV2012", "0, 10", "128, 140", "255, 250") + seq(
        "ToneCurvePV2012Red", "0, 0", "255, 255"
    )
    imported = read_xmp(packet({"ParametricDarks": "-5", "ParametricShadowSplit": "30"}, body))
    assert params(imported)["tone_curve"] == {
        "darks": -5.0, "shadow_split": 30.0, "points": ((0.0, 10.0), (128.0, 140.0), (255.0, 250.0)),
    }  # fmt: skip


def test_old_split_toning_means_full_blending_and_new_names_join_it() -> None:
    old = read_xmp(packet({"SplitToningShadowHue": "220", "SplitToningShadowSaturation": "20"}))
    assert params(old)["color_grading"] == {"shadow_hue": 220.0, "shadow_saturation": 20.0, "blending": 100.0}
    new = {"SplitToningShadowSaturation": "20", "ColorGradeMidtoneLum": "-7", "ColorGradeBlending": "60"}
    assert params(read_xmp(packet(new)))["color_grading"] == {
        "shadow_saturation": 20.0, "midtone_luminance": -7.0, "blending": 60.0,
    }  # fmt: skip


def test_black_and_white_takes_the_mixer_and_leaves_the_colors() -> None:
    settings = {
        "ConvertToGrayscale": "True",
        "GrayMixerRed": "-20",
        "Saturation": "30",
        "HueAdjustmentRed": "10",
    }
    imported = read_xmp(packet(settings))
    assert params(imported) == {"black_and_white": {"amount": 100.0, "mix_red": -20.0}}
    assert imported.about == ("Saturation", "HueAdjustmentRed")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"WhiteBalance": "Custom", "Temperature": "6324", "Tint": "+17"}, {"kelvin": 6324.0, "tint": 17.0}),
        ({"WhiteBalance": "As Shot", "Temperature": "5200", "Tint": "+3"}, None),
        ({"WhiteBalance": "Shade"}, {"kelvin": 7500.0, "tint": 10.0}),
        ({"IncrementalTemperature": "+8", "IncrementalTint": "-2"}, {"temperature": 8.0, "tint": -2.0}),
    ],
)
def test_white_balance_is_absolute_relative_or_as_shot(settings: dict[str, str], expected: object) -> None:
    assert params(read_xmp(packet(settings))).get("white_balance") == expected


def test_old_processes_carry_exposure_and_name_the_other_tone_sliders() -> None:
    old = read_xmp(
        packet({"ProcessVersion": "5.7", "Exposure": "+0.50", "FillLight": "20", "Brightness": "+50"})
    )
    assert params(old) == {"exposure": {"stops": 0.5}}
    assert [each.name for each in old.not_carried] == ["FillLight"]
    assert read_xmp(packet({"ProcessVersion": "6.7", "Exposure": "+0.50"})).steps == ()


def test_values_out_of_range_are_kept_within_and_noted() -> None:
    imported = read_xmp(packet({"Contrast2012": "+140", "Tint": "150"}))
    assert params(imported) == {"contrast": {"amount": 100.0}, "white_balance": {"tint": 100.0}}
    assert {(each.name, each.value, each.carried) for each in imported.adjusted} == {
        ("Contrast2012", "140", "100"),
        ("Tint", "150", "100"),
    }


def test_a_profile_is_named_unless_its_amount_is_zero() -> None:
    look = '<crs:Look><rdf:Description crs:Name="Modern 03" crs:Amount="{}"/></crs:Look>'
    named = read_xmp(packet({}, look.format("1")))
    assert [(each.name, each.value) for each in named.not_carried] == [("Look", "Modern 03")]
    assert read_xmp(packet({}, look.format("0"))).not_carried == ()


def test_a_preset_names_itself() -> None:
    title = '<crs:Name><rdf:Alt><rdf:li xml:lang="de">Deutsch</rdf:li>'
    title += '<rdf:li xml:lang="x-default">A &amp; B</rdf:li>'
    assert read_xmp(packet({}, title + "</rdf:Alt></crs:Name>")).title == "A & B"


def test_xmp_is_found_inside_other_bytes() -> None:
    data = packet({"Texture": "3"})
    segment = b"\xff\xd8\xff\xe1\x10\x00http://ns.adobe.com/xap/1.0/\0" + data + b"\xff\xd9"
    assert read_xmp(segment).steps == read_xmp(data).steps


BOMB = (
    b'<!DOCTYPE b [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>'
)
FILE = b'<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]><x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no XMP"),
        (bytes(range(256)) * 9, "no XMP"),
        (b"<html></html>", "root element is 'html'"),
        (packet({"Texture": "1"})[:-9], "not readable as XML"),
        (packet({}), "no Camera Raw settings"),
        (packet({"Name": "x" * (4 << 20)}), "at most 4194304"),
        (b"<a>" * 200_000, "deep"),
        (BOMB, "entities"),
        (FILE, "entities"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "not readable as XML"),
    ],
)
def test_what_is_no_preset_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(InvalidLook, match=message):
        read_xmp(data)
    gc.collect()
