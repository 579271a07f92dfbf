"""The process that touches the stick: `python -m agent.packaging.flash_worker`; JSON lines out."""

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

KINDS = {"ezsp": "EZSP", "cpc": "CPC", "spinel": "SPINEL", "router": "ROUTER", "zwave": "ZWAVE"}


def say(**told: Any) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


async def probe(path: str, baudrate: int) -> None:
    """Say what runs on the stick: the coordinator at the settings' rate first, then the rest."""
    from universal_silabs_flasher.const import DEFAULT_PROBE_METHODS, ApplicationType  # type: ignore[import-untyped]
    from universal_silabs_flasher.flasher import Flasher  # type: ignore[import-untyped]

    first = [(ApplicationType.EZSP, baudrate), (ApplicationType.GECKO_BOOTLOADER, 115_200)]
    rest = [one for one in DEFAULT_PROBE_METHODS if one not in first]
    flasher = Flasher(device=path, probe_methods=[*first, *rest])
    await flasher.probe_app_type()
    if flasher.app_type is None:
        raise RuntimeError("Failed to probe running application type")
    numbers = re.search(r"\d+(?:\.\d+)+(?: build \d+)?", str(flasher.app_version))
    version = numbers[0] if numbers else None
    say(
        probed={
            "kind": flasher.app_type.value,
            "version": version,
            "baudrate": flasher.app_baudrate,
        }
    )


async def upload(path: str, kind: str, baudrate: int, firmware: bytes) -> None:
    """Enter the bootloader, send the file, start it."""
    from pygbl import parse_firmware_image
    from universal_silabs_flasher.const import ApplicationType
    from universal_silabs_flasher.flasher import Flasher

    image = parse_firmware_image(firmware)
    flasher = Flasher(device=path, app_type=ApplicationType(kind), app_baudrate=baudrate)
    await flasher.enter_bootloader()
    say(bootloader=True)
    await flasher.flash_firmware(
        image, run_firmware=True, progress_callback=lambda sent, size: say(progress=[sent, size])
    )
    say(done=True)


def main(words: list[str]) -> int:
    """Run one deed; whatever fails is said in one line."""
    try:
        import universal_silabs_flasher  # type: ignore[import-untyped]  # noqa: F401 - is it there?
    except ImportError:
        say(failed="The flasher is missing: pip install 'gridhearth[flash]'.")
        return 1
    try:
        match words:
            case ["probe", path, baudrate]:
                asyncio.run(probe(path, int(baudrate)))
            case ["upload", path, kind, baudrate, file]:
                asyncio.run(upload(path, kind, int(baudrate), Path(file).read_bytes()))
            case _:
                say(failed="usage: probe PATH BAUD | upload PATH KIND BAUD FILE")
                return 2
    except FileNotFoundError as lost:
        say(failed=f"There is no {lost.filename or words[1]}: is the stick plugged in?")
    except PermissionError:
        say(failed=f"This user may not open {words[1]}: run it as root, or join the group dialout.")
    except Exception as failed:  # noqa: BLE001 - foreign code; the other process tells the person
        say(failed=_sentence(words, failed))
    else:
        return 0
    return 1


def _sentence(words: list[str], failed: Exception) -> str:
    if "probe running application" in str(failed):
        return (
            f"Nothing that we know answers on {words[1]}. Is the agent stopped, and is it the right"
            " port? Unplug the stick for five seconds, then try again."
        )
    told = f"{type(failed).__name__}: {failed}".rstrip(": ")
    if words[0] == "upload":
        from agent.packaging.flasher import AGAIN

        return f"The upload failed ({told}). {AGAIN}"
    return f"The stick could not be asked ({told}); nothing was changed on it."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
