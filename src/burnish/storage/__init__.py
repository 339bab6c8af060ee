"""Where facts, pictures and learned parts are kept: SQLite or PostgreSQL, a folder of blobs, or memory."""
