"""Answers a question with the local model and keeps the conversation."""

from . import settings, storage


def answer(question: str, generate) -> str:
    """Ask the model, store the exchange, return the answer."""
    prompt = f"{settings.SYSTEM_PROMPT}\n\nUser: {question}\nAssistant:"
    reply = generate(prompt, max_tokens=settings.MAX_TOKENS)
    storage.keep(question, reply)
    return reply
