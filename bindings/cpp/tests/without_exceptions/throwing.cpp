// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// One program of two parts, one compiled with exceptions and one without. This is the part with:
// what its host throws must be caught, whatever the linker makes of the other part's functions.

#include <cstdio>
#include <migrayt/migrayt.hpp>
#include <stdexcept>

/// Serves one question in the other part; true if it was answered as a program without exceptions
/// answers it.
bool serves_without_exceptions();

int main() {
    migrayt::host host;
    host.on("vault", [](const migrayt::question&) -> migrayt::answer {
        throw std::logic_error("caught");
    });
    const migrayt::question asked{"vault", "hold", "{}", "", 1};
    const bool is_caught = host.ask(asked).envelope() == R"({"error":{"kind":"Unexpected"}})";
    const bool is_served = serves_without_exceptions();
    std::printf("%s\n", is_caught && is_served ? "ok" : "FAILED");
    return is_caught && is_served ? 0 : 1;
}
