"""A real home on a real chain loses its box, and another takes over from the backup of before.

Real processes: chain, broker, operator, neighbours, one home; about three minutes.
GRIDHEARTH_DEAD_BOX_CYCLES: cycles traded between backup and loss (2).
"""

import asyncio
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from agent.cli import main
from tests.whole import judge
from tests.whole.chain_facts import read_sent
from tests.whole.founded import START_MINUTE, alive, founded
from tests.whole.homes import until

CYCLES = int(os.environ.get("GRIDHEARTH_DEAD_BOX_CYCLES", "2"))
CYCLE_S = 15
HOMES = 6
AFTERWARDS = 4
PASSPHRASE = "correct horse battery staple"


@pytest.mark.timeout(900)
async def test_a_dead_box_is_replaced_while_the_street_goes_on(tmp_path: Path) -> None:
    async with founded(tmp_path, HOMES, CYCLE_S, ["lost"]) as place:
        home, line = place.homes["lost"], place.lines["lost"]
        state = place.street.directory / home.plan.name
        home.write_settings(
            place.street,
            place.place,
            place.market,
            place.keys,
            urls=(line.url,),
            broker_port=place.place.broker_port,
        )
        async with alive(place), asyncio.TaskGroup() as background:
            watching = [background.create_task(home.screen())]
            watching.append(background.create_task(place.witness.listen()))
            await until(lambda: place.now() >= 2, 120, "two cycles")
            written = await home.call("backup.write", {"passphrase": PASSPHRASE})
            assert written["accepted"], written["sentence"]
            backup, phrase = tmp_path / "stick.gh-backup", tmp_path / "phrase"
            shutil.copy(written["file"], backup)
            phrase.write_text(PASSPHRASE)
            phrase.chmod(0o600)
            backed_up = place.now()
            await until(lambda: place.now() > backed_up + CYCLES, 120, "trade after the backup")
            await home.program.end()
            shutil.rmtree(state)
            config = home.config.read_text()
            home.config.unlink()
            dead_s = time.monotonic()
            code = await asyncio.to_thread(
                main,
                [
                    *("restore", str(backup), "--config", str(home.config), "--yes"),
                    *("--state", str(state), "--passphrase-file", str(phrase)),
                    *("--socket", str(home.socket)),
                ],
            )
            assert code == 0
            assert home.config.read_text() == config
            sent_before = len(line.sent)
            await home.start()
            back_s = time.monotonic() - dead_s
            restored = place.now()
            await until(lambda: place.now() >= restored + 1, 60, "the next cycle")
            told = (await home.call("status.get"))["alerts"]
            assert [one for one in told if one["name"] == "restored"], told
            await until(lambda: place.now() >= restored + 2 + AFTERWARDS, 240, "the aftermath")
            await asyncio.sleep(0.3 * CYCLE_S)
            told = (await home.call("status.get"))["alerts"]
            shown = await home.call("orders.list", {"limit": 100})
            for task in watching:
                task.cancel()
        last = place.now() - 1
        chain = await place.facts(last)
        signed = [read_sent(raw) for _, raw in line.sent]
        mine = [order.cycle for order in chain.orders if order.member == home.member]
        fresh = [one.transaction for one in (read_sent(raw) for _, raw in line.sent[sent_before:])]
        reports = place.witness.of(home.member)
        sys.stdout.write(
            f"\nback after {back_s:.1f} s; {len(mine)} orders in cycles {mine}, restored in cycle"
            f" {restored}; {len(fresh)} times sent afterwards, {len(reports)} reports heard\n"
        )
        assert not [one for one in told if one["name"] in ("restored", "key-used-elsewhere")]
        known = {order["cycle"] for order in shown}
        assert set(mine) <= known, "an order was forgotten"
        assert not [cycle for cycle in mine if restored < cycle < restored + 2]
        assert any(cycle >= restored + 2 for cycle in mine), "it trades again"
        assert judge.nonces(signed) == []
        assert judge.reports_once(place.domain, reports) == []
        assert judge.chain_energy(home.plan, START_MINUTE, home.member, chain) == []
        credit = place.street.terms.start_credit_micro
        assert judge.money(chain.balances, chain.orders, credit, place.market.operator) == []
