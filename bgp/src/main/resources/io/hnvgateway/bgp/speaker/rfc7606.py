"""Reads the body of an UPDATE as RFC 7606 wants it, and says it anew, so that who parses it next finds nothing but
well-formed attributes that it knows. Nothing here knows ExaBGP.

A fault is answered with the mildest of three that the RFC allows: an attribute is left out (`Update.discarded`), the
prefixes count as withdrawn (`Update.fault`), or the session ends (`Reset`)."""

from struct import pack, unpack_from

ORIGIN, AS_PATH, NEXT_HOP, MED, LOCAL_PREF, ATOMIC_AGGREGATE, AGGREGATOR, COMMUNITIES = range(1, 9)
ORIGINATOR_ID, CLUSTER_LIST, MP_REACH, MP_UNREACH, EXTENDED_COMMUNITIES, AS4_PATH, AS4_AGGREGATOR = (
    9, 10, 14, 15, 16, 17, 18)
LARGE_COMMUNITIES = 32

OPTIONAL, TRANSITIVE, EXTENDED_LENGTH = 0x80, 0x40, 0x10
AS_SET, AS_SEQUENCE, AS_CONFED_SEQUENCE, AS_CONFED_SET = 1, 2, 3, 4
AS_TRANS = 23456
IPV4, IPV6, UNICAST = 1, 2, 1
LONGEST = {IPV4: 32, IPV6: 128}

# Optional and transitive bits of what is known (RFC 4271 §5, 4760, 1997, 4456, 6793, 8092).
FLAGS = {
    ORIGIN: TRANSITIVE, AS_PATH: TRANSITIVE, NEXT_HOP: TRANSITIVE, MED: OPTIONAL, LOCAL_PREF: TRANSITIVE,
    ATOMIC_AGGREGATE: TRANSITIVE, AGGREGATOR: OPTIONAL | TRANSITIVE, COMMUNITIES: OPTIONAL | TRANSITIVE,
    ORIGINATOR_ID: OPTIONAL, CLUSTER_LIST: OPTIONAL, MP_REACH: OPTIONAL, MP_UNREACH: OPTIONAL,
    EXTENDED_COMMUNITIES: OPTIONAL | TRANSITIVE, AS4_PATH: OPTIONAL | TRANSITIVE,
    AS4_AGGREGATOR: OPTIONAL | TRANSITIVE, LARGE_COMMUNITIES: OPTIONAL | TRANSITIVE,
}
NAMES = {
    ORIGIN: 'ORIGIN', AS_PATH: 'AS_PATH', NEXT_HOP: 'NEXT_HOP', MED: 'MULTI_EXIT_DISC', LOCAL_PREF: 'LOCAL_PREF',
    ATOMIC_AGGREGATE: 'ATOMIC_AGGREGATE', AGGREGATOR: 'AGGREGATOR', COMMUNITIES: 'COMMUNITIES',
    ORIGINATOR_ID: 'ORIGINATOR_ID', CLUSTER_LIST: 'CLUSTER_LIST', MP_REACH: 'MP_REACH_NLRI',
    MP_UNREACH: 'MP_UNREACH_NLRI', EXTENDED_COMMUNITIES: 'EXTENDED_COMMUNITIES', AS4_PATH: 'AS4_PATH',
    AS4_AGGREGATOR: 'AS4_AGGREGATOR', LARGE_COMMUNITIES: 'LARGE_COMMUNITY',
}
# A fault in these costs the attribute alone (RFC 7606 §7.6, §7.7; RFC 6793 §6).
MILD = (ATOMIC_AGGREGATE, AGGREGATOR, AS4_PATH, AS4_AGGREGATOR)
# Of a peer of another AS these are left out unseen (RFC 7606 §7.5, §7.9, §7.10).
INWARD = (LOCAL_PREF, ORIGINATOR_ID, CLUSTER_LIST)
MALFORMED_LIST, OPTIONAL_ATTRIBUTE, INVALID_NETWORK = 1, 9, 10


class Reset(Exception):
    """The session has to end: UPDATE Message Error with this subcode (RFC 4271 §6.3)."""

    def __init__(self, subcode, text):
        Exception.__init__(self, text)
        self.subcode = subcode


class Malformed(Exception):
    """One attribute is not what it should be."""


class Update(object):
    """`withdrawn`, `attributes`, `announced`: the three parts, well-formed. `path`: [(kind, numbers)], or None.
    `aggregator`: (number, four octets), or None. `fault`: why all that is announced counts as withdrawn, or ''.
    `discarded`: attributes left out."""

    def __init__(self):
        self.withdrawn = self.attributes = self.announced = b''
        self.path = self.aggregator = None
        self.fault = ''
        self.discarded = []


def read(body, families, asn4, external):
    """families: [(afi, safi)] agreed upon. asn4: AS numbers of the peer have four octets. external: another AS."""
    update = Update()
    update.withdrawn, attributes, update.announced = split(body)
    prefixes(update.withdrawn, IPV4, 'withdrawn routes', INVALID_NETWORK)
    prefixes(update.announced, IPV4, 'NLRI', INVALID_NETWORK)
    if (IPV4, UNICAST) not in families and (update.withdrawn or update.announced):
        update.withdrawn = update.announced = b''
        update.discarded.append('NLRI of a family that was not agreed upon')
    known = Attributes(update, families, asn4, external)
    known.walk(attributes)
    reachable = bool(update.announced) or MP_REACH in known.values
    if reachable and not update.fault:
        known.complete()
    if update.fault and not reachable and (known.overrun or known.values.keys() - {MP_UNREACH}):
        raise Reset(MALFORMED_LIST, update.fault + ', and nothing to take as withdrawn')
    known.write()
    return update


def split(body):
    if len(body) < 4:
        raise Reset(MALFORMED_LIST, 'an UPDATE of %d octets' % len(body))
    withdrawn = unpack_from('!H', body)[0]
    if 4 + withdrawn > len(body):
        raise Reset(MALFORMED_LIST, 'withdrawn routes of %d octets are longer than the message' % withdrawn)
    length = unpack_from('!H', body, 2 + withdrawn)[0]
    begin = 4 + withdrawn
    if begin + length > len(body):
        raise Reset(MALFORMED_LIST, 'path attributes of %d octets are longer than the message' % length)
    return body[2:2 + withdrawn], body[begin:begin + length], body[begin + length:]


def prefixes(data, afi, what, subcode):
    """RFC 7606 §5.3: where prefixes cannot be told apart, nobody knows which ones are meant."""
    at, end, longest = 0, len(data), LONGEST[afi]
    while at < end:
        bits = data[at]
        if bits > longest:
            raise Reset(subcode, '%s: a prefix of %d bits' % (what, bits))
        at += 1 + (bits + 7) // 8
    if at > end:
        raise Reset(subcode, '%s: the last prefix is cut' % what)


class Attributes(object):
    def __init__(self, update, families, asn4, external):
        self.update = update
        self.families = families
        self.asn4 = asn4
        self.external = external
        self.values = {}
        self.overrun = False

    def walk(self, data):
        at, end, seen = 0, len(data), set()
        while at < end:
            extended = data[at] & EXTENDED_LENGTH
            head = 4 if extended else 3
            if end - at < head:
                self.lost('path attributes: %d octets are left over' % (end - at))
                return
            flags, code = data[at], data[at + 1]
            length = unpack_from('!H', data, at + 2)[0] if extended else data[at + 2]
            at += head
            if end - at < length:
                self.lost('%s: longer than the path attributes' % name(code))
                return
            self.add(flags, code, data[at:at + length], seen)
            at += length

    def lost(self, fault):
        """RFC 7606 §4: from here on nobody knows where an attribute begins."""
        self.overrun = True
        self.withdraw(fault)

    def withdraw(self, fault):
        self.update.fault = self.update.fault or fault

    def add(self, flags, code, value, seen):
        if code in seen:
            if code in (MP_REACH, MP_UNREACH):
                raise Reset(MALFORMED_LIST, '%s: twice' % name(code))
            self.update.discarded.append('%s: once more' % name(code))
            return
        seen.add(code)
        if code not in FLAGS:
            if not flags & OPTIONAL:
                self.withdraw('%s: well-known, but unknown here' % name(code))
            return
        if self.external and code in INWARD:
            return
        try:
            if flags & (OPTIONAL | TRANSITIVE) != FLAGS[code]:
                if code in (MP_REACH, MP_UNREACH):
                    self.checked(code, value)
                    self.values.setdefault(code, value)
                raise Malformed('flags 0x%02x' % flags)
            value = self.checked(code, value)
        except Malformed as fault:
            text = '%s: %s' % (name(code), fault)
            if code in MILD:
                self.update.discarded.append(text)
            else:
                self.withdraw(text)
            return
        if value is not None:
            self.values[code] = value

    def checked(self, code, value):
        """The value as it goes on; None: without it."""
        if code == ORIGIN:
            size(value, 1)
            if value[0] > 2:
                raise Malformed('value %d' % value[0])
        elif code in (NEXT_HOP, MED, LOCAL_PREF, ORIGINATOR_ID):
            size(value, 4)
        elif code == ATOMIC_AGGREGATE:
            size(value, 0)
        elif code == AGGREGATOR:
            size(value, 8 if self.asn4 else 6)
        elif code in (COMMUNITIES, CLUSTER_LIST):
            multiple(value, 4)
        elif code == EXTENDED_COMMUNITIES:
            multiple(value, 8)
            return None
        elif code == LARGE_COMMUNITIES:
            multiple(value, 12)
        elif code == AS_PATH:
            segments(value, 4 if self.asn4 else 2)
        elif code == AS4_PATH:
            if self.asn4:
                return None  # RFC 6793 §4.1
            segments(value, 4)
        elif code == AS4_AGGREGATOR:
            size(value, 8)
            return None if self.asn4 else value
        elif code == MP_REACH:
            return self.reach(value)
        elif code == MP_UNREACH:
            return self.unreach(value)
        return value

    def family(self, code, value):
        if len(value) < 3:
            raise Reset(OPTIONAL_ATTRIBUTE, '%s: %d octets' % (name(code), len(value)))
        afi, safi = unpack_from('!HB', value)
        if (afi, safi) in self.families and afi in LONGEST and safi == UNICAST:
            return afi
        self.update.discarded.append('%s: a family that was not agreed upon' % name(code))
        return None

    def reach(self, value):
        """RFC 7606 §7.11. Of two next hops the global one goes on (RFC 2545 §3)."""
        afi = self.family(MP_REACH, value)
        if afi is None:
            return None
        length = value[3] if len(value) > 3 else 0
        if length not in ((4,) if afi == IPV4 else (16, 32)) or len(value) < 5 + length:
            raise Reset(OPTIONAL_ATTRIBUTE, 'MP_REACH_NLRI: a next hop of %d octets' % length)
        hop = value[4:4 + (4 if afi == IPV4 else 16)]
        nlri = value[5 + length:]
        prefixes(nlri, afi, 'MP_REACH_NLRI', OPTIONAL_ATTRIBUTE)
        return value[:3] + bytes((len(hop),)) + hop + b'\0' + nlri if nlri else None

    def unreach(self, value):
        afi = self.family(MP_UNREACH, value)
        if afi is None:
            return None
        prefixes(value[3:], afi, 'MP_UNREACH_NLRI', OPTIONAL_ATTRIBUTE)
        return value

    def complete(self):
        """RFC 7606 §3 d."""
        wanted = [ORIGIN, AS_PATH]
        wanted += [NEXT_HOP] if self.update.announced else []
        wanted += [] if self.external else [LOCAL_PREF]
        for code in wanted:
            if code not in self.values:
                self.withdraw('%s: missing' % name(code))

    def write(self):
        """Of routes that count as withdrawn nothing but the prefixes goes on."""
        kept = [MP_REACH, MP_UNREACH]
        if not self.update.fault:
            kept = sorted(FLAGS.keys() - {AS_PATH, AS4_PATH, AGGREGATOR, AS4_AGGREGATOR})
            self.update.path = self.whole_path() if AS_PATH in self.values else None
            self.update.aggregator = self.whole_aggregator()
        self.update.attributes = b''.join(
            pack('!BBH', FLAGS[code] | EXTENDED_LENGTH, code, len(self.values[code])) + self.values[code]
            for code in kept if code in self.values)

    def is_old_aggregate(self):
        """RFC 6793 §4.2.3: somebody that knows no four octets has aggregated since."""
        return AGGREGATOR in self.values and unpack_from('!H', self.values[AGGREGATOR])[0] != AS_TRANS

    def whole_aggregator(self):
        value = self.values.get(AGGREGATOR)
        if value is None:
            return None
        if self.asn4:
            return unpack_from('!L', value)[0], value[4:]
        if AS4_AGGREGATOR in self.values and not self.is_old_aggregate():
            return unpack_from('!L', self.values[AS4_AGGREGATOR])[0], self.values[AS4_AGGREGATOR][4:]
        return unpack_from('!H', value)[0], value[2:]

    def whole_path(self):
        path = segments(self.values[AS_PATH], 4 if self.asn4 else 2)
        if AS4_PATH not in self.values or (AS4_AGGREGATOR in self.values and self.is_old_aggregate()):
            return path
        real = [each for each in segments(self.values[AS4_PATH], 4) if each[0] <= AS_SEQUENCE]
        missing = hops(path) - hops(real)
        return merged(path, missing) + real if missing >= 0 else path


def name(code):
    return NAMES.get(code, 'attribute %d' % code)


def size(value, expected):
    if len(value) != expected:
        raise Malformed('%d octets' % len(value))


def multiple(value, unit):
    if not value or len(value) % unit:
        raise Malformed('%d octets' % len(value))


def segments(value, width):
    """RFC 7606 §7.2."""
    found, at = [], 0
    while at < len(value):
        if len(value) - at < 2:
            raise Malformed('half a segment')
        kind, count = value[at], value[at + 1]
        if not AS_SET <= kind <= AS_CONFED_SET:
            raise Malformed('a segment of type %d' % kind)
        if not count:
            raise Malformed('an empty segment')
        at += 2
        if len(value) - at < count * width:
            raise Malformed('a segment longer than the attribute')
        found.append((kind, unpack_from('!%d%s' % (count, 'L' if width == 4 else 'H'), value, at)))
        at += count * width
    return found


def hops(path):
    """As RFC 4271 §9.1.2.2 and RFC 5065 §5.3 count them."""
    return sum(1 if kind == AS_SET else len(numbers) if kind == AS_SEQUENCE else 0 for kind, numbers in path)


def merged(path, count):
    """The first `count` hops."""
    first = []
    for kind, numbers in path:
        if count <= 0:
            break
        if kind == AS_SEQUENCE:
            numbers = numbers[:count]
            count -= len(numbers)
        elif kind == AS_SET:
            count -= 1
        first.append((kind, numbers))
    return first
