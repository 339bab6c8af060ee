import pytest

from burnish.errors import BadInput
from burnish.models.chat import Usage
from burnish.models.settings import ENVIRONMENT, ChatSettings, Price, read_settings

FILE = """
[chat]
base_url = "http://localhost:8080/v1"
model = "tiny"
api_key = "sk-secret"
timeout_s = 20
sees_pictures = true

[chat.prices."tiny"]
prompt = 2.5
reply = 10
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    return path


def test_nothing_named_means_no_chat_model(tmp_path):
    settings = read_settings(tmp_path / "none.toml", {})
    assert not settings.chat.is_on


def test_the_file_is_read(file):
    chat = read_settings(file, {}).chat
    assert chat.is_on
    assert (chat.model, chat.timeout_s, chat.sees_pictures) == ("tiny", 20.0, True)
    assert chat.api_key.get_secret_value() == "sk-secret"


def test_the_environment_comes_before_the_file(file):
    said = {
        "BURNISH_CHAT_MODEL": "other",
        "BURNISH_CHAT_TIMEOUT_S": "7.5",
        "BURNISH_CHAT_SEES_PICTURES": "no",
    }
    chat = read_settings(file, said).chat
    assert (chat.model, chat.timeout_s, chat.sees_pictures) == ("other", 7.5, False)
    assert chat.base_url == "http://localhost:8080/v1"


def test_the_environment_is_enough(tmp_path):
    said = {
        "BURNISH_CHAT_BASE_URL": "https://host/v1",
        "BURNISH_CHAT_MODEL": "m",
        "BURNISH_CHAT_API_KEY": "sk-secret",
    }
    chat = read_settings(tmp_path / "none.toml", said).chat
    assert (chat.base_url, chat.model) == ("https://host/v1", "m")


def test_an_empty_variable_counts_as_not_set(file):
    assert read_settings(file, {"BURNISH_CHAT_MODEL": ""}).chat.model == "tiny"


def test_the_key_is_never_shown(file):
    settings = read_settings(file, {})
    assert "sk-secret" not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[chat]\nbase_url = "http://host/v1"', "model is not"),
        ("[chat]\ntimeout_s = 0", "chat.timeout_s"),
        ('[chat]\nurl = "http://host"', "chat.url is not known"),
        ("[chatter]\n", "chatter is not known"),
        ("chat = 3", "chat"),
        ("[chat", "not TOML"),
        ("[chat.prices.m]\nprompt = -1", "chat.prices.m.prompt"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path, text, told):
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"config\.toml") as caught:
        read_settings(path, {})
    assert told in str(caught.value)


def test_a_wrong_variable_is_named(file):
    with pytest.raises(BadInput, match="BURNISH_CHAT_TIMEOUT_S"):
        read_settings(file, {"BURNISH_CHAT_TIMEOUT_S": "soon"})


@pytest.mark.parametrize(
    "text", ['[chat]\napi_key = ["sk-secret"]', '[chat]\napikey = "sk-secret"', 'chat = "sk-secret"']
)
def test_no_error_repeats_a_key(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        read_settings(path, {})
    assert "sk-secret" not in str(caught.value)


def test_every_variable_names_a_setting():
    assert set(ENVIRONMENT.values()) <= ChatSettings.model_fields.keys()


def test_a_price_is_per_million_tokens():
    assert Price(prompt=2.5, reply=10).of(Usage(1_000_000, 200_000)) == pytest.approx(4.5)
