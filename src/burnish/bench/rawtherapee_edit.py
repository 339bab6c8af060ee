"""A RawTherapee 5.9 processing profile with ten tools."""

TOOLS: dict[str, dict[str, str]] = {
    "Exposure": {
        "Auto": "false", "Compensation": "0.4", "Brightness": "5", "Contrast": "10", "Saturation": "10", "Black": "0",
        "ClampOOG": "true", "CurveMode": "FilmLike", "Curve": "1;0;0.02;0.5;0.51;1;0.98;",
    },
    "White Balance": {
        "Enabled": "true", "Setting": "Custom", "Temperature": "6200", "Green": "1", "Equal": "1",
    },
    "Luminance Curve": {"Enabled": "true", "Contrast": "10", "Chromaticity": "5"},
    "Shadows & Highlights": {"Enabled": "true", "Highlights": "40", "Shadows": "30", "Radius": "40"},
    "Local Contrast": {"Enabled": "true", "Radius": "80", "Amount": "0.2", "Darkness": "1", "Lightness": "1"},
    "Dehaze": {"Enabled": "true", "Strength": "25", "Depth": "25"},
    "Vibrance": {"Enabled": "true", "Pastels": "30", "Saturated": "10"},
    "ColorToning": {
        "Enabled": "true", "Method": "Splitlr", "Bluelow": "4", "Redhigh": "4", "Satlow": "20", "Sathigh": "10",
    },
    "Sharpening": {
        "Enabled": "true", "Method": "usm", "Radius": "0.8", "Amount": "200", "Threshold": "20;80;2000;1200;",
    },
    "PCVignette": {"Enabled": "true", "Strength": "0.5", "Feather": "50", "Roundness": "50"},
}  # fmt: skip
"""Sections of the profile with what they set; all else is neutral."""

PROFILE = "[Version]\nAppVersion=5.9\nVersion=349\n" + "".join(
    f"\n[{section}]\n" + "".join(f"{key}={value}\n" for key, value in values.items())
    for section, values in TOOLS.items()
)
"""The .pp3 document."""
