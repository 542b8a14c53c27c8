"""Calls: where the token travels, what answers mean, and that no secret comes out."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from otklik.channelkit.meta.graph import Done, GraphClient, Outcome, Refusal, Silence, words_of
from otklik.channelkit.meta.refusals import AUTH, FORMAT, GONE, RETRY, Meaning, Table, find_meaning, send_error
from otklik.channelkit.outbound import Scope, SendErrorKind
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest, HttpTrouble, Refused

TOKEN = "EAAB-the-token-of-a-system-user"
SECRET = "0f1e2d3c4b5a"


class Line:
    """An HTTP client that answers what it was told to."""

    def __init__(self, answer: HttpAnswer | HttpTrouble) -> None:
        self.answer = answer
        self.seen: list[HttpRequest] = []

    async def request(self, request: HttpRequest) -> HttpAnswer:
        self.seen.append(request)
        if isinstance(self.answer, HttpTrouble):
            raise self.answer
        return self.answer


def says(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpAnswer:
    return HttpAnswer(status, dict(headers or {}), value if isinstance(value, bytes) else json.dumps(value).encode())


async def ask(answer: HttpAnswer | HttpTrouble) -> Outcome:
    return await GraphClient(Line(answer), TOKEN, secrets=(SECRET,)).get("me")


async def test_a_call_carries_its_token_in_a_header() -> None:
    line = Line(says({"id": "1"}))
    client = GraphClient(line, TOKEN, "http://fake/")
    assert await client.post("1 2/messages", {"to": "7"}, query={"a": "b c"}) == Done({"id": "1"})
    (request,) = line.seen
    assert request.url == "http://fake/v25.0/1%202/messages?a=b+c"
    assert (request.method, request.headers["authorization"]) == ("POST", f"Bearer {TOKEN}")
    assert request.body == b'{"to":"7"}'
    assert TOKEN not in request.url + repr(client)


async def test_another_token_for_one_call_and_a_file_as_a_form() -> None:
    line = Line(says({"id": "1"}))
    client = GraphClient(line, TOKEN)
    await client.get("debug_token", {"input_token": "x"}, token="app|secret")
    await client.upload("1/media", {"type": "image/png"}, "file", FilePart("a.png", b"1", "image/png"))
    await client.delete("1/subscribed_apps")
    assert line.seen[0].headers["authorization"] == "Bearer app|secret"
    assert set(line.seen[1].form or {}) == {"type", "file"}
    assert (line.seen[2].method, line.seen[2].body) == ("DELETE", None)


async def test_a_download_shows_the_token_only_where_it_is_wanted() -> None:
    line = Line(says(b"bytes"))
    client = GraphClient(line, TOKEN)
    await client.download("https://cdn.example/a", 10, bearer=False)
    await client.download("https://cdn.example/a", 10, bearer=True)
    assert "authorization" not in line.seen[0].headers
    assert line.seen[1].headers["authorization"] == f"Bearer {TOKEN}"
    assert all("Mozilla" in request.headers["user-agent"] for request in line.seen)


async def test_a_refusal_is_read_whole() -> None:
    error = {"message": "(#131047) Re-engagement", "code": 131047, "error_subcode": "2494", "fbtrace_id": "AbC",
             "error_data": {"details": "More than 24 hours"}, "is_transient": True}  # fmt: skip
    found = await ask(says({"error": error}, 400, {"retry-after": "7"}))
    assert found == Refusal(
        status=400, code=131047, subcode=2494, words="(#131047) Re-engagement · More than 24 hours · AbC",
        transient=True, retry_after_s=7.0,
    )  # fmt: skip
    assert words_of(found).startswith("131047/2494 (#131047)")


async def test_no_secret_comes_back_in_words() -> None:
    found = await ask(says({"error": {"message": f"token {TOKEN} of {SECRET}", "code": 190}}, 401))
    assert words_of(found) == "190 token *** of ***"
    silent = await ask(HttpTrouble(f"lost {TOKEN}", sent=True))
    assert silent == Silence(detail="lost ***", sent=True)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        (says(b"<html>", 200), Silence(detail="HTTP 200, not JSON", sent=True)),
        (says(b"", 302), Silence(detail="HTTP 302: the address leads elsewhere", sent=False, refused=True)),
        (says(b"<html>", 502), Refusal(status=502, words="HTTP 502, not JSON", told=False)),
        (says({"no": "error"}, 500), Refusal(status=500, words="HTTP 500, not JSON", told=False)),
        (says(b"busy", 429, {"retry-after": "9"}),
         Refusal(status=429, words="HTTP 429, not JSON", told=False, retry_after_s=9.0)),
        (HttpTrouble("no line", sent=False), Silence(detail="no line", sent=False)),
        (Refused("inner address", sent=False), Silence(detail="inner address", sent=False, refused=True)),
    ],
)  # fmt: skip
async def test_what_is_no_answer_of_theirs(answer: HttpAnswer | HttpTrouble, meant: Outcome) -> None:
    assert await ask(answer) == meant


TABLE = Table(
    codes={190: AUTH, 4: Meaning(SendErrorKind.RATE, 60, Scope.INBOX), 10: AUTH},
    pairs={(10, 2018278): Meaning(SendErrorKind.WINDOW)},
    subcodes={2018001: GONE},
    ranges=((range(200, 300), AUTH),),
)
JUDGED: list[tuple[Refusal | Silence, SendErrorKind, str, float | None]] = [
    (Refusal(status=400, code=190), SendErrorKind.AUTH, "190", None),
    (Refusal(status=400, code=10), SendErrorKind.AUTH, "10", None),
    (Refusal(status=400, code=10, subcode=2018278), SendErrorKind.WINDOW, "10/2018278", None),
    (Refusal(status=400, code=100, subcode=2018001), SendErrorKind.GONE, "100/2018001", None),
    (Refusal(status=400, code=100), SendErrorKind.FORMAT, "100", None),
    (Refusal(status=400, code=250), SendErrorKind.AUTH, "250", None),
    (Refusal(status=400, code=4), SendErrorKind.RATE, "4", 60),
    (Refusal(status=400, code=4, retry_after_s=7), SendErrorKind.RATE, "4", 7),
    (Refusal(status=400, code=4, retry_after_s=0), SendErrorKind.RATE, "4", 5),
    (Refusal(status=400, code=999999, transient=True), SendErrorKind.RETRY, "999999", None),
    (Refusal(status=500, code=999999), SendErrorKind.UNCERTAIN, "999999", None),
    (Refusal(status=400, code=999999), SendErrorKind.FORMAT, "999999", None),
    (Refusal(status=429, told=False), SendErrorKind.RATE, "429", 5),
    (Refusal(status=401, told=False), SendErrorKind.AUTH, "401", None),
    (Refusal(status=502, told=False), SendErrorKind.UNCERTAIN, "502", None),
    (Silence(detail="x", sent=True), SendErrorKind.UNCERTAIN, "no_answer", None),
    (Silence(detail="x", sent=False), SendErrorKind.RETRY, "network", None),
    (Silence(detail="x", sent=False, refused=True), SendErrorKind.AUTH, "refused", None),
]


@pytest.mark.parametrize(("trouble", "kind", "code", "wait"), JUDGED)
def test_what_a_refusal_means(trouble: Refusal | Silence, kind: SendErrorKind, code: str, wait: float | None) -> None:
    error = send_error(TABLE, trouble)
    assert (error.kind, error.code, error.retry_after_s) == (kind, code, wait)


def test_codes_nobody_has_named() -> None:
    assert find_meaning(TABLE, 5) is None
    assert find_meaning(TABLE, 1, 2018001) is GONE
    assert (RETRY.kind, FORMAT.kind) == (SendErrorKind.RETRY, SendErrorKind.FORMAT)
