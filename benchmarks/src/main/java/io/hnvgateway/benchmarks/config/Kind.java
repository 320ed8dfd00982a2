package io.hnvgateway.benchmarks.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/// What is changed.
enum Kind {
    /// A VM moves to another host.
    MOVED_RECORD {
        @Override
        ObjectNode request(int networks, int step) {
            ObjectNode put = put();
            document(put)
                    .withArray("virtualNetworks")
                    .add(
                            ConfigDocument.network(
                                    some(networks, step), 1 + step % (ConfigDocument.HOSTS - 1)));
            return put;
        }
    },

    /// A port leads to a VM.
    NAT_RULE {
        @Override
        ObjectNode request(int networks, int step) {
            ObjectNode put = put();
            document(put)
                    .withArray("loadBalancers")
                    .add(ConfigDocument.balancer(some(networks, step), 8000 + step));
            return put;
        }
    },

    /// A customer network comes, and in the next step it goes.
    NETWORK {
        @Override
        ObjectNode request(int networks, int step) {
            if (step % 2 == 0) {
                ObjectNode put = put();
                ConfigDocument.add(document(put), networks);
                return put;
            }
            ObjectNode delete = JSON.createObjectNode().put("request", "delete");
            for (String collection :
                    List.of(
                            "virtualNetworks",
                            "virtualGateways",
                            "publicIPAddresses",
                            "loadBalancers")) {
                delete.withArray("delete")
                        .add("/" + collection + "/" + ConfigDocument.name(networks));
            }
            return delete;
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The request of one step.
    abstract ObjectNode request(int networks, int step);

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ObjectNode put() {
        ObjectNode request = JSON.createObjectNode().put("request", "put");
        request.putObject("document");
        return request;
    }

    private static ObjectNode document(ObjectNode request) {
        return (ObjectNode) request.path("document");
    }

    /// Another one each time; not the tenant whose packets pass.
    private static int some(int networks, int step) {
        return 1 + (int) (step * 7919L % (networks - 1));
    }
}
