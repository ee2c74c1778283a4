// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <migrayt/migrayt.hpp>

#if MIGRAYT_THROWS
#error "this part is compiled without exceptions"
#endif

bool serves_without_exceptions();

bool serves_without_exceptions() {
    migrayt::host host;
    host.on("vault", [](const migrayt::question&) { return "1"; });
    const migrayt::question asked{"vault", "hold", "{}", "", 1};
    return host.ask(asked).envelope() == R"({"ok":1})";
}
