"""Starts ExaBGP 4.2 with its faults mended, each shown by a test of lab.bgp.

What tenants' routers say is judged before ExaBGP reads it: UPDATEs by rfc7606.py, texts of theirs here. ExaBGP is one
process for the peers of many tenants, and writes lines to the bridge: what one peer says must neither end that process
nor end a line."""

import os
import sys
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import rfc7606
from exabgp.application import run_exabgp
from exabgp.bgp.fsm import FSM
from exabgp.bgp.message.direction import Direction
from exabgp.bgp.message.message import Message
from exabgp.bgp.message.notification import Notification, Notify
from exabgp.bgp.message.open import Open
from exabgp.bgp.message.open.asn import AS_TRANS, ASN
from exabgp.bgp.message.update import Update
from exabgp.bgp.message.update.attribute.aggregator import Aggregator
from exabgp.bgp.message.update.attribute.aspath import AS4Path, ASPath
from exabgp.bgp.message.update.attribute.attribute import Attribute
from exabgp.bgp.message.update.attribute.attributes import Attributes
from exabgp.bgp.message.update.eor import EOR
from exabgp.bgp.neighbor import Neighbor
from exabgp.configuration.static.route import ParseStaticRoute
from exabgp.protocol.ip import IPv4
from exabgp.reactor.api.response.json import JSON
from exabgp.reactor.listener import Listener
from exabgp.reactor.peer import ACTION, Peer
from exabgp.reactor.protocol import Protocol
from exabgp.rib.outgoing import OutgoingRIB

DISCARDED = 0xFFF0  # no attribute's number
MOST_REMARKS = 3
LONGEST_TEXT = 128
OPEN, ROUTE_REFRESH = 1, 5
TOLD_CAPABILITIES = (1, 2, 64, 65, 70)


# ── what ExaBGP says to peers ────────────────────────────────────────────────────────────────────────────────────


def reconfigure(self, restart_neighbor=None, original=Peer.reconfigure):
    """After a file is read again, commands reach the new neighbor, while the session looks at the old one:
    no route refresh and no End-of-RIB is sent any more. Both have the same queues from here on."""
    if restart_neighbor is not None:
        for queue in ('refresh', 'eor', 'messages'):
            setattr(restart_neighbor, queue, getattr(self.neighbor, queue))
    return original(self, restart_neighbor)


def add_to_rib(self, change, force=False, _withdraw=False, original=OutgoingRIB.add_to_rib):
    """Changes that wait are sent by groups of equal attributes, so the older one of two changes of a prefix
    may be sent last. At most one of a prefix waits from here on."""
    delayed = not force and self._enhanced_refresh_start
    known = not force and not _withdraw and self.in_cache(change)[1]
    waiting = None if delayed or known else self._new_nlri.get(change.index())
    if waiting is not None:
        groups = self._new_attr_af_nlri.get(waiting.attributes.index(), {})
        groups.get(waiting.nlri.family(), {}).pop(change.index(), None)
    return original(self, change, force, _withdraw)


def remove_self(self, change, original=getattr(Neighbor, 'remove_self', None)):
    """ExaBGP 4.2.25 copies each change for the sake of `next-hop self`, its attributes too, which thousands of prefixes
    share: five times the memory and twice the time. No route of the bridge's has it."""
    return original(self, change) if change.nlri.nexthop.SELF else change


class Path(ASPath):
    """An AS path with its segments in order: ExaBGP knows one of each kind."""

    def __init__(self, parts):
        ASPath.__init__(self, [number for _, numbers in parts for number in numbers], [])
        self.parts = parts

    def __eq__(self, other):
        return isinstance(other, Path) and self.ID == other.ID and self.parts == other.parts

    __hash__ = None

    def _segments(self, asn4):
        return b''.join(self._segment(kind, numbers, asn4) for kind, numbers in self.parts)

    def pack(self, negotiated):
        if negotiated.asn4:
            return self.asn_pack(negotiated)
        short = Path([(kind, [AS_TRANS if n.asn4() else n for n in numbers]) for kind, numbers in self.parts])
        packed = short.asn_pack(negotiated, False)
        return packed + Path4(self.parts).asn_pack(negotiated, True) if short.parts != self.parts else packed

    def __repr__(self):
        return '[ %s ]' % ' '.join(
            ('( %s )' if kind == self.AS_SET else '%s') % ' '.join(str(n) for n in numbers)
            for kind, numbers in self.parts)

    def json(self, name):
        """`[ [ kind, number … ] … ]`, kinds as RFC 4271 §4.3 and RFC 5065 §3 number them."""
        if name != 'as-path':
            return ''
        return '[ %s ]' % ', '.join(
            '[ %s ]' % ', '.join(str(int(each)) for each in [kind] + list(numbers)) for kind, numbers in self.parts)


class Path4(Path):
    ID = AS4Path.ID
    FLAG = AS4Path.FLAG
    ASN4 = True


def as_path(tokeniser):
    """`[ 65000 65001 ( 65002 65003 ) 65004 ]`: sets in round brackets, wherever they stand."""
    parts, kind = [], ASPath.AS_SEQUENCE
    if tokeniser() != '[':
        raise ValueError('could not parse as-path')
    for token in iter(tokeniser, ']'):
        if token in ('(', ')'):
            kind = ASPath.AS_SET if token == '(' else ASPath.AS_SEQUENCE
            parts.append((kind, []))
        elif not token:
            raise ValueError('could not parse as-path')
        else:
            if not parts:
                parts.append((kind, []))
            parts[-1][1].append(ASN.from_string(token))
    return Path([part for part in parts if part[1]])


# ── when both sides connect at once ──────────────────────────────────────────────────────────────────────────────


def handle_connection(self, connection):
    """The peer's connection while there may be one of ours, RFC 4271 §6.8. ExaBGP takes it in place of one in
    OpenConfirm if the peer's identifier is the higher one, but stays in that state, in which it says no word on it:
    for ever, and closes what the peer opens later. The peer may have closed it by then, for its side of ours was
    established already. So the later one waits for the earlier one's end, whatever the identifiers."""
    if self.fsm == FSM.ESTABLISHED:
        refuse(self, connection)
    elif self.fsm == FSM.OPENCONFIRM:
        if self.later is not None:
            refuse(self, self.later)
        self.later = connection
    else:
        if self.proto:
            self.proto.close('the peer opened a connection, while ours was not confirmed')
        self.proto = Protocol(self).accept(connection)
        self.generator = None
        self._delay.reset()


def refuse(peer, connection):
    """Its reactor does not do so: it closes without a word."""
    peer.reactor.asynchronous.schedule(
        str(uuid.uuid1()), 'sending notification (6,7)', connection.notification(6, 7, 'another connection stands'))


def run(self, original=Peer.run):
    """The earlier connection may have been established or have ended."""
    action = original(self)
    later = self.later
    if later is not None and self.fsm != FSM.OPENCONFIRM:
        self.later = None
        if action == ACTION.CLOSE:
            later.close()
        else:
            self.handle_connection(later)
    return action


# ── what peers say ───────────────────────────────────────────────────────────────────────────────────────────────


class Remark(object):
    """Stands among the attributes, for the bridge."""
    FLAG = 0
    GENERIC = False

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def unpack_update(cls, data, direction, negotiated, original=Update.unpack_message.__func__):
    if direction != Direction.IN:
        return original(cls, data, direction, negotiated)
    try:
        read = rfc7606.read(
            data, negotiated.families, bool(negotiated.asn4), negotiated.local_as != negotiated.peer_as)
    except rfc7606.Reset as fault:
        raise Notify(3, fault.subcode, str(fault))
    update = original(
        cls, Update.prefix(read.withdrawn) + Update.prefix(read.attributes) + read.announced, direction, negotiated)
    ended = isinstance(update, EOR)
    if ended and not (read.discarded or read.fault):
        return update
    attributes = Attributes()
    attributes.update(update.attributes)
    if read.path is not None:
        attributes[Attribute.CODE.AS_PATH] = Path([(kind, [ASN(n) for n in numbers]) for kind, numbers in read.path])
    if read.aggregator is not None:
        attributes[Attribute.CODE.AGGREGATOR] = Aggregator(ASN(read.aggregator[0]), IPv4.unpack(read.aggregator[1]))
    if read.fault:
        attributes[Attribute.CODE.INTERNAL_TREAT_AS_WITHDRAW] = Remark(read.fault)
    if read.discarded:
        attributes[DISCARDED] = Remark('; '.join(read.discarded[:MOST_REMARKS]))
    return Update([] if ended else update.nlris, attributes)


def unpack_message(cls, message, data, direction, negotiated, original=Message.unpack.__func__):
    """RFC 4271 §6.1 and §6.6: another type than those that are negotiated here; an OPEN in the middle."""
    if direction == Direction.IN:
        if not OPEN <= message <= ROUTE_REFRESH:
            raise Notify(1, 3, 'message type %d' % message)
        if message == OPEN and negotiated is not None and negotiated.received_open is not None:
            raise Notify(5, 3, 'another OPEN')
    return original(cls, message, data, direction, negotiated)


def unpack_open(cls, data, direction=None, negotiated=None, original=Open.unpack_message.__func__):
    """RFC 4271 §6.2: the answer to another version says ours."""
    if data[0] != 4:
        raise Notify(2, 1, '\0\4')
    return original(cls, data, direction, negotiated)


def unpack_notification(cls, data, direction=None, negotiated=None):
    """The peer's text, shown and no more: RFC 9003 has its length before it."""
    text = data[3:3 + data[2]] if (data[0], data[1]) in ((6, 2), (6, 4)) and len(data) > 2 else data[2:]
    return cls(data[0], data[1], printable(text.decode('ascii', 'replace')).encode('ascii'), False)


def printable(text):
    return ''.join(c if ' ' <= c <= '~' and c not in '"\\{}' else '?' for c in text[:LONGEST_TEXT])


def down(self, neighbor, reason='', original=JSON.down):
    """A peer's octets in it end a line else, or the process, where they are no ASCII."""
    clean = ''.join(c if ' ' <= c <= '~' and c != '\\' else '?' for c in str(reason))
    return original(self, neighbor, clean)


def capabilities(self, extra, original=JSON._json_kv):
    """Others have texts of the peer's, which end a string."""
    return original(self, {code: each for code, each in extra.items() if code in TOLD_CAPABILITIES})


def connected(self, original=Listener._connected):
    """A connection that ended before it was looked at has no peer any more, and stops all that came after it."""
    for listening, accepted in list(self._accepted.items()):
        try:
            accepted.getpeername()
        except OSError:
            del self._accepted[listening]
            accepted.close()
    return original(self)


Peer.reconfigure = reconfigure
Peer.later = None
Peer.handle_connection = handle_connection
Peer.run = run
OutgoingRIB.add_to_rib = add_to_rib
if hasattr(Neighbor, 'remove_self'):
    Neighbor.remove_self = remove_self
ParseStaticRoute.known['as-path'] = as_path
Attributes.representation[DISCARDED] = ('string', '', 'discarded', '%s', '%s')
Update.unpack_message = classmethod(unpack_update)
Message.unpack = classmethod(unpack_message)
Open.unpack_message = classmethod(unpack_open)
Notification.unpack_message = classmethod(unpack_notification)
JSON.down = down
JSON._json_kv = capabilities
Listener._connected = connected
sys.exit(run_exabgp())
