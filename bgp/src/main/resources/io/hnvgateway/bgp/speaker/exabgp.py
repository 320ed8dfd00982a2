"""Starts ExaBGP 4.2 with two faults mended, each shown by a test of lab.bgp.SpeakersNetTest."""

import sys

from exabgp.application import run_exabgp
from exabgp.reactor.peer import Peer
from exabgp.rib.outgoing import OutgoingRIB


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


Peer.reconfigure = reconfigure
OutgoingRIB.add_to_rib = add_to_rib
sys.exit(run_exabgp())
