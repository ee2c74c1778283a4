// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What steps keep under a name.

#ifndef CONFORMANCE_VARIABLES_HPP
#define CONFORMANCE_VARIABLES_HPP

#include <string>
#include <utility>

#include "host/json.hpp"

namespace conformance {

class variables {
public:
    explicit variables(json kept = json::object()) : kept_(std::move(kept)) {}

    void keep(const std::string& name, json value) { kept_[name] = std::move(value); }

    const json& all() const noexcept { return kept_; }

    /// A step with the values of its variables in their places.
    json resolve(const json& step) const;

private:
    json text(const std::string& with) const;

    json kept_;
};

}  // namespace conformance

#endif
