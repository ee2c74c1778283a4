// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A vault in memory.

#ifndef CONFORMANCE_HOST_VAULT_HPP
#define CONFORMANCE_HOST_VAULT_HPP

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "json.hpp"

namespace conformance {

class vault : public migrayt::ports::vault {
public:
    migrayt::answer describe(const migrayt::question& asked) override;
    migrayt::answer put(const migrayt::question& asked) override;
    migrayt::answer hold(const migrayt::question& asked) override;
    migrayt::answer rotate(const migrayt::question& asked) override;
    migrayt::answer stage(const migrayt::question& asked) override;
    migrayt::answer promote(const migrayt::question& asked) override;
    migrayt::answer destroy(const migrayt::question& asked) override;
    migrayt::answer names(const migrayt::question& asked) override;

    /// Forgets everything.
    void empty() { secrets_.clear(); }

private:
    struct value {
        std::string version;
        std::string bytes;
    };

    struct secret {
        value current;
        std::optional<value> staged;
    };

    using place = std::pair<std::string, std::string>;

    static place of(const json& asked);
    secret* find(const json& asked);

    /// By tenant and name.
    std::map<place, secret> secrets_;
};

}  // namespace conformance

#endif
