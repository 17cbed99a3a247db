"""The bytes of an upload on their way into its partial file: what arrives before a hang-up stays."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sambang_digital.services import partial_file
from sambang_digital.services.media_errors import Damaged, HungUp, TooLarge

BLOCK = 65_536
"""Bytes gathered before a write."""
SILENCE_S = 30.0
"""A sender that says nothing for so long has gone."""
LOOK_S = 0.25
"""How often a writer that waits for bytes looks whether somebody else wants the file."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the sender says about one piece: ``algorithm`` is ``sha1`` or ``sha256``."""

    algorithm: str
    digest: bytes


async def append(writer: partial_file.Writer, size: int, body: AsyncIterator[bytes], checksum: Checksum | None) -> None:
    """Add ``body`` to a file that is to have ``size`` bytes."""
    start = writer.length
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
    block, arrived, is_whole = bytearray(), 0, False
    try:
        async for piece in _pieces(body, writer):
            arrived += len(piece)
            if start + arrived > size:
                await writer.cut(start)
                raise TooLarge("Yang dikirim lebih panjang dari ukuran yang diumumkan.")
            if digest:
                digest.update(piece)
            block += piece
            if len(block) >= BLOCK:
                await writer.append(block)
                block = bytearray()
        is_whole = True
    except HungUp:
        pass  # the checksum of a piece cannot be told from a part of it; that of the file is checked at its end
    await writer.append(block)
    await writer.sync()
    if is_whole and digest and checksum and digest.digest() != checksum.digest:
        await writer.cut(start)
        raise Damaged("Isi berkas rusak di perjalanan.")


async def behind(start: int, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """What of ``body`` comes after its first ``start`` bytes."""
    async for piece in body:
        yield piece[start:]
        start = max(0, start - len(piece))


async def _pieces(body: AsyncIterator[bytes], writer: partial_file.Writer) -> AsyncIterator[bytes]:
    """The pieces of ``body`` until its end. Raises :class:`HungUp` at long silence, or any while another writer waits."""
    silent, coming = 0.0, None
    try:
        while silent < SILENCE_S and not (silent and writer.wanted):
            coming = coming or asyncio.ensure_future(anext(body, None))
            if not (await asyncio.wait({coming}, timeout=LOOK_S))[0]:
                silent += LOOK_S
                continue
            piece, coming, silent = coming.result(), None, 0.0
            if piece is None:
                return
            yield piece
        raise HungUp
    finally:
        if coming:
            coming.cancel()
