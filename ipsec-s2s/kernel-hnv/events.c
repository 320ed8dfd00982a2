/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 */
#include "events.h"

#include <daemon.h>

#define TEXT_BYTES 4096

/** Events a second: of connections, and of strangers whose connection is not known. */
#define EVENTS_OF_CONNECTIONS 100
#define EVENTS_OF_STRANGERS 10
#define BURST_SECONDS 5

typedef struct private_events_t private_events_t;

/** How many events may be told; under charon's bus lock. */
typedef struct {
	u_int each_second;
	u_int left;
	time_t filled;
} budget_t;

struct private_events_t {
	events_t public;
	gateway_t *gateway;
	peers_t *peers;
	ipsec_t *ipsec;
	budget_t connections;
	budget_t strangers;
	/** Events that nobody was told. */
	uint32_t untold;
};

/** A flood of failures costs the gateway no more than so many. */
static bool may_tell(budget_t *budget)
{
	time_t now = time_monotonic(NULL);
	uint64_t filled = budget->left +
					  (uint64_t)(now - budget->filled) * budget->each_second;

	budget->left = min(filled, budget->each_second * BURST_SECONDS);
	budget->filled = now;
	if (!budget->left)
	{
		return FALSE;
	}
	budget->left--;
	return TRUE;
}

/** All that is offered or selected on our side, as text. */
typedef linked_list_t *(*configured_t)(child_cfg_t *child, void *arg);

static linked_list_t *child_proposals(child_cfg_t *child, void *arg)
{
	return child->get_proposals(child, FALSE);
}

static linked_list_t *child_selectors(child_cfg_t *child, void *local)
{
	return child->get_traffic_selectors(child, local != NULL, NULL, NULL, FALSE);
}

/** Writes the lists of all children of the IKE_SA's connection. */
static void describe(char *text, char *format, ike_sa_t *ike_sa,
					 configured_t configured, void *arg, size_t destroy)
{
	peer_cfg_t *peer = ike_sa ? ike_sa->get_peer_cfg(ike_sa) : NULL;
	linked_list_t *all = linked_list_create(), *some;
	enumerator_t *enumerator;
	child_cfg_t *child;
	void *item;

	text[0] = '\0';
	if (peer)
	{
		enumerator = peer->create_child_cfg_enumerator(peer);
		while (enumerator->enumerate(enumerator, &child))
		{
			some = configured(child, arg);
			while (some && some->remove_first(some, &item) == SUCCESS)
			{
				all->insert_last(all, item);
			}
			DESTROY_IF(some);
		}
		enumerator->destroy(enumerator);
		if (snprintf(text, TEXT_BYTES / 4, format, all) < 0)
		{
			text[0] = '\0';
		}
	}
	all->destroy_offset(all, destroy);
}

static void ike_proposals(char *text, ike_sa_t *ike_sa)
{
	ike_cfg_t *config = ike_sa ? ike_sa->get_ike_cfg(ike_sa) : NULL;
	linked_list_t *list;

	text[0] = '\0';
	if (config)
	{
		list = config->get_proposals(config);
		if (snprintf(text, TEXT_BYTES / 4, "%#P", list) < 0)
		{
			text[0] = '\0';
		}
		list->destroy_offset(list, offsetof(proposal_t, destroy));
	}
}

static void tell(private_events_t *this, ike_sa_t *ike_sa, uint8_t kind,
				 char *format, ...)
{
	char *connection = connection_of(ike_sa), text[TEXT_BYTES];
	bio_writer_t *body;
	va_list args;

	if (!may_tell(*connection ? &this->connections : &this->strangers))
	{
		this->untold++;
		return;
	}
	body = bio_writer_create(512);
	va_start(args, format);
	if (vsnprintf(text, sizeof(text), format, args) < 0)
	{
		text[0] = '\0';
	}
	va_end(args);
	body->write_uint8(body, kind);
	write_text(body, connection);
	write_parties(body, ike_sa);
	write_text(body, text);
	if (!this->gateway->event(this->gateway, body))
	{
		this->untold++;
	}
	else if (this->untold)
	{
		DBG1(DBG_KNL, "%u events before this one were told to nobody", this->untold);
		this->untold = 0;
	}
}

/** charon gives the peer's proposals if it chooses, ours if the peer chose none. */
static void tell_proposals(private_events_t *this, ike_sa_t *ike_sa,
						   uint8_t kind, char *what, char *ours,
						   linked_list_t *list)
{
	char theirs[TEXT_BYTES / 4];

	if (snprintf(theirs, sizeof(theirs), "%#P", list) < 0)
	{
		theirs[0] = '\0';
	}
	if (!*ours || streq(ours, theirs))
	{
		tell(this, ike_sa, kind, "the peer accepts none of our %s proposals: %s",
			 what, theirs);
	}
	else
	{
		tell(this, ike_sa, kind, "no common %s proposal: the peer offers %s; "
			 "we accept %s", what, theirs, ours);
	}
}

static void tell_certificate(private_events_t *this, ike_sa_t *ike_sa,
							 certificate_t *cert, char *why)
{
	tell(this, ike_sa, HNV_EVENT_CERTIFICATE, "certificate \"%Y\" %s",
		 cert->get_subject(cert), why);
}

static void tell_selectors(private_events_t *this, ike_sa_t *ike_sa,
						   linked_list_t *initiator, linked_list_t *responder)
{
	char local[TEXT_BYTES / 4], remote[TEXT_BYTES / 4];
	size_t destroy = offsetof(traffic_selector_t, destroy);

	describe(local, "%#R", ike_sa, child_selectors, this, destroy);
	describe(remote, "%#R", ike_sa, child_selectors, NULL, destroy);
	tell(this, ike_sa, HNV_EVENT_SELECTORS, "traffic selectors do not match: "
		 "initiator %#R, responder %#R; we have local %s, remote %s", initiator,
		 responder, local, remote);
}

METHOD(listener_t, alert, bool,
	private_events_t *this, ike_sa_t *ike_sa, alert_t alert, va_list args)
{
	char ours[TEXT_BYTES / 4];
	linked_list_t *one, *other;

	switch (alert)
	{
		case ALERT_LOCAL_AUTH_FAILED:
			tell(this, ike_sa, HNV_EVENT_AUTHENTICATION,
				 "the peer refuses our authentication: key or identity differ, "
				 "or it has no connection for us");
			break;
		case ALERT_PEER_AUTH_FAILED:
			tell(this, ike_sa, HNV_EVENT_AUTHENTICATION,
				 "authentication of the peer failed: wrong key or certificate, "
				 "or no connection for its identity");
			break;
		case ALERT_AUTHORIZATION_FAILED:
			tell(this, ike_sa, HNV_EVENT_AUTHENTICATION,
				 "the gateway does not let this peer use this connection");
			break;
		case ALERT_PROPOSAL_MISMATCH_IKE:
			ike_proposals(ours, ike_sa);
			tell_proposals(this, ike_sa, HNV_EVENT_IKE_PROPOSALS, "IKE", ours,
						   va_arg(args, linked_list_t*));
			break;
		case ALERT_PROPOSAL_MISMATCH_CHILD:
			describe(ours, "%#P", ike_sa, child_proposals, NULL,
					 offsetof(proposal_t, destroy));
			tell_proposals(this, ike_sa, HNV_EVENT_CHILD_PROPOSALS, "ESP", ours,
						   va_arg(args, linked_list_t*));
			break;
		case ALERT_TS_MISMATCH:
			one = va_arg(args, linked_list_t*);
			other = va_arg(args, linked_list_t*);
			tell_selectors(this, ike_sa, one, other);
			break;
		case ALERT_PEER_ADDR_FAILED:
			tell(this, ike_sa, HNV_EVENT_UNREACHABLE,
				 "the peer's name has no address");
			break;
		case ALERT_PEER_INIT_UNREACHABLE:
			tell(this, ike_sa, HNV_EVENT_UNREACHABLE,
				 "no answer from the peer to the first message (attempt %d)",
				 va_arg(args, int) + 1);
			break;
		case ALERT_RETRANSMIT_SEND_TIMEOUT:
			tell(this, ike_sa, HNV_EVENT_UNREACHABLE,
				 "no answer from the peer, retransmissions included");
			break;
		case ALERT_HALF_OPEN_TIMEOUT:
			tell(this, ike_sa, HNV_EVENT_UNREACHABLE,
				 "the peer began and did not go on");
			break;
		case ALERT_IKE_SA_EXPIRED:
			tell(this, ike_sa, HNV_EVENT_EXPIRED,
				 "the IKE_SA expired before it was rekeyed");
			break;
		case ALERT_INSTALL_CHILD_SA_FAILED:
		case ALERT_INSTALL_CHILD_POLICY_FAILED:
			tell(this, ike_sa, HNV_EVENT_INSTALL,
				 "the gateway did not take the negotiated SA");
			break;
		case ALERT_CERT_EXPIRED:
			tell_certificate(this, ike_sa, va_arg(args, certificate_t*),
							 "has expired or is not valid yet");
			break;
		case ALERT_CERT_REVOKED:
			tell_certificate(this, ike_sa, va_arg(args, certificate_t*),
							 "is revoked");
			break;
		case ALERT_CERT_VALIDATION_FAILED:
			tell_certificate(this, ike_sa, va_arg(args, certificate_t*),
							 "could not be checked for revocation");
			break;
		case ALERT_CERT_NO_ISSUER:
			tell_certificate(this, ike_sa, va_arg(args, certificate_t*),
							 "has no trusted issuer");
			break;
		case ALERT_CERT_UNTRUSTED_ROOT:
			tell_certificate(this, ike_sa, va_arg(args, certificate_t*),
							 "leads to a root that is not trusted");
			break;
		case ALERT_CERT_EXCEEDED_PATH_LEN:
			tell_certificate(this, ike_sa, va_arg(args, certificate_t*),
							 "has too long a chain");
			break;
		case ALERT_CERT_POLICY_VIOLATION:
			tell_certificate(this, ike_sa, va_arg(args, certificate_t*),
							 "violates a policy");
			break;
		default:
			break;
	}
	return TRUE;
}

METHOD(listener_t, authorize, bool,
	private_events_t *this, ike_sa_t *ike_sa, bool final, bool *success)
{
	*success = this->peers->authorize(this->peers, ike_sa, final);
	return TRUE;
}

METHOD(listener_t, ike_state_change, bool,
	private_events_t *this, ike_sa_t *ike_sa, ike_sa_state_t state)
{
	if (state == IKE_DESTROYING)
	{
		this->peers->forget(this->peers, ike_sa);
	}
	return TRUE;
}

METHOD(listener_t, child_state_change, bool,
	private_events_t *this, ike_sa_t *ike_sa, child_sa_t *child_sa,
	child_sa_state_t state)
{
	if (state == CHILD_INSTALLING && this->ipsec)
	{
		this->ipsec->installing(this->ipsec,
								child_sa->get_unique_id(child_sa));
	}
	return TRUE;
}

METHOD(events_t, set_ipsec, void,
	private_events_t *this, ipsec_t *ipsec)
{
	this->ipsec = ipsec;
}

METHOD(events_t, destroy, void,
	private_events_t *this)
{
	free(this);
}

events_t *events_create(gateway_t *gateway, peers_t *peers)
{
	private_events_t *this;

	INIT(this,
		.public = {
			.listener = {
				.alert = _alert,
				.authorize = _authorize,
				.ike_state_change = _ike_state_change,
				.child_state_change = _child_state_change,
			},
			.set_ipsec = _set_ipsec,
			.destroy = _destroy,
		},
		.gateway = gateway,
		.peers = peers,
		.connections.each_second = EVENTS_OF_CONNECTIONS,
		.strangers.each_second = EVENTS_OF_STRANGERS,
	);
	return &this->public;
}
