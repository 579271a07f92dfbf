"""The core's transactions on a chain that forgets: reorganised, dropped, priced out, restarted.

The driver does what the daemon does around `agent.core.transactions`: it keeps the journal, signs,
hands bytes to the node and shows the core only accounts proven at a depth no reorganisation
reaches. Everything else is up to a seeded random number generator.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from random import Random

import msgspec

from agent.core import transactions as core
from agent.core.constants import Constants
from agent.core.effects import Broadcast, Effect, Sign
from agent.core.events import AccountSeen
from agent.core.records import Intent, Transaction
from agent.ledger import market_contract as mc
from agent.ledger import transaction as eip1559
from agent.ledger.header import Header, plain_hash
from agent.ledger.verdict import Untrusted, Verified
from agent.ledger.verify import VerifiedHead, read_header, verify_account, verify_storage
from tests.interop.anvil import CHAIN_ID, Anvil
from tests.interop.node import RpcError
from tests.interop.trading import Trading

DEEPEST = 20
"""No reorganisation reaches deeper than this below the highest block there ever was."""
FOREVER_MS = 2**62
CAP_WEI = 10**12
PLAIN = {"at_ms", "block", "nonce", "base_fee_wei", "wei", "enrolled", "endorser"}
UNUSED = set(AccountSeen.__struct_fields__) - PLAIN
"""What the account has at the market does not matter to its transactions."""


class Driver:
    """One agent that credits a home with 1, 2, 4, … micro, and the chaos around it.

    Each intent's amount is a power of two, so the home's account tells exactly which of them
    happened, and how often.
    """

    def __init__(self, trading: Trading, chain: Anvil, seed: int) -> None:
        self.random = Random(seed)
        self.trading, self.chain, self.rpc = trading, chain, chain.rpc
        self.operator, self.home = trading.operator, trading.homes[0].address
        self.constants = Constants(
            member=self.operator.address,
            report_key=self.operator.address,
            meter="0x" + "00" * 32,
            operator=self.operator.address,
            chain_id=CHAIN_ID,
            contract=trading.contract,
            genesis_s=0,
            cycle_s=900,
            block_s=2,
            fee_cap_wei=CAP_WEI,
            tip_wei=10**9,
        )
        self.nonces = core.Nonces()
        self.known: tuple[Transaction, ...] = ()
        self.mono_ms = 0
        self.highest = chain.height
        self.planned: list[Intent] = []
        self.refused = 0
        self.sent: dict[tuple[int, int], set[bytes]] = defaultdict(set)
        """Every byte string handed to the node, by nonce and attempt."""
        self.first_nonce = self.operator.nonce
        self.counts: dict[str, int] = defaultdict(int)

    # What the daemon does.

    def execute(self, effects: Sequence[Effect]) -> None:
        """Sign and send until nothing is left to do."""
        for effect in effects:
            match effect:
                case Sign(ident, _, digest):
                    if self.random.random() < 0.1:
                        self.counts["lost signatures"] += 1
                        continue  # a crash between journal and key: resume asks again
                    signature = self.operator.sign(digest)
                    self.known, more = core.signed(
                        self.constants, self.known, ident, signature, self.mono_ms
                    )
                    self.execute(more)
                case Broadcast(_, raw):
                    self.broadcast(raw)

    def broadcast(self, raw: bytes) -> None:
        decoded = eip1559.decode(raw).transaction
        attempt = next(one.attempt for one in self.known if one.nonce == decoded.nonce)
        self.sent[decoded.nonce, attempt].add(raw)
        try:
            self.rpc("eth_sendRawTransaction", "0x" + raw.hex())
        except (
            RpcError
        ):  # known already, mined already, or below the base fee: all to be waited out
            self.refused += 1

    def tick(self, ms: int) -> None:
        self.mono_ms += ms
        self.known, effects = core.resend(self.constants, self.nonces, self.known, self.mono_ms)
        self.execute(effects)

    def look(self) -> None:
        """Show the core its account as of a block that can no longer go away."""
        number = self.highest - DEEPEST
        head = self.head(number)
        asked = self.rpc.untrusted("eth_getProof", self.operator.address, [], hex(number))
        verdict = verify_account(Untrusted(asked), self.operator.address, head)
        assert isinstance(verdict, Verified), verdict
        seen = AccountSeen(
            at_ms=self.mono_ms,
            block=number,
            nonce=verdict.value.nonce,
            base_fee_wei=self.head(self.chain.height).base_fee_wei,
            wei=verdict.value.balance_wei,
            enrolled=True,
            endorser=False,
            **dict.fromkeys(UNUSED, 0),
        )
        self.nonces = core.observe(self.nonces, seen, self.known)
        self.known = core.settle_nonces(self.known, seen.nonce)
        assert not self.nonces.foreign, "the account was taken for somebody else's"

    def head(self, number: int) -> VerifiedHead:
        block = self.rpc("eth_getBlockByNumber", hex(number), False)
        header = read_header(Untrusted(json.dumps(block).encode()))
        assert isinstance(header, Header)
        assert header.base_fee_wei is not None
        return VerifiedHead(
            number=number,
            hash=plain_hash(header),
            state_root=header.state_root,
            time_s=header.time_s,
            base_fee_wei=header.base_fee_wei,
            gas_limit=header.gas_limit,
            validators=(),
        )

    def plan(self) -> None:
        """Want one more thing, if a nonce may be given."""
        amount = 1 << len(self.planned)
        data = mc.call_credit(self.home, amount)
        gas = mc.gas_limit(mc.Call.CREDIT)
        intent = Intent(f"credit:{len(self.planned)}", data, gas, FOREVER_MS)
        planned = core.plan(self.constants, self.nonces, self.known, intent, self.mono_ms)
        if planned is not None:
            self.nonces, self.known, effects = planned
            self.planned.append(intent)
            self.execute(effects)

    def restart(self) -> None:
        """Come back with the journal alone: the clock began anew, the nonce is unknown."""
        self.counts["restarts"] += 1
        self.mono_ms = self.random.randrange(10_000)
        self.nonces = core.Nonces(reserved=self.nonces.reserved, foreign=self.nonces.foreign)
        self.known = msgspec.msgpack.decode(
            msgspec.msgpack.encode(self.known), type=tuple[Transaction, ...]
        )
        self.known, effects = core.resume(self.constants, self.known, self.mono_ms)
        self.execute(effects)

    # What happens to it.

    def mine(self, blocks: int = 1) -> None:
        self.rpc("anvil_mine", hex(blocks))
        self.highest = max(self.highest, self.chain.height)

    def room(self) -> int:
        """How many blocks may still be taken back."""
        return self.chain.height - (self.highest - DEEPEST)

    def reorganise(self) -> None:
        """Take blocks back: rebuilt without their transactions, or back to a snapshot."""
        if self.random.random() < 0.7:
            depth = self.random.randint(1, DEEPEST)
            if depth <= self.room():
                self.rpc("anvil_reorg", depth, [])
                self.counts["reorganisations"] += 1
                self.counts["deepest"] = max(self.counts["deepest"], depth)
            return
        snapshot = self.rpc("evm_snapshot")
        for _ in range(self.random.randint(1, 5)):
            self.something_small()
            self.mine()
        self.rpc("evm_revert", snapshot)
        self.counts["snapshots"] += 1

    def drop(self) -> None:
        """Have the node forget a transaction it had taken."""
        waiting = [one.raw for one in self.known if one.raw and not one.done]
        if waiting:
            raw = self.random.choice(waiting)
            name = "0x" + eip1559.transaction_hash(raw).hex()
            if self.rpc("anvil_dropTransaction", name) is not None:
                self.counts["dropped"] += 1

    def price_out(self) -> None:
        """Raise the base fee above what the waiting transactions offer, for the next block."""
        base_fee_wei = self.random.choice((7, 10**9, 10**10, 5 * 10**10))
        self.rpc("anvil_setNextBlockBaseFeePerGas", hex(base_fee_wei))
        self.counts["priced"] += 1

    def something_small(self) -> None:
        dice = self.random.random()
        if dice < 0.45:
            self.tick(self.random.choice((500, 3_000, 31_000)))
        elif dice < 0.65:
            self.drop()
        elif dice < 0.75:
            self.price_out()
        elif dice < 0.85:
            self.restart()
            self.look()
        else:
            self.mine()

    def rounds(self, reorganisations: int, intents: int) -> None:
        """Live through it; in the end, let the chain run on until everything has arrived."""
        self.mine(DEEPEST + 5)
        self.look()
        while self.counts["reorganisations"] + self.counts["snapshots"] < reorganisations:
            if len(self.planned) < intents and self.random.random() < 0.6:
                self.plan()
            for _ in range(self.random.randint(1, 3)):
                self.something_small()
            self.mine(self.random.randint(0, 3) or 1)
            self.reorganise()
            self.look()
        for _ in range(100):
            if self.known and all(one.done for one in self.known):
                break
            self.rpc("anvil_setNextBlockBaseFeePerGas", hex(7))
            self.restart()
            self.tick(3_000)
            self.mine(3)
            self.look()

    # What must be true at the end.

    def executed(self) -> dict[int, list[str]]:
        """Return the call data of every transaction of ours on the chain, by nonce."""
        found: dict[int, list[str]] = defaultdict(list)
        for number in range(self.chain.height + 1):
            for one in self.rpc("eth_getBlockByNumber", hex(number), True)["transactions"]:
                if one["from"] == self.operator.address:
                    found[int(one["nonce"], 16)].append(one["input"])
        return found

    def home_account_micro(self) -> int:
        """Return the home's account, proven."""
        slot = mc.account_slot(self.home)
        contract, number = self.trading.contract, self.chain.height
        answer = self.rpc.untrusted("eth_getProof", contract, [hex(slot)], hex(number))
        verdict = verify_storage(Untrusted(answer), contract, (slot,), self.head(number))
        assert isinstance(verdict, Verified), verdict
        return verdict.value.words[0]
