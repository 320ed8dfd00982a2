package io.hnvgateway.bgp.rib;

/// What a compartment's peers may fill.
///
/// @param routes learned routes in all
/// @param asPathNumbers AS numbers in one path
/// @param communities of one route, large ones included
/// @param recursiveNextHops next hops at once that resolve by learned routes
public record RouteLimits(int routes, int asPathNumbers, int communities, int recursiveNextHops) {
    public static final RouteLimits DEFAULT = new RouteLimits(20_000, 255, 256, 256);

    private static final long NUMBERS_OF_ROUTE = 50;
    private static final long LEAST_NUMBERS = 100_000;

    public RouteLimits {
        if (routes < 1 || asPathNumbers < 1 || communities < 0 || recursiveNextHops < 0) {
            throw new IllegalArgumentException(
                    "limits of routes and AS numbers must be at least 1, others 0");
        }
    }

    /// AS numbers and communities in all learned routes together, those of equal attributes once:
    /// one route may have thousands, and what is refused is kept too.
    long numbers() {
        return Math.max(LEAST_NUMBERS, routes * NUMBERS_OF_ROUTE);
    }
}
