"""The settings file and the environment: which chat model and which generative editor are used, none unless they are
named, and in whose name feedback is kept, and where.

```toml
[chat]
base_url = "http://localhost:8080/v1"
model = "qwen3-vl"
sees_pictures = true

[chat.prices."qwen3-vl"]     # per million tokens
prompt = 0.4
reply = 1.2

[editor]
kind = "images_api"
base_url = "http://localhost:8000/v1"
model = "an-image-model"

[feedback]
person = "p7"                # a pseudonym
workspace_models = true

[oidc]
issuer = "https://id.example"
client_id = "burnish"
role = "editor"              # of whoever the provider signs in
```
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from burnish.errors import BadInput
from burnish.models.chat import Usage

MAX_BYTES = 2**20
"""Largest settings file that is read."""

ENVIRONMENT: Mapping[str, str] = {
    "BURNISH_CHAT_BASE_URL": "base_url",
    "BURNISH_CHAT_MODEL": "model",
    "BURNISH_CHAT_API_KEY": "api_key",
    "BURNISH_CHAT_TIMEOUT_S": "timeout_s",
    "BURNISH_CHAT_SEES_PICTURES": "sees_pictures",
}
"""Variables that come before the file's values in `[chat]`. An empty one counts as not set."""

EDITOR_ENVIRONMENT: Mapping[str, str] = {
    "BURNISH_EDITOR_KIND": "kind",
    "BURNISH_EDITOR_MODEL": "model",
    "BURNISH_EDITOR_BASE_URL": "base_url",
    "BURNISH_EDITOR_API_KEY": "api_key",
    "BURNISH_EDITOR_TIMEOUT_S": "timeout_s",
}
"""The same for `[editor]`."""

FEEDBACK_ENVIRONMENT: Mapping[str, str] = {
    "BURNISH_PERSON": "person",
    "BURNISH_WORKSPACE": "workspace",
    "BURNISH_STORE": "store",
    "BURNISH_OBJECTS": "objects",
}
"""The same for `[feedback]`."""

OIDC_ENVIRONMENT: Mapping[str, str] = {"BURNISH_OIDC_CLIENT_SECRET": "client_secret"}
"""The same for `[oidc]`."""

_VARIABLES = {
    "chat": ENVIRONMENT, "editor": EDITOR_ENVIRONMENT, "feedback": FEEDBACK_ENVIRONMENT, "oidc": OIDC_ENVIRONMENT,
}  # fmt: skip
_MILLION = 1_000_000


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )


class Price(_Part):
    """What a model costs, per million tokens, in the currency of the prices."""

    prompt: Annotated[float, Field(ge=0)] = 0.0
    reply: Annotated[float, Field(ge=0)] = 0.0

    def of(self, usage: Usage) -> float:
        """The cost of so many tokens."""
        return (self.prompt * usage.prompt_tokens + self.reply * usage.reply_tokens) / _MILLION


class ChatSettings(_Part):
    """The chat model that plans, when there is one."""

    base_url: str = ""
    """Where the server answers, such as `http://localhost:8080/v1`; empty for no chat model."""

    model: str = ""
    """The model's name at that server."""

    api_key: SecretStr = SecretStr("")
    """Sent as a bearer token; never shown, logged or stored with a plan."""

    timeout_s: Annotated[float, Field(gt=0, le=3600)] = 60.0
    """The longest that one answer may take, in seconds."""

    retries: Annotated[int, Field(ge=0, le=10)] = 2
    """Further attempts where the server is busy."""

    sees_pictures: bool = False
    """Whether a small JPEG of the photo is sent along."""

    currency: str = "USD"
    """Of the prices."""

    prices: dict[str, Price] = Field(default_factory=dict[str, Price])
    """By model name. A model that is not listed has no known cost."""

    @property
    def is_on(self) -> bool:
        """Whether there is a chat model at all."""
        return bool(self.base_url)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.base_url and not self.model:
            raise ValueError("base_url is set but model is not; name the model that the server shall use")
        return self


class EditorSettings(_Part):
    """The generative editor that serves what tools cannot do, when there is one."""

    kind: Literal["none", "diffusion", "images_api"] = "none"
    """A diffusers pipeline on this machine, a server that speaks OpenAI's image edits, or none."""

    model: str = ""
    """The pipeline's folder or id; the model's name at the server."""

    base_url: str = ""
    """Where the server answers, up to `/v1`; `/images/edits` is added."""

    api_key: SecretStr = SecretStr("")
    """Sent as a bearer token; never shown, logged or stored with an edit."""

    timeout_s: Annotated[float, Field(gt=0, le=3600)] = 180.0
    """The longest that one edit at a server may take, in seconds."""

    retries: Annotated[int, Field(ge=0, le=10)] = 2
    """Further attempts where the server is busy."""

    sizes: list[Annotated[str, Field(pattern=r"^[1-9]\d{1,3}x[1-9]\d{1,3}$")]] | None = None
    """Widths and heights that the server's model makes, such as `1024x1024`; an empty list for any; unset, OpenAI's."""

    streams: bool = False
    """Whether the server is asked to send its answer in events."""

    sends_seed: bool = False
    """Whether the server knows the field `seed`."""

    fields: dict[str, str] = Field(default_factory=dict[str, str])
    """Further fields of the server's request, such as `quality`."""

    allows_download: bool = False
    """Whether a pipeline named by its id may be fetched from the hub."""

    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """What a pipeline runs on."""

    precision: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """In what numbers."""

    offloads: bool = False
    """Whether parts of a pipeline wait in main memory until they are needed."""

    long_side_px: Annotated[int, Field(ge=0, le=8192)] = 0
    """At which a pipeline, or a server of any size, works; 0 for what it was made for."""

    options: dict[str, str | int | float | bool] = Field(default_factory=dict[str, str | int | float | bool])
    """Further arguments of a pipeline, such as `num_inference_steps`."""

    @property
    def is_on(self) -> bool:
        """Whether there is a generative editor at all."""
        return self.kind != "none"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.is_on and not self.model:
            raise ValueError(f"kind is {self.kind!r} but model is not set; name the model")
        if self.kind == "images_api" and not self.base_url:
            raise ValueError("kind is 'images_api' but base_url is not set; say where the server answers")
        return self


class FeedbackSettings(_Part):
    """In whose name feedback is kept, where, and what may be done with it."""

    person: str = ""
    """A pseudonym; empty for the one person of a machine that nobody shares."""

    workspace: str = ""
    """The tenant; empty for this machine's own."""

    store: SecretStr = SecretStr("")
    """`postgresql://…` of a shared store; empty for a file in Burnish's own folder."""

    objects: str = ""
    """`s3://bucket/prefix?…` for the bytes of pictures, without credentials; empty for Burnish's own folder."""

    taste: bool = True
    """Whether this person's taste may be learned from it."""

    workspace_models: bool = False
    """Whether everybody in the workspace may learn from it."""

    sharing: bool = False
    """Whether it may leave the workspace."""


Role: TypeAlias = Literal["", "viewer", "editor", "reviewer", "operator", "admin"]


class OidcSettings(_Part):
    """The provider that signs people in (OpenID Connect), when there is one."""

    issuer: str = ""
    """The provider's address, exactly as it names itself; empty for no provider."""

    client_id: str = ""
    """What this server is called at the provider."""

    client_secret: SecretStr = SecretStr("")
    """What it proves that with; empty for a public client."""

    title: str = "your organization"
    """What people read on the button."""

    scopes: list[Annotated[str, Field(pattern=r"^[!#-\[\]-~]{1,100}$")]] = Field(
        default_factory=lambda: ["openid"]
    )
    """What is asked of the provider; `email` too where domains are named."""

    role: Role = ""
    """Of somebody new; empty to let in only those to whom a claim gives a role, and those who are there."""

    role_claim: str = ""
    """The claim that roles follow, such as `groups`; empty to leave roles to admins."""

    roles: dict[str, Role] = Field(default_factory=dict[str, Role])
    """Role by the claim's value; of several the highest."""

    domains: list[str] = Field(default_factory=list[str])
    """Domains of e-mail addresses, which the provider has to have verified; none named, any."""

    keeps_email: bool = False
    """Whether the address is kept, for admins to see; else it is not stored at all."""

    workspace: str = ""
    """Where people come in; empty for the one of who starts the server."""

    @property
    def is_on(self) -> bool:
        """Whether there is a provider at all."""
        return bool(self.issuer)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.issuer and not self.client_id:
            raise ValueError("issuer is set but client_id is not; register this server at the provider")
        if self.issuer and "openid" not in self.scopes:
            raise ValueError("scopes have to name 'openid'")
        if self.domains and "email" not in self.scopes:
            raise ValueError("domains are named, so scopes have to name 'email'")
        return self


class Settings(_Part):
    """Everything in the settings file."""

    chat: ChatSettings = Field(default_factory=ChatSettings)
    editor: EditorSettings = Field(default_factory=EditorSettings)
    feedback: FeedbackSettings = Field(default_factory=FeedbackSettings)
    oidc: OidcSettings = Field(default_factory=OidcSettings)


_PARTS: Mapping[str, type[_Part]] = {
    "chat": ChatSettings,
    "editor": EditorSettings,
    "feedback": FeedbackSettings,
    "oidc": OidcSettings,
}


def default_settings_file() -> Path:
    """`config.toml` in the user's configuration folder of this platform."""
    from platformdirs import user_config_path

    return user_config_path("burnish") / "config.toml"


def read_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """The settings in a file, which need not exist, and in the environment, which comes first.

    Raises:
        BadInput: unreadable, not TOML, or a setting that is unknown or out of range. Values are not repeated:
            one may be a key.
    """
    document = _document(file)
    said: dict[str, dict[str, str]] = {}
    for part, variables in _VARIABLES.items():
        said[part] = {name: environment[each] for each, name in variables.items() if environment.get(each)}
        held = document.get(part, {})
        if isinstance(held, dict) and said[part]:
            document = document | {part: cast("dict[str, Any]", held) | said[part]}
    try:
        return Settings.model_validate(document)
    except ValidationError as error:
        raise BadInput(_explain(error, file, said)) from None


def _document(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInput(f"cannot read settings {str(file)!r}: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise BadInput(f"settings {str(file)!r} are too large: at most {MAX_BYTES} bytes are read")
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise BadInput(f"settings {str(file)!r} are not TOML: {error}") from None


def _explain(error: ValidationError, file: Path, said: Mapping[str, Mapping[str, str]]) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = [str(part) for part in first["loc"]]
    if len(place) == 2 and place[1] in said.get(place[0], {}):
        named = {name: variable for variable, name in _VARIABLES[place[0]].items()}
        return f"{named[place[1]]}: {first['msg']}"
    where = f"settings {str(file)!r}: {'.'.join(place) or 'the file'}"
    if first["type"] == "extra_forbidden":
        known = _PARTS[place[0]].model_fields if len(place) > 1 else Settings.model_fields
        return f"{where} is not known (known: {', '.join(known)})"
    return f"{where}: {first['msg']}"
