// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// As much of a test framework as these tests need.

#ifndef UNIT_CHECK_HPP
#define UNIT_CHECK_HPP

#include <stdexcept>
#include <string>
#include <vector>

namespace unit {

struct test {
    const char* name;
    void (*carry_out)();
};

inline std::vector<test>& tests() {
    static std::vector<test> all;
    return all;
}

struct registered {
    registered(const char* name, void (*carry_out)()) { tests().push_back({name, carry_out}); }
};

inline void check(bool holds, const char* what, const char* file, int line) {
    if (holds) return;
    throw std::runtime_error(std::string(file) + ':' + std::to_string(line) + ": " + what);
}

}  // namespace unit

#define TEST(name)                                     \
    static void name();                                \
    static const unit::registered name##_is(#name, name); \
    static void name()

#define CHECK(...) unit::check(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)

#endif
