"""A server that speaks S3, on a port of its own, and a client of it that shares no code with ours."""

import logging
import os
import uuid
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any
from unittest.mock import patch

KEYS = {"AWS_ACCESS_KEY_ID": "key-of-tests", "AWS_SECRET_ACCESS_KEY": "secret-of-tests"}


@dataclass
class S3Server:
    """`with S3Server() as server:` — credentials are in the environment as long."""

    port: int = 0
    _server: Any = None
    _environment: Any = None

    def __enter__(self) -> "S3Server":
        from moto.server import ThreadedMotoServer

        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        self._environment = patch.dict(os.environ, KEYS)
        self._environment.start()
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        _, self.port = self._server.get_host_and_port()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if "client" in vars(self):
            self.client.close()
        self._server.stop()
        self._environment.stop()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def client(self) -> Any:
        import boto3

        return boto3.client("s3", endpoint_url=self.endpoint, region_name="us-east-1")

    def bucket(self) -> str:
        """The name of a new bucket."""
        name = f"bucket-{uuid.uuid4().hex[:12]}"
        self.client.create_bucket(Bucket=name)
        return name

    def address(self, bucket: str = "", prefix: str = "team/one", **options: object) -> str:
        """Of a new bucket, unless one is named."""
        said = {"endpoint": self.endpoint, "region": "us-east-1"} | options
        query = "&".join(f"{name}={value}" for name, value in said.items())
        return f"s3://{bucket or self.bucket()}/{prefix}?{query}"

    def keys(self, bucket: str) -> list[str]:
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=bucket).get("Contents", [])]
