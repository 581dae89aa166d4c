"""A made-up service of notes, through which the rules of the edge are seen."""

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from marshmallow import Schema, ValidationError, fields, validate
from sqlalchemy import String, UniqueConstraint, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.errors import Conflict, Fault, NotFound
from shared.runtime.access import OPEN, Access
from shared.runtime.db import named_metadata
from shared.runtime.service import Service
from shared.runtime.web import (
    Answer,
    Blueprint,
    actor,
    check_if_match,
    command,
    etag,
    page,
    query,
    strict_json,
)

NAME = "runtime"
START = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
DOUBLE = {"uq_note_la_code_title": Conflict("title_taken", "There is a note of that title.")}


class Base(DeclarativeBase):
    metadata = named_metadata()


class Note(Base):
    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("la_code", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    la_code: Mapped[str] = mapped_column(String(3))
    title: Mapped[str] = mapped_column(String(40))
    author: Mapped[str] = mapped_column(String(40))


class NoteIn(Schema):
    title = fields.String(required=True, validate=validate.Length(min=1, max=40))
    rate_pence = fields.Integer(strict=True, validate=validate.Range(min=1))
    tags = fields.List(fields.String())

    class Meta:
        unknown = "raise"


class NotesQuery(Schema):
    title = fields.String()
    limit = fields.Integer(load_default=10, validate=validate.Range(min=1, max=50))


class NoteOut(Schema):
    id = fields.Integer()
    title = fields.String()


class NotesOut(Schema):
    items = fields.List(fields.Nested(NoteOut))
    next = fields.String(allow_none=True)


api = Blueprint("notes", __name__, url_prefix=f"/{NAME}/v1", description="Notes of an authority")


@api.route("/notes/<la_code>", methods=["POST"])
@api.arguments(NoteIn)
@api.response(201, NoteOut)
def write_note(sent: dict[str, str], la_code: str) -> flask.Response:
    """Write a note"""

    def write(session: Session) -> Answer:
        if sent["title"] == "forbidden":
            raise ValidationError({"title": [Fault("no_such_title", "", "Not this one.", "Take another.")]})
        note = Note(la_code=la_code, title=sent["title"], author=actor().subject)
        session.add(note)
        session.flush()
        body = {"id": note.id, "title": note.title}
        return Answer(body, status=201, headers={"Location": f"/notes/{note.id}"})

    return command(write, conflicts=DOUBLE)


@api.route("/notes/<la_code>")
@api.arguments(NotesQuery, location="query")
@api.response(200, NotesOut)
def list_notes(asked: dict[str, str], la_code: str) -> dict[str, object]:
    """List an authority's notes"""

    def read(session: Session) -> list[dict[str, object]]:
        rows = session.scalars(select(Note).where(Note.la_code == la_code).order_by(Note.id))
        return [{"id": row.id, "title": row.title} for row in rows]

    return page(query(read))


@api.route("/notes/<la_code>/<int:number>", methods=["PUT"])
@api.body_limit(2000)
@api.arguments(NoteIn)
@api.response(200, NoteOut)
def rename_note(sent: dict[str, str], la_code: str, number: int) -> flask.Response:
    """Rename a note"""
    title = sent["title"]

    def rename(session: Session) -> Answer:
        note = session.get(Note, number)
        if note is None or note.la_code != la_code:
            raise NotFound("not_found", "No such note.")
        check_if_match(note.title)
        note.title = title
        return Answer({"id": note.id, "title": note.title}, headers=etag(note.title))

    return command(rename)


@api.route("/questions", methods=["POST"])
@api.rate_limit(3)
@api.arguments(NoteIn)
@api.response(200)
def ask(sent: dict[str, str]) -> flask.Response:
    """Ask an open question"""
    return command(lambda session: Answer({"title": sent["title"], "n": count(session)}))


@api.route("/echo", methods=["POST"])
@api.doc(requestBody={"content": {"application/json": {"schema": {}}}})
@api.response(200)
def echo() -> flask.Response:
    """Say it again"""
    body = strict_json()
    return command(lambda _session: Answer({"echo": body}))


@api.route("/breakage", methods=["POST"])
@api.response(200)
def fail() -> flask.Response:
    """Fail after writing"""

    def write(session: Session) -> Answer:
        session.add(Note(la_code="335", title="lost", author="nobody"))
        session.flush()
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    return command(write)


pages = flask.Blueprint("pages", __name__, url_prefix=f"/{NAME}")


@pages.get("/")
def home() -> str:
    return "<p>open</p>"


@pages.route("/desk", methods=["GET", "POST"])
def desk() -> str:
    return f"<p>{actor().subject}</p>{flask.render_template_string('{{ csrf_token() }}')}"


@pages.get("/script")
def script() -> str:
    return flask.render_template_string('<script type="module" nonce="{{ csp_nonce() }}"></script>')


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Note)) or 0


HR = Access(frozenset({"hr_submitter", "regional_admin"}), "la_code", frozenset({"regional_admin"}))
ACCESS = {
    f"POST /{NAME}/v1/notes/<la_code>": HR,
    f"GET /{NAME}/v1/notes/<la_code>": HR,
    f"PUT /{NAME}/v1/notes/<la_code>/<int:number>": HR,
    f"POST /{NAME}/v1/questions": OPEN,
    f"POST /{NAME}/v1/echo": OPEN,
    f"POST /{NAME}/v1/breakage": OPEN,
    f"GET /{NAME}/": OPEN,
    f"GET /{NAME}/script": OPEN,
    f"GET /{NAME}/desk": HR.__class__(HR.roles),
    f"POST /{NAME}/desk": HR.__class__(HR.roles),
}


def refuse_text(text: str) -> str | None:
    """Stands for the domain's rule: nobody's e-mail address."""
    return "V04" if "@" in text else None


def toy_service(access: dict[str, Access] | None = None) -> Service:
    return Service(
        name=NAME,
        title="Notes",
        description="A made-up service.",
        base=Base,
        api=[api],
        pages=[pages],
        access=ACCESS if access is None else access,
        refuse_text=refuse_text,
    )


class Moment:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


Build = Callable[..., flask.Flask]
