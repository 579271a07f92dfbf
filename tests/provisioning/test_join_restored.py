"""A member's box dies and another takes over: it is the member, it asks nobody, it makes no keys."""

import contextlib
import shutil
from pathlib import Path

import msgspec

from agent.commands.join_box import standing_of
from agent.provisioning.code import make_code
from agent.settings import read_settings
from drivers.home_backup import Identity, gather, opened, sealed
from drivers.home_restore import restore
from drivers.journal_sqlite import SqliteJournal
from tests.core.story import CONSTANTS, at, seller
from tests.provisioning.joining_story import Box, Market

PASSPHRASE = "correct horse battery staple"


def member(place: Path, market: Market) -> Box:
    """A box that joined by itself and has lived since."""
    box = Box(place, market)
    text = box.text + f'[journal]\npath = "{place}/journal.db"\n'
    box.settings = read_settings(text)
    box.config.write_text(text)
    assert box.run() == 0
    journal = SqliteJournal(place / "journal.db")
    journal.append(seller().journal)
    journal.close()
    return box


def test_a_restored_box_is_the_member_it_was_and_asks_nobody(tmp_path: Path) -> None:
    market = Market()
    box = member(tmp_path / "box", market)
    identity = Identity(
        *(at(6), "gridhearth test", CONSTANTS.member, 1_337, CONSTANTS.contract, 99, 7)
    )
    keys, home = box.keys(), tmp_path / "box"
    backup = sealed(gather(box.settings, box.config, identity, None, history=False), PASSPHRASE)
    shutil.move(home, tmp_path / "dead")
    home.mkdir()
    # the new box came with a card of its own, and had begun to ask before anybody restored it
    box.code_file.write_text(make_code(99))
    shutil.copy(tmp_path / "dead" / "network.toml", home)
    stranger = Market()
    stranger.invitations = tuple(
        msgspec.structs.replace(one, code=make_code(99)) for one in market.invitations
    )
    box.market, market.requests = stranger, {}
    box.deed = _stop_before_sending
    with contextlib.suppress(_StoppedError):
        box.run()
    assert box.keys() != keys
    box.deed = lambda _: None
    restore(opened(backup, PASSPHRASE), home, box.config)
    assert box.keys() == keys
    view = standing_of(box.settings, box.config, box.folder, box.code_file)
    assert view.stage == "joined"
    assert view.comparison
    assert box.run() == 0
    assert stranger.requests == {}, "nothing was asked in anybody's name"
    assert not box.code_file.exists()


class _StoppedError(Exception):
    pass


def _stop_before_sending(name: str) -> None:
    if name == "send":
        raise _StoppedError
