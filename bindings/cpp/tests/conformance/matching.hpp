// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Whether what was found is what was expected.

#ifndef CONFORMANCE_MATCHING_HPP
#define CONFORMANCE_MATCHING_HPP

#include <optional>
#include <stdexcept>
#include <string>

#include "host/json.hpp"

namespace conformance {

/// Why a case fails.
struct failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What does not match, with its place; nothing if all does.
std::optional<std::string> difference_of(const json& expected, const json& found,
                                    const std::string& place);

/// Fails unless it matches.
void compare(const json& expected, const json& found, const std::string& place);

}  // namespace conformance

#endif
