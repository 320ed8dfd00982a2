#!/bin/sh
# One tenant of Linux as gateway, run in the tenant's namespace, which holds its VXLAN device and
# the front end `fe`. Flows live as long as the other gateways' here. Source NAT to a fixed address,
# not masquerade: the same work, but the kernel need not search all connections for those of a device
# that goes, a thousand times at the end.
set -eu
tunnel=$1 gateway_mac=$2 vm=$3 vm_mac=$4 public=$5 front_mac=$6 next_hop=$7 next_hop_mac=$8

setting() {
    echo "$2" >"/proc/sys/net/$1"
}

setting ipv6/conf/all/disable_ipv6 1
setting ipv4/ip_forward 1
setting ipv4/conf/all/rp_filter 0
setting "ipv4/conf/$tunnel/rp_filter" 0
setting netfilter/nf_conntrack_checksum 0
setting netfilter/nf_conntrack_udp_timeout 1800
setting netfilter/nf_conntrack_udp_timeout_stream 1800

ethtool -K "$tunnel" gro off
ip -batch - <<END
link set lo up
link set $tunnel address $gateway_mac up
address add 10.0.0.1/24 dev $tunnel
neigh replace $vm lladdr $vm_mac dev $tunnel nud permanent
link set fe address $front_mac up
address add $public/32 dev fe
route add default via $next_hop dev fe onlink
neigh replace $next_hop lladdr $next_hop_mac dev fe nud permanent
END
nft -f - <<END
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname "fe" snat to $public
  }
}
END
