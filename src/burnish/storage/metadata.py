"""What all tables of a store belong to."""

from sqlalchemy import MetaData

METADATA = MetaData()
