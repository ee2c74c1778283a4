// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <exception>
#include <iostream>

#include "../double/library.hpp"
#include "check.hpp"

int main() {
    int failed = 0;
    for (const auto& [name, carry_out] : unit::tests()) {
        // Each test has a library of its own, and gives back all that it took from it.
        doubled::begin();
        try {
            carry_out();
            CHECK(doubled::library().handles == 0);
            std::cout << "ok " << name << '\n';
        } catch (const std::exception& wrong) {
            ++failed;
            std::cout << "FAILED " << name << ": " << wrong.what() << '\n';
        }
    }
    std::cout << unit::tests().size() << " tests, " << failed << " failed\n";
    return failed == 0 && !unit::tests().empty() ? 0 : 1;
}
