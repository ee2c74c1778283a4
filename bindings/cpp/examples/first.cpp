// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <iostream>
#include <migrayt/migrayt.hpp>

int main() {
    try {
        migrayt::engine engine;
        auto run = engine.start(
            R"({"job": "convert", "from": "html", "to": "markdown", "text": "It <b>works</b>"})");
        std::cout << migrayt::json::text(run.wait(), "text").value_or("") << '\n';
        return 0;
    } catch (const migrayt::error& error) {
        std::cerr << error.what() << '\n' << error.help() << '\n';
        return 1;
    }
}
