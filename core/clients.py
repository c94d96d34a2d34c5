"""The client of a deal or a project, as both handoffs name it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from core.contract import Contract, Text
from core.field_types import OptionalText, read_email, read_phone


class ContactPerson(Contract):
    """Whom to write to; the e-mail address is how they are reached."""

    name: Text = Field(title="Contact name", description="Who to talk to.", examples=["John Doe"])
    email: Annotated[Text, BeforeValidator(read_email)] = Field(
        title="Contact e-mail", description="The address to write to.", examples=["john@example.com"]
    )
    phone: Annotated[str | None, BeforeValidator(read_phone)] = Field(
        None, title="Contact phone", description="The number to call.", examples=["+1 555 010 0100"]
    )


class ClientInput(Contract):
    """The company that buys, and its contact."""

    company_name: Text = Field(title="Company", description="Who the client is.", examples=["Tech Corp"])
    primary_contact: ContactPerson = Field(title="Contact", description="Who speaks for the client.")
    tier: OptionalText = Field(
        None, title="Tier", description="How the client is ranked; enterprise is handled first.",
        examples=["enterprise"],
    )  # fmt: skip
