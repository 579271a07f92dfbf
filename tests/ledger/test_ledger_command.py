"""`gridhearth ledger` as people use it: true files, tampered files, and files of any bytes."""

import argparse
import asyncio
import io
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from time import time
from typing import Any, NamedTuple

import pytest
import rlp

from agent.api.permissions import AccessRules
from agent.cli import main
from agent.commands import ledger
from agent.shell.serve import serving
from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import account_key, validator_keys
from drivers.simulated.devchain.rpc_json import block_json, proof_json, receipt_json
from drivers.simulated.devchain.server import development_genesis, running_devchain
from tests.devchain.samples import SEED, WRITER, Wallet, call_writer, genesis
from tests.test_cli import Daemon

DATA = Path(__file__).parents[1] / "data/ledger"
MAINNET = str(DATA / "mainnet_block.json")
MAINNET_PROOF = str(DATA / "mainnet_proof.json")


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def facts(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def usual_recursion() -> Iterator[None]:
    """Undo what importing py-evm does: with its limit, C parsers overflow the stack."""
    raised = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)
    yield
    sys.setrecursionlimit(raised)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def one(*words: str) -> Ran:
        code = main(["ledger", *words])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return one


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[object], str]:
    """Return a function that writes bytes, text or JSON to a new file and names it."""
    numbers = iter(range(1000))

    def one(content: object) -> str:
        path = tmp_path / f"{next(numbers)}.file"
        if not isinstance(content, bytes | str):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return one


@cache
def chain() -> DevChain:
    made = DevChain(genesis(), validator_keys(SEED, 4))
    wallet = Wallet(account_key(SEED, 1))
    for number in range(3):
        made.submit(wallet.sign(to=WRITER, data=call_writer(number, 7), gas=300_000))
    made.seal_block(made.head.header.timestamp_s + 1)
    return made


def head() -> Block:
    return chain().head


def validators() -> list[str]:
    return ["0x" + one.hex() for one in chain().engine.validators_in(head().header)]


def shown() -> dict[str, Any]:
    return block_json(head(), full=True)


def besu_blocks() -> Iterator[bytes]:
    rest = bytes.fromhex((DATA / "besu_clique_london_blocks.hex").read_text("ascii").strip())
    while rest:
        _, _, size, start = rlp.codec.consume_length_prefix(rest, 0)
        yield rest[: start + size]
        rest = rest[start + size :]


FORMS: dict[str, Callable[[], object]] = {
    "a block's JSON": shown,
    "a JSON-RPC answer": lambda: {"jsonrpc": "2.0", "id": 1, "result": shown()},
    "raw RLP": lambda: bytes(head().header.encoded()),
    "hexadecimal": lambda: "0x" + head().header.encoded().hex() + "\n",
    "hexadecimal without 0x": lambda: head().header.encoded().hex(),
    "debug_getRawHeader": lambda: {"id": 1, "result": "0x" + head().header.encoded().hex()},
    "a whole block's RLP": lambda: rlp.encode([head().header.fields(), [], []]),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_header_is_read_in_every_form_and_judged(
    form: str, run: Run, keep: Callable[[object], str]
) -> None:
    ran = run("header", keep(FORMS[form]()), "--engine", "qbft", "--json")
    assert (ran.code, ran.err) == (0, "")
    facts = ran.facts()
    assert facts["hash"] == "0x" + head().hash.hex()
    assert facts["number"] == 1
    assert facts["validators"] == validators()
    assert set(facts["sealers"]) <= set(validators())
    assert facts["quorum"] == 3 <= len(facts["sealers"])
    assert (facts["valid"], facts["reason"]) == (True, "")


def test_a_header_can_be_pasted_or_piped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "0x" + head().header.encoded().hex()
    assert run("header", text).code == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ran = run("header", "-")
    assert ran.code == 0
    assert "engine     qbft" in ran.out
    assert ran.out.endswith("valid\n")


def test_a_changed_field_or_a_cut_seal_is_not_valid(
    run: Run, keep: Callable[[object], str]
) -> None:
    for changed in ({"gasUsed": "0x1"}, {"stateRoot": "0x" + "11" * 32}):
        ran = run("header", keep({**shown(), **changed}), "--json")
        assert ran.code == 1
        assert "sealed" in ran.facts()["reason"]
        assert "calls itself" in ran.facts()["reason"]  # every problem at once
    assert run("header", keep({**shown(), "mixHash": "0x" + "00" * 32}), "--engine=qbft").code == 1


def test_signers_given_outweigh_the_list_a_forger_wrote(run: Run) -> None:
    text = "0x" + head().header.encoded().hex()
    assert run("header", text, "--signers", ",".join(validators())).code == 0
    ran = run("header", text, "--signers", "0x" + "11" * 20)
    assert ran.code == 1
    ran = run("header", text, "--signers", "0x11, nobody")
    assert ran.code == 2
    assert ran.err.count("is no address") == 2


def test_blocks_that_besu_sealed_by_clique_name_their_signer(
    run: Run, keep: Callable[[object], str]
) -> None:
    first, *sealed = besu_blocks()
    assert "sealed by nobody" in run("header", keep(first)).out
    for block in sealed:
        ran = run("header", keep(block), "--json")
        facts = ran.facts()
        assert (ran.code, facts["engine"], len(facts["sealers"])) == (0, "clique", 1)
        signer = facts["sealers"][0]
        assert run("header", keep(block), "--signers", signer).code == 0
        assert run("header", keep(block), "--signers", "0x" + "11" * 20).code == 1


def test_a_mainnet_header_is_read_and_is_not_of_these_engines(run: Run) -> None:
    stated = json.loads(Path(MAINNET).read_text("ascii"))["hash"]
    for engine in ([], *(["--engine", one] for one in ("qbft", "ibft2", "clique", "plain"))):
        ran = run("header", MAINNET, *engine, "--json")
        assert ran.code == 1
        assert ran.facts()["hash"] == stated
        assert ran.facts()["reason"]


def test_a_mainnet_proof_verifies_against_its_block(run: Run) -> None:
    ran = run("proof", "--header", MAINNET, "--proof", MAINNET_PROOF, "--json")
    assert ran.code == 0
    facts = ran.facts()
    assert facts["number"] == 21_925_176
    assert facts["account"]["nonce"] == 1
    assert [one["valid"] for one in facts["slots"]] == [True]
    people = run("proof", "--header", MAINNET, "--proof", MAINNET_PROOF)
    assert people.code == 0
    assert facts["slots"][0]["word"] in people.out


def devchain_proof(*slots: int) -> dict[str, Any]:
    return proof_json(WRITER, chain().proof(WRITER, list(slots)))


def test_each_slot_is_judged_by_itself(run: Run, keep: Callable[[object], str]) -> None:
    proof = devchain_proof(0, 1, 5_000)
    proof["storageProof"][0]["value"] = "0x9"
    proof["storageProof"][2]["proof"] = proof["storageProof"][2]["proof"][:-1]
    ran = run("proof", "--header", keep(shown()), "--proof", keep(proof), "--json")
    assert ran.code == 1
    facts = ran.facts()
    assert [one["valid"] for one in facts["slots"]] == [False, True, False]
    assert "slot 0x0" in facts["reason"]
    assert "slot 0x1388" in facts["reason"]


def test_a_proof_against_another_block_or_of_another_account_is_not_valid(
    run: Run, keep: Callable[[object], str]
) -> None:
    proof = keep(devchain_proof(1))
    assert run("proof", "--header", MAINNET, "--proof", proof).code == 1
    block = keep(shown())
    other = run("proof", "--header", block, "--proof", proof, "--address", "0x" + "11" * 20)
    assert other.code == 1
    assert "account" in other.out
    assert run("proof", "--header", block, "--proof", proof, "--address", "me").code == 2


def receipts() -> list[dict[str, Any]]:
    return [receipt_json(head(), index) for index in range(len(head().transactions))]


def test_receipts_are_bound_to_their_transactions(run: Run, keep: Callable[[object], str]) -> None:
    ran = run("receipts", "--header", keep(shown()), "--receipts", keep(receipts()), "--json")
    assert ran.code == 0
    told = ran.facts()["receipts"]
    assert [one["transaction"] for one in told] == [one["transactionHash"] for one in receipts()]
    assert {one["outcome"] for one in told} == {"done"}
    raw = ["0x" + done.receipt().hex() for done in head().transactions]
    bare = keep(head().header.encoded())
    people = run("receipts", "--header", bare, "--receipts", keep(raw))
    assert people.code == 0
    assert people.out.count("done") == 3


def test_tampered_receipts_are_not_valid(run: Run, keep: Callable[[object], str]) -> None:
    changed = [{**receipts()[0], "status": "0x0"}, *receipts()[1:]]
    ran = run("receipts", "--header", keep(shown()), "--receipts", keep(changed))
    assert ran.code == 1
    assert "NOT VALID" in ran.out
    lying = shown()
    lying["transactions"] = lying["transactions"][::-1]
    ran = run("receipts", "--header", keep(lying), "--receipts", keep(receipts()))
    assert ran.code == 1
    assert "transactions root" in ran.out


UNREADABLE = [
    *(b"", b" \n", b"{", b"[]", b"null", b"0x1", b"0xzz", b"\xff\xfe", b"\xc0", b'"0x"', b"{}"),
    b"[" * 100_000,
    b'{"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "unknown block"}}',
    b'{"jsonrpc": "2.0", "id": 1, "result": null}',
    b'{"hash": "\\ud800", "number": "0x1"}',
]


@pytest.mark.parametrize("content", UNREADABLE, ids=lambda content: repr(content[:20]))
def test_what_cannot_be_read_is_told_in_words(
    content: bytes, run: Run, keep: Callable[[object], str]
) -> None:
    name = keep(content)
    for ran in (
        run("header", name),
        run("proof", "--header", name, "--proof", MAINNET_PROOF),
        run("proof", "--header", MAINNET, "--proof", name),
        run("receipts", "--header", name, "--receipts", name),
    ):
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.strip()
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", ["/nowhere/block.json", "/", "a\0b", "0x", "0x1 2"])
def test_a_file_that_is_not_there_is_told_in_words(name: str, run: Run) -> None:
    ran = run("header", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()


def mutated(dice: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(changed) + 1)
        match dice.randrange(4):
            case 0:
                changed[at : at + 1] = dice.randbytes(1)
            case 1:
                del changed[at : at + dice.randint(1, 40)]
            case 2:
                changed[at:at] = dice.randbytes(dice.randint(1, 8))
            case 3:
                changed[at : at + 1] = dice.choice((b'"', b"{", b"]", b"0x", b"\\ud800", b"9e9"))
    return bytes(changed)


def test_no_bytes_bring_a_traceback(
    run: Run,
    keep: Callable[[object], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    dice = random.Random(11)
    parser = argparse.ArgumentParser()
    ledger.add(parser.add_subparsers())
    header = keep(json.dumps(shown()))
    proof = json.dumps(devchain_proof(0, 1)).encode()
    originals = [
        json.dumps(shown()).encode(),
        head().header.encoded(),
        head().header.encoded().hex().encode(),
        next(besu_blocks()),
        json.dumps({"jsonrpc": "2.0", "result": shown()}).encode(),
        proof,
        json.dumps(receipts()).encode(),
    ]
    name = str(tmp_path / "mutated")
    codes = []
    for number in range(2_000):
        Path(name).write_bytes(mutated(dice, dice.choice(originals)))
        words = (
            ("header", name, "--engine", dice.choice(("qbft", "ibft2", "clique", "plain"))),
            ("header", name, "--json"),
            ("proof", "--header", header, "--proof", name),
            ("receipts", "--header", header, "--receipts", name),
        )[number % 4]
        if number % 9:  # the same without building the command line anew
            arguments = parser.parse_args(["ledger", *words])
            code = arguments.func(arguments)
            out = capsys.readouterr().out
        else:
            code, out, _ = run(*words)
        codes.append(code)
        assert (code == 2) == (out == "")
    assert set(codes) == {0, 1, 2}


async def ran_beside(run: Run, *words: str) -> Ran:
    return await asyncio.to_thread(run, *words)


async def test_status_follows_a_chain_and_names_its_nodes(run: Run, tmp_path: Path) -> None:
    network = tmp_path / "network.toml"
    dev = development_genesis(SEED, int(time()), 1337)
    async with running_devchain(
        dev, seed=SEED, validators=4, port=0, period_s=1, network_file=network
    ) as node:
        ran = await ran_beside(run, "status", "--network", str(network), "--json")
        assert ran.code == 0, ran
        here = ran.facts()["here"]
        assert (here["live"], here["chain_id"]) == (True, 1337)
        assert [one["usable"] for one in here["nodes"]] == [True]
        people = await ran_beside(run, "status", "--network", str(network))
        assert "live" in people.out
        other = network.read_text("ascii").replace("chain_id = 1337", "chain_id = 99")
        network.write_text(other, "ascii")
        ran = await ran_beside(
            run, "status", "--network", str(network), "--upstream", node.url, "--within", "0.5"
        )
        assert ran.code == 1
        assert "chain id 1337 instead of 99" in ran.out


async def test_status_shows_the_daemons_view(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "api.sock"
    ran = await ran_beside(run, "status", "--socket", str(path))
    assert ran.code == 1
    assert "No daemon answered" in ran.out
    async with serving(path, Daemon(), AccessRules(daemon_uid=os.getuid())):
        ran = await ran_beside(run, "status", "--socket", str(path))
    assert ran.code == 0
    assert "live at block 42" in ran.out


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", 2),
        ("upstreams = [1, 'x']\n[network]\nchain_id = 'x'\n", 5),
        ("= = =", 1),
        ("upstreams = ['ftp://x']\n[network]\n", 5),
    ],
)
def test_a_network_file_with_mistakes_names_them_all(
    text: str, problems: int, run: Run, keep: Callable[[object], str]
) -> None:
    ran = run("status", "--network", keep(text))
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) >= problems


ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(
    r"```console\n\$ gridhearth ledger ((?:header|proof|receipts) [^\n]*)\n(.*?)```",
    (ROOT / "docs/ledger.md").read_text("utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize(("words", "told"), EXAMPLES, ids=[words[:60] for words, _ in EXAMPLES])
def test_the_pages_examples_show_what_happens(
    words: str, told: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(*words.split()).out == told


def test_the_page_has_examples_of_every_command_on_files() -> None:
    assert {words.split()[0] for words, _ in EXAMPLES} == {"header", "proof", "receipts"}


def test_problems_come_as_json_where_json_was_asked_for(run: Run) -> None:
    ran = run("header", "0x", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err)["problems"]
