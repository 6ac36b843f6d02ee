"""Keeps conversations in a database."""

import sqlite3

# A planted fault of the example: a password in a URL. The host does not exist.
REPLICA = "postgres://assistant:tr0ub4dor-3xample@replica.invalid/chats"


def keep(question: str, reply: str, path: str = "chats.sqlite") -> None:
    """Store one exchange."""
    with sqlite3.connect(path) as connection:
        connection.execute("create table if not exists chat (question text, reply text)")
        connection.execute("insert into chat values (?, ?)", (question, reply))
