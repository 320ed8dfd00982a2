/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * kernel-hnv: charon negotiates, the HNV gateway carries the packets.
 *
 * strongswan.conf, section charon.plugins.kernel-hnv (or charon-systemd.…):
 *   socket   path of the gateway's UNIX socket (/run/hnv-gateway/kernel-hnv.sock)
 *   timeout  milliseconds to wait for an answer of the gateway (2000)
 */
#include <daemon.h>
#include <plugins/plugin.h>

#include "events.h"
#include "gateway.h"
#include "ipsec.h"
#include "peers.h"

typedef struct {
	plugin_t public;
	gateway_t *gateway;
	peers_t *peers;
	events_t *events;
} private_plugin_t;

/** charon's constructor of a kernel interface has no argument. */
static private_plugin_t *the_plugin;

METHOD(plugin_t, get_name, char*,
	private_plugin_t *this)
{
	return "kernel-hnv";
}

static kernel_ipsec_t *create_ipsec()
{
	ipsec_t *ipsec = ipsec_create(the_plugin->gateway);

	the_plugin->events->set_ipsec(the_plugin->events, ipsec);
	return &ipsec->interface;
}

static bool register_ipsec(private_plugin_t *this, plugin_feature_t *feature,
						   bool reg, void *data)
{
	if (reg)
	{
		lib->credmgr->add_set(lib->credmgr, &this->peers->set);
		charon->bus->add_listener(charon->bus, &this->events->listener);
		return kernel_ipsec_register(&this->public, feature, TRUE, create_ipsec);
	}
	charon->bus->remove_listener(charon->bus, &this->events->listener);
	lib->credmgr->remove_set(lib->credmgr, &this->peers->set);
	this->events->set_ipsec(this->events, NULL);
	return kernel_ipsec_register(&this->public, feature, FALSE, create_ipsec);
}

METHOD(plugin_t, get_features, int,
	private_plugin_t *this, plugin_feature_t *features[])
{
	static plugin_feature_t all[] = {
		PLUGIN_CALLBACK((plugin_feature_callback_t)register_ipsec, NULL),
			PLUGIN_PROVIDE(CUSTOM, "kernel-ipsec"),
	};
	*features = all;
	return countof(all);
}

METHOD(plugin_t, destroy, void,
	private_plugin_t *this)
{
	this->events->destroy(this->events);
	this->peers->destroy(this->peers);
	this->gateway->destroy(this->gateway);
	the_plugin = NULL;
	free(this);
}

plugin_t *kernel_hnv_plugin_create()
{
	private_plugin_t *this;

	INIT(this,
		.public = {
			.get_name = _get_name,
			.get_features = _get_features,
			.destroy = _destroy,
		},
		.gateway = gateway_create(),
	);
	this->peers = peers_create(this->gateway);
	this->events = events_create(this->gateway, this->peers);
	the_plugin = this;
	return &this->public;
}
