import datetime
import io
import json
import socket
import sys

import numpy as np
import pytest
import simplejpeg
from imagecodecs import png_encode

from burnish.errors import BadInput, Failure, UnreadablePhoto, UnsupportedFormat
from burnish.recipe import credentials
from burnish.recipe.credentials import Action, Parent, read_credentials, sign

x509 = pytest.importorskip("cryptography.x509")
c2pa = pytest.importorskip("c2pa")

from cryptography.hazmat.primitives import hashes  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: E402
from cryptography.hazmat.primitives.serialization import (  # noqa: E402
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

PICTURE = np.random.default_rng(6).integers(0, 256, (48, 64, 3), np.uint8)
FILES = {"jpeg": simplejpeg.encode_jpeg(PICTURE, quality=90), "png": png_encode(PICTURE)}
ACTIONS = [
    Action("exposure", {"stops": 0.5, "curve": [[0, 0], [1, 1]]}, "The face is too dark."),
    Action("crop", {"left": 0.1}),
    Action("heal"),
    Action("sharpen"),
    Action("somebody_elses"),
]
PARENT = Parent("photo.jpg", "jpeg", FILES["jpeg"], "sha256:" + "0" * 64)


class Signer:
    """A certificate authority of our own and one signer under it."""

    def __init__(self, key=None, purpose=x509.ExtendedKeyUsageOID.EMAIL_PROTECTION, days=1):
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        root = ec.generate_private_key(ec.SECP256R1())
        self.root = self.certificate("Test root", root.public_key(), root, days)
        leaf = self.certificate("Test signer", self.key.public_key(), root, days, purpose)
        self.chain = leaf.public_bytes(Encoding.PEM) + self.root.public_bytes(Encoding.PEM)

    @staticmethod
    def certificate(name, key, issuer, days, purpose=None):
        def called(common):
            names = (x509.NameOID.ORGANIZATION_NAME, "Test"), (x509.NameOID.COMMON_NAME, common)
            return x509.Name([x509.NameAttribute(oid, value) for oid, value in names])

        end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
        ca = purpose is None
        builder = (
            x509.CertificateBuilder(called("Test root"), called(name), key, x509.random_serial_number())
            .not_valid_before(end - datetime.timedelta(days=3))
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(
                x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False), critical=True
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False
            )
        )
        if not ca:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        return builder.sign(issuer, hashes.SHA256())

    def pem(self, form=PrivateFormat.PKCS8, encryption=None):
        return self.key.private_bytes(Encoding.PEM, form, encryption or NoEncryption())


SIGNER = Signer()


def signed(form="jpeg", signer=SIGNER, **changes):
    options = {
        "recipe_actions": ACTIONS,
        "certificate_pem": signer.chain,
        "private_key_pem": signer.pem(),
        "title": "Portrait",
        "format": form,
        "parent": PARENT,
    }
    return sign(FILES.get(form, b""), **(options | changes))


def read(tmp_path, data):
    (tmp_path / "picture").write_bytes(data)
    return read_credentials(tmp_path / "picture")


@pytest.mark.parametrize("form", ["jpeg", "png"])
def test_a_signed_picture_tells_every_step_and_is_valid_though_its_signer_is_on_no_list(tmp_path, form):
    told = read(tmp_path, signed(form))
    assert (told["state"], told["problems"]) == ("Valid", ["signingCredential.untrusted"])
    assert (told["title"], told["signer"], told["parents"]) == ("Portrait", "Test signer", ["photo.jpg"])
    assert told["generator"].startswith("Burnish/0.")
    assert [action["action"] for action in told["actions"]] == [
        "c2pa.opened", "c2pa.adjustedColor", "c2pa.cropped", "c2pa.edited", "c2pa.enhanced", "c2pa.edited",
    ]  # fmt: skip
    exposure = told["actions"][1]
    assert exposure["description"] == "The face is too dark."
    assert exposure["parameters"] == {
        "burnish.tool": "exposure",
        "burnish.parameters": {"stops": 0.5, "curve": [[0, 0], [1, 1]]},
    }
    assert exposure["digitalSourceType"].endswith("/humanEdits")
    assert "digitalSourceType" not in told["actions"][5]


def test_the_librarys_own_reader_trusts_it_once_our_root_is_trusted():
    anchors = SIGNER.root.public_bytes(Encoding.PEM).decode()
    with c2pa.Context.from_dict({"version": 1, "trust": {"user_anchors": anchors}}) as context:
        reader = c2pa.Reader("image/jpeg", io.BytesIO(signed()), context=context)
        assert reader.get_validation_state() == "Trusted"


def test_the_pixels_stay_as_they_were():
    np.testing.assert_array_equal(simplejpeg.decode_jpeg(signed()), simplejpeg.decode_jpeg(FILES["jpeg"]))


@pytest.mark.parametrize("form", ["jpeg", "png"])
def test_one_changed_byte_of_the_picture_makes_it_invalid(tmp_path, form):
    data = bytearray(signed(form))
    data[-40] ^= 1
    told = read(tmp_path, bytes(data))
    assert told["state"] == "Invalid"
    assert "assertion.dataHash.mismatch" in told["problems"]


def test_the_credentials_of_the_parent_travel_along(tmp_path):
    first = signed(title="First")
    second = signed(recipe_actions=[], title="Second", parent=Parent("First", "jpeg", first))
    told = read(tmp_path, second)
    assert (told["title"], told["state"], told["parents"]) == ("Second", "Valid", ["First"])
    with c2pa.Reader("image/jpeg", io.BytesIO(second)) as reader:
        titles = {manifest["title"] for manifest in json.loads(reader.json())["manifests"].values()}
    assert titles == {"First", "Second"}


def test_no_thumbnail_of_the_parent_is_kept():
    with c2pa.Reader("image/jpeg", io.BytesIO(signed())) as reader:
        assert "thumbnail" not in reader.json()


@pytest.mark.parametrize("parent", [Parent("DSC_1.NEF", "nef", b"raw"), Parent("DSC_1.NEF", "jpeg")])
def test_a_parent_that_cannot_travel_is_named(tmp_path, parent):
    told = read(tmp_path, signed(parent=parent))
    assert (told["state"], told["parents"]) == ("Valid", ["DSC_1.NEF"])


def test_without_a_parent_the_picture_was_created_here(tmp_path):
    told = read(tmp_path, signed(parent=None))
    assert (told["state"], told["actions"][0]["action"]) == ("Valid", "c2pa.created")


@pytest.mark.parametrize(
    "make",
    [
        lambda: ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate,
        lambda: rsa.generate_private_key(65537, 2048),
    ],
)
def test_other_kinds_of_key_sign_too(tmp_path, make):
    assert read(tmp_path, signed(signer=Signer(make())))["state"] == "Valid"


def test_a_key_in_its_older_pem_form_signs_and_a_path_is_read(tmp_path):
    (tmp_path / "in.jpg").write_bytes(FILES["jpeg"])
    data = sign(
        tmp_path / "in.jpg",
        recipe_actions=(),
        certificate_pem=SIGNER.chain,
        private_key_pem=SIGNER.pem(PrivateFormat.TraditionalOpenSSL),
        title="x",
        format="jpeg",
    )
    assert read(tmp_path, data)["state"] == "Valid"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"private_key_pem": b"hello"}, "private key must be an unencrypted PEM"),
        ({"private_key_pem": SIGNER.pem(encryption=BestAvailableEncryption(b"x"))}, "unencrypted"),
        ({"private_key_pem": Signer().pem()}, "does not belong"),
        ({"certificate_pem": b"hello"}, "certificate must be a PEM"),
        ({"certificate_pem": b""}, "certificate must be a PEM"),
        ({"signer": Signer(days=-1)}, "cannot sign Content Credentials: .*not valid"),
        ({"signer": Signer(purpose=x509.ExtendedKeyUsageOID.SERVER_AUTH)}, "cannot sign Content Credentials"),
        ({"signer": Signer(ec.generate_private_key(ec.SECP256K1()))}, "must be EC P-256"),
        ({"recipe_actions": [Action("x", {"stops": float("nan")})]}, "parameters of 'x' are not JSON"),
        ({"recipe_actions": [Action("x", {"data": b""})]}, "parameters of 'x' are not JSON"),
    ],
)
def test_what_cannot_sign_is_the_callers_mistake(changes, message):
    with pytest.raises(BadInput, match=message) as caught:
        signed(**changes)
    assert "PRIVATE KEY" not in str(caught.value)


def test_a_format_without_credentials_or_a_picture_of_another_format_is_refused():
    with pytest.raises(UnsupportedFormat, match="'bmp' cannot carry"):
        signed("bmp")
    with pytest.raises(Failure, match="could not be added to 'Portrait'"):
        signed("tiff")


def test_a_picture_without_credentials_has_none_and_other_files_are_errors(tmp_path):
    assert read(tmp_path, FILES["jpeg"]) is None
    with pytest.raises(UnsupportedFormat):
        read(tmp_path, b"plain text")
    with pytest.raises(UnreadablePhoto):
        read(tmp_path, signed()[:2000])
    with pytest.raises(UnreadablePhoto):
        read_credentials(tmp_path / "missing.jpg")


def kept_elsewhere(url):
    with (
        c2pa.Signer.from_info(c2pa.C2paSignerInfo("es256", SIGNER.chain, SIGNER.pem(), None)) as signer,
        c2pa.Builder(credentials._manifest([], "x", "image/jpeg", None)) as builder,
    ):
        builder.set_no_embed()
        builder.set_remote_url(url)
        picture = io.BytesIO()
        builder.sign(signer, "image/jpeg", io.BytesIO(FILES["jpeg"]), picture)
    return picture.getvalue()


def test_credentials_kept_elsewhere_are_named_and_never_fetched(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        data = kept_elsewhere(f"http://127.0.0.1:{server.getsockname()[1]}/x.c2pa")
        told = read(tmp_path, data)
        signed(parent=Parent("x", "jpeg", data))
        with pytest.raises(BlockingIOError):
            server.accept()
    assert told["state"] == "Remote"
    assert "127.0.0.1" in told["problems"][0]


def test_without_the_library_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "c2pa", None)
    for attempt in (signed, lambda: read_credentials(tmp_path / "x.jpg")):
        with pytest.raises(Failure, match=r"pip install 'burnish\[c2pa\]'"):
            attempt()
