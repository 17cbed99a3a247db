"""Bodies that are files."""

from fastapi import Request

from sambang_digital.api.problem import Problem


async def whole(request: Request, most: int, too_large: str) -> bytes:
    """The body, which is a file of ``most`` bytes at most; 413 with ``too_large`` beyond that."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > most:
            raise Problem(413, too_large)
    return bytes(content)
