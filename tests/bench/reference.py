"""The stated baselines: the least Flask can do for the same kind of request, under the same gunicorn.

`echo` answers the JSON it was sent. `insert` writes one row durably in one transaction and answers.
"""

import os
import sqlite3
import threading

from flask import Flask, Response, request

echo = Flask("echo")
insert = Flask("insert")
_local = threading.local()


@echo.post("/")
def answer_what_came() -> Response:
    return echo.json.response(request.get_json())


def _connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(os.environ["BENCH_DATABASE"], timeout=15, isolation_level=None)
        _local.connection.execute("PRAGMA journal_mode=WAL")
        _local.connection.execute("PRAGMA synchronous=FULL")
        _local.connection.execute("CREATE TABLE IF NOT EXISTS bench_row (id INTEGER PRIMARY KEY, body TEXT)")
    connection: sqlite3.Connection = _local.connection
    return connection


@insert.post("/")
def keep_what_came() -> Response:
    question = request.get_json()
    connection = _connection()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO bench_row (body) VALUES (?)", (str(question),))
    connection.execute("COMMIT")
    return insert.json.response(question)
