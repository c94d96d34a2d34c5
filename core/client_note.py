"""You said, we did: a note to each client who asked for what is now in the offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote

from core.policy import PolicyPart
from core.policy_templates import TemplateText, filler, with_names

_MOST_QUOTES = 3  # of one person's words in one note
_LONGEST_LINK = 1_900  # characters of a mailto link that every mail program opens

_Body = Annotated[TemplateText, with_names("name", "offer", "said", "did", "sender")]


class NoteRules(PolicyPart):
    """The note. Templates may use $name, $offer, $said (their own words), $did and $sender."""

    subject: Annotated[TemplateText, with_names("offer")] = "You said, we did: $offer"
    body: _Body = (
        "Hello $name,\n\n"
        "when we finished our work for you, you told us:\n$said\n\n"
        "We listened. From now on, $offer comes with this:\n$did\n\n"
        "Thank you for telling us. If it misses the point, just answer this note.\n\n$sender"
    )


class ClientNote(NamedTuple):
    """A note ready to copy; `mailto` is None where no address is known or the text is too long for one."""

    client: str
    contact: str | None
    email: str | None
    subject: str
    body: str
    mailto: str | None


def client_notes(
    lines: Iterable[Mapping[str, Any]],
    offer: str,
    sender: str,
    rules: NoteRules,
    hide: Callable[[str, str], str] | None = None,
) -> list[ClientNote]:
    """One note a person, whatever number of their wishes came true; clients without a name get none.

    Each line has client, contact, email, quotes, proposal, decision (its `text` is what was done) and
    `own_words`: whether the contact said the quotes. `hide` takes out of a text what the client of that name
    must not read: who else is a client. With it nobody reads what a colleague may have said, either.
    """
    by_person: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for line in lines:
        if line["client"]:
            person = str(line["email"] or line["contact"] or "").casefold()
            by_person.setdefault((str(line["client"]), person), []).append(line)
    return [_note(client, own, offer, sender, rules, hide) for (client, _), own in by_person.items()]


def _note(
    client: str,
    lines: list[Mapping[str, Any]],
    offer: str,
    sender: str,
    rules: NoteRules,
    hide_from: Callable[[str, str], str] | None,
) -> ClientNote:
    first = lines[0]
    hide = partial(hide_from, client) if hide_from else str
    theirs = [line for line in lines if line["own_words"] or hide_from is None]
    said = list(dict.fromkeys(words for line in theirs for words in line["quotes"]))[:_MOST_QUOTES]
    did = list(dict.fromkeys(line["decision"].get("text") or line["proposal"] for line in lines))
    subject = " ".join(filler(rules.subject)(offer=offer).split())
    body = filler(rules.body)(
        name=first["contact"] or client,
        offer=offer,
        said="\n".join(f"“{hide(words)}”" for words in said) or "what could be better",
        did="\n".join(f"• {hide(line)}" for line in did),
        sender=sender,
    )
    return ClientNote(
        client, first["contact"], first["email"], subject, body, mailto(first["email"], subject, body)
    )


def mailto(email: str | None, subject: str, body: str) -> str | None:
    """A link that opens the mail program with the note in it. Every part is quoted (RFC 6068)."""
    if not email:
        return None
    text = body.replace("\r\n", "\n").replace("\n", "\r\n")
    link = f"mailto:{quote(email, safe='@')}?subject={quote(subject, safe='')}&body={quote(text, safe='')}"
    return link if len(link) <= _LONGEST_LINK else None
