"""Sound that our own code cannot repack goes through the program `ffmpeg`, where the installation has it.

It runs as a process of its own, on a copy in a private folder: with a time to live, bounds on memory and on what it
writes, without environment, and with no protocol but files. The kind of the input is named, so that a file cannot
pass for a playlist that fetches others.
"""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog

from otklik.kit.errors import Invalid, Unavailable

log = structlog.get_logger(__name__)

PROGRAM: Final = "ffmpeg"
LONGEST_S: Final = 60
MEMORY_BYTES: Final = 1024**3
WRITTEN_BYTES: Final = 32 * 1024**2
_AT_ONCE: Final = 2
_BOUNDED: Final = 'ulimit -v "$1"; ulimit -f "$2"; ulimit -t "$3"; ulimit -c 0; shift 3; exec "$@"'
_SOUND: Final = ("-map", "0:a:0", "-map_metadata", "-1", "-vn", "-sn", "-dn", "-ac", "1")
_OPUS: Final = ("-ar", "48000", "-c:a", "libopus", "-b:a", "24k", "-application", "voip", "-f", "ogg")
_AAC: Final = ("-ar", "44100", "-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart", "-f", "ipod")
_turns = asyncio.Semaphore(_AT_ONCE)


class NoProgram(Invalid):
    """The installation has no program that could read this sound."""

    code = "voice_needs_program"


class UnreadableSound(Invalid):
    """The program found no sound in the file, or took too long or too much for it."""

    code = "voice_unreadable"


def find_program() -> str | None:
    """Return where the program is, None where there is none."""
    return shutil.which(PROGRAM)


async def make_opus(data: bytes) -> bytes:
    """Return the sound of an MP4 file as Opus in Ogg; raises NoProgram, UnreadableSound, Unavailable."""
    return await _make(data, "mov", _OPUS)


async def make_aac(data: bytes) -> bytes:
    """Return the sound of an Ogg file as AAC in MP4; raises NoProgram, UnreadableSound, Unavailable."""
    return await _make(data, "ogg", _AAC)


async def _make(data: bytes, kind: str, wanted: Sequence[str]) -> bytes:
    program = find_program()
    if program is None:
        raise NoProgram("this recording can only be sent as a file: the server has no ffmpeg")
    async with _turns:
        with tempfile.TemporaryDirectory(prefix="otklik-sound-") as folder:
            given, made = Path(folder) / "given", Path(folder) / "made"
            await asyncio.to_thread(given.write_bytes, data)
            reading = ["-protocol_whitelist", "file", "-f", kind, "-i", str(given)]
            await _run(program, folder, [*reading, *_SOUND, *wanted, str(made)])
            if not made.is_file():
                raise UnreadableSound("there is no sound in the file")
            return await asyncio.to_thread(made.read_bytes)


async def _run(program: str, folder: str, order: Sequence[str]) -> None:
    bounds = [str(MEMORY_BYTES // 1024), str(WRITTEN_BYTES // 512), str(LONGEST_S)]
    command = ["/bin/sh", "-c", _BOUNDED, "sh", *bounds, program, "-nostdin", "-v", "error", "-threads", "1", *order]
    try:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env={"PATH": os.defpath, "HOME": folder}, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise Unavailable("the program for sound cannot be started") from error
    try:
        async with asyncio.timeout(LONGEST_S):
            _, complaints = await process.communicate()
    except TimeoutError:
        raise UnreadableSound("the sound took too long to read") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    if process.returncode:
        log.info("sounds.refused", code=process.returncode, said=complaints[-300:].decode(errors="replace"))
        raise UnreadableSound("the sound in the file cannot be read")
