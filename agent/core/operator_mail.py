"""What the operator's broker brings: receipts, gaps and statements, untrusted until proven sound."""

import msgspec

from agent.bridge.outbox import ReceiptVerdict, acknowledge, answer_gap, link_lost
from agent.bridge.payload import (
    Refused,
    decode_gap,
    decode_receipt,
    decode_statement,
    encode_report,
)
from agent.bridge.topics import Channel, parse_topic, topic
from agent.core import reporting
from agent.core.constants import Constants
from agent.core.effects import Publish
from agent.core.events import BrokerLink, BrokerSaid
from agent.core.state import BrokerView, State, Stepped, changed
from agent.core.statements import keep_statement


def broker_link(state: State, constants: Constants, event: BrokerLink) -> Stepped:
    view = BrokerView(event.up, event.sentence, event.at_ms, state.broker.junk)
    return changed(state, broker=view, outbox=link_lost(state.outbox)), ()


def broker_said(state: State, constants: Constants, event: BrokerSaid) -> Stepped:
    """Untrusted bytes: what is not sound is counted, what is sound still proves nothing."""
    domain = reporting.domain_of(constants)
    name = parse_topic(domain, event.topic)
    if name is None or name.member != constants.member:
        return _junk(state), ()
    match name.channel:
        case Channel.RECEIPT:
            receipt = decode_receipt(event.payload)
            if isinstance(receipt, Refused):
                return _junk(state), ()
            outbox, verdict = acknowledge(state.outbox, domain, receipt, constants.operator)
            sound = verdict in (ReceiptVerdict.TAKEN, ReceiptVerdict.KNOWN)
            return (changed(state, outbox=outbox) if sound else _junk(state)), ()
        case Channel.GAP:
            gap = decode_gap(event.payload)
            if isinstance(gap, Refused):
                return _junk(state), ()
            where = topic(domain, Channel.REPORT, constants.member)
            again = answer_gap(state.outbox, gap.cycles)
            return state, tuple(Publish(where, encode_report(entry)) for entry in again)
        case Channel.STATEMENT:
            statement = decode_statement(event.payload)
            if isinstance(statement, Refused) or statement.member != constants.member:
                return _junk(state), ()
            return keep_statement(state, statement, event.at_ms), ()
        case _:
            return _junk(state), ()


def _junk(state: State) -> State:
    view = msgspec.structs.replace(state.broker, junk=state.broker.junk + 1)
    return changed(state, broker=view)
