/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 the authors of the HNV gateway
 *
 * Prints where the members lie that the plugin uses: with other headers than charon's, or without
 * the macros of its build, they lie elsewhere. build.sh compares.
 */
#include <daemon.h>
#include <kernel/kernel_ipsec.h>
#include <stddef.h>
#include <stdio.h>

#define AT(type, member) printf(#type "." #member " %zu\n", offsetof(type, member))
#define SIZE(type) printf(#type " %zu\n", sizeof(type))

int main()
{
	AT(daemon_t, kernel);
	AT(daemon_t, bus);
	AT(daemon_t, initialize);
	AT(library_t, ns);
	AT(library_t, processor);
	AT(library_t, scheduler);
	AT(library_t, credmgr);
	AT(library_t, settings);
	AT(bus_t, add_listener);
	AT(bus_t, remove_listener);
	AT(bus_t, get_sa);
	AT(kernel_interface_t, add_ipsec_interface);
	AT(kernel_interface_t, acquire);
	AT(kernel_interface_t, expire);
	AT(kernel_interface_t, mapping);
	AT(kernel_ipsec_t, bypass_socket);
	AT(kernel_ipsec_t, destroy);
	SIZE(kernel_ipsec_t);
	AT(kernel_ipsec_sa_id_t, if_id);
	AT(kernel_ipsec_add_sa_t, lifetime);
	AT(kernel_ipsec_add_sa_t, enc_key);
	AT(kernel_ipsec_add_sa_t, int_key);
	AT(kernel_ipsec_add_sa_t, encap);
	AT(kernel_ipsec_add_sa_t, esn);
	AT(kernel_ipsec_add_sa_t, inbound);
	SIZE(kernel_ipsec_add_sa_t);
	AT(kernel_ipsec_update_sa_t, new_encap);
	AT(kernel_ipsec_policy_id_t, if_id);
	AT(kernel_ipsec_manage_policy_t, sa);
	AT(ipsec_sa_cfg_t, reqid);
	AT(kernel_acquire_data_t, label);
	AT(ike_sa_t, get_unique_id);
	AT(ike_sa_t, get_name);
	AT(ike_sa_t, get_other_id);
	AT(ike_sa_t, get_ike_cfg);
	AT(ike_sa_t, get_peer_cfg);
	AT(ike_sa_t, create_child_sa_enumerator);
	AT(child_sa_t, get_unique_id);
	AT(child_sa_t, get_spi);
	AT(peer_cfg_t, create_child_cfg_enumerator);
	AT(child_cfg_t, get_proposals);
	AT(child_cfg_t, get_traffic_selectors);
	AT(ike_cfg_t, get_proposals);
	AT(listener_t, alert);
	AT(listener_t, ike_state_change);
	AT(listener_t, child_state_change);
	AT(listener_t, authorize);
	AT(credential_set_t, create_shared_enumerator);
	AT(traffic_selector_t, get_protocol);
	AT(traffic_selector_t, destroy);
	AT(proposal_t, destroy);
	AT(host_t, get_address);
	AT(host_t, get_port);
	AT(host_t, ip_equals);
	printf("CHILD_INSTALLING %d\n", CHILD_INSTALLING);
	printf("IKE_DESTROYING %d\n", IKE_DESTROYING);
	printf("ALERT_CERT_POLICY_VIOLATION %d\n", ALERT_CERT_POLICY_VIOLATION);
	printf("POLICY_PRIORITY_ROUTED %d\n", POLICY_PRIORITY_ROUTED);
	return 0;
}
