"""The web application: the webhook, and the turn and the delivery in a background task."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

import httpx
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from standardwebhooks import Webhook, WebhookVerificationError

from benchmarks.peers.fastapi_sqlalchemy.models import ChannelAccount, Conversation, InboxMessage, OutboxMessage
from benchmarks.peers.fastapi_sqlalchemy.turns import TurnService

POOL_SIZE = 10
"""As many connections as the assistant's pool has."""


class MessageIn(BaseModel):
    """What a customer wrote."""

    conversation: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=16_384)


class DeliveryIn(BaseModel):
    """A delivery to the webhook."""

    type: str
    data: MessageIn


class Accepted(BaseModel):
    """The answer to a delivery."""

    status: str = "accepted"
    received: int = 1


class Repository:
    """Finds and makes what the webhook needs, in one session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find_account(self, name: str) -> ChannelAccount | None:
        """Return the active account of that name."""
        return await self.session.scalar(
            select(ChannelAccount).where(
                ChannelAccount.channel == "standard", ChannelAccount.name == name, ChannelAccount.active
            )
        )

    async def ensure_conversation(self, account: ChannelAccount, address: str) -> Conversation:
        """Return the conversation with that address, made where there is none."""
        wanted = select(Conversation).where(
            Conversation.account_id == account.id, Conversation.address == address, Conversation.sender == address
        )
        if found := await self.session.scalar(wanted):
            return found
        values = {"business_id": account.business_id, "account_id": account.id, "address": address, "sender": address}
        defaults = {"state": {}, "turns": 0, "attended_by": "assistant", "created_at": datetime.now(UTC)}
        await self.session.execute(insert(Conversation).values(**values, **defaults).on_conflict_do_nothing())
        return (await self.session.scalars(wanted)).one()

    async def put_message(self, conversation: Conversation, key: str, text: str) -> bool:
        """Return whether the message is new."""
        statement = insert(InboxMessage).values(
            business_id=conversation.business_id,
            account_id=conversation.account_id,
            conversation_id=conversation.id,
            dedupe_key=key,
            text=text,
            received_at=datetime.now(UTC),
            status="pending",
            attempts=0,
        )
        put = await self.session.scalar(statement.on_conflict_do_nothing().returning(InboxMessage.id))
        return put is not None


def create_app(database: str) -> FastAPI:
    """Return the service on the database of that URL."""
    engine = create_async_engine(database, pool_size=POOL_SIZE, max_overflow=0)
    make_session = async_sessionmaker(engine, expire_on_commit=False)
    client = httpx.AsyncClient(timeout=15)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await client.aclose()
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    async def get_session() -> AsyncIterator[AsyncSession]:
        async with make_session() as session:
            yield session

    @app.get("/health")
    async def say_alive() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhooks/standard/{name}")
    async def receive(
        name: str, request: Request, tasks: BackgroundTasks, session: Annotated[AsyncSession, Depends(get_session)]
    ) -> Accepted:
        repository = Repository(session)
        account = await repository.find_account(name)
        if account is None:
            raise HTTPException(404)
        delivery = _read(account, await request.body(), dict(request.headers))
        conversation = await repository.ensure_conversation(account, delivery.data.conversation)
        key = f"webhook:{request.headers['webhook-id']}:0"
        is_new = await repository.put_message(conversation, key, delivery.data.text)
        await session.commit()
        if is_new:
            tasks.add_task(answer, conversation.id, conversation.address, account)
        return Accepted()

    async def answer(conversation_id: int, address: str, account: ChannelAccount) -> None:
        async with make_session() as session:
            reply = await TurnService(session).take_turn(conversation_id)
            await session.commit()
        if reply is None:
            return
        name, now = f"reply_{reply.id}", datetime.now(UTC)
        data = {"id": name, "conversation": address, "sender": address, **reply.body, "author": "assistant"}
        body = json.dumps({"type": "message.sent", "timestamp": reply.created_at.isoformat(), "data": data})
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(account.secrets[0]).sign(name, now, body),
            "content-type": "application/json",
        }
        (await client.post(account.reply_url, content=body, headers=headers)).raise_for_status()
        async with make_session() as session:
            sent = await session.get_one(OutboxMessage, reply.id)
            sent.status, sent.sent_at = "sent", datetime.now(UTC)
            await session.commit()

    return app


def _read(account: ChannelAccount, body: bytes, headers: dict[str, str]) -> DeliveryIn:
    """Return a delivery that is proved and well formed. Raises HTTPException."""
    try:
        Webhook(account.secrets[0]).verify(body, headers)
        return DeliveryIn.model_validate_json(body)
    except WebhookVerificationError:
        raise HTTPException(401) from None
    except ValidationError:
        raise HTTPException(400) from None
